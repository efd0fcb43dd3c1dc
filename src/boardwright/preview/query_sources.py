"""Determines the data source and the language of each query."""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import iter_variable_names, may_contain_variable
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.query_steps import DEFAULT_SCRAPE
from boardwright.schema.datasource_references import (
    BUILT_IN_TYPES,
    DASHBOARD_UID,
    EXPRESSION_UID,
    MIXED_UID,
    PROMQL_FAMILY,
    WrittenReference,
    find_language,
)
from boardwright.schema.datasource_resolver import (
    find_named_source,
    find_source_of_type,
    guess_plugin,
)


@frozen
class QuerySource:
    """A data source of queries in a board.

    Attributes:
        uid: The uid by which boards refer to the data source.
        name: The name of the data source in Grafana.
        type: Id of the data source plugin.
        scrape: The scrape interval in milliseconds.
    """

    uid: str
    name: str
    type: str
    scrape: int = DEFAULT_SCRAPE

    @property
    def language(self) -> str:
        """The query language of the data source, as `find_language` returns it; the id of the
        plugin for all other data sources.
        """
        language = find_language(self.type)
        return self.type if language in {"none", "other"} else language

    @property
    def is_prometheus(self) -> bool:
        """Whether the data source has the HTTP API of Prometheus."""
        return self.type in PROMQL_FAMILY


class QuerySources:
    """The data sources of a project, and references to them in boards."""

    def __init__(self, known: Iterable[QuerySource], *, default: QuerySource) -> None:
        self._known = tuple(known)
        self.default = default

    def list_names(self, plugin: str) -> tuple[str, ...]:
        """Return the names of the data sources with this plugin, which are the options of a data
        source variable.
        """
        names = tuple(source.name for source in self._known if source.type == plugin)
        return names or ((self.default.name,) if plugin == self.default.type else ())

    def find(self, reference: WrittenReference, filling: Interpolation) -> QuerySource:
        """Return the data source of a query or variable.

        Args:
            reference: The reference to the data source in the board's JSON.
            filling: The object that replaces variables in the reference.
        """
        plugin, written = reference.type or "", reference.uid
        if written is None:
            return self._find_source_of_type(plugin) if plugin else self.default
        name = filling.fill(written)
        source = find_named_source(name, self._known)
        if source is not None:
            return source
        if may_contain_variable(written) or not name:
            return self._resolve_variable(name, plugin, filling, written)
        return self._make_undeclared_source(name, plugin)

    def _resolve_variable(
        self, name: str, plugin: str, filling: Interpolation, written: str
    ) -> QuerySource:
        variable = next(iter_variable_names(written), "")
        unset = variable not in filling.choices or not filling.choices[variable].values
        if unset or name in {"default", ""}:
            return self._find_source_of_type(plugin) if plugin else self.default
        return self._make_undeclared_source(name, plugin)

    def _make_undeclared_source(self, name: str, plugin: str) -> QuerySource:
        """Return a data source that the project does not declare. If the reference contains no
        type, the type is guessed from the name, or is the type of the default data source.
        """
        kind = plugin or guess_plugin(name) or self.default.type
        return QuerySource(uid=name, name=name, type=kind)

    def _find_source_of_type(self, plugin: str) -> QuerySource:
        source = find_source_of_type(plugin, self._known, self.default)
        return source or QuerySource(uid=plugin, name=plugin, type=plugin)


def is_built_in_source(source: QuerySource) -> bool:
    """Return whether a data source, such as `-- Dashboard --`, is built into Grafana."""
    return source.type in BUILT_IN_TYPES or source.uid in {DASHBOARD_UID, MIXED_UID}


def explain_not_sent(source: QuerySource) -> str:
    """Return the reason why a preview does not send queries to this data source."""
    if source.type == EXPRESSION_UID:
        return (
            "A preview does not compute expressions, because only Grafana's server can "
            "compute them."
        )
    if is_built_in_source(source):
        return f"A preview cannot query {source.name}, because only Grafana itself can query it."
    name = source.type if "$" in source.name else f"{source.name} ({source.type})"
    return f"A preview sends queries only to Prometheus, not to {name}."
