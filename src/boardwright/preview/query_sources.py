"""Data sources as a page knows them: which one a query asks, and in which language."""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.frozen import frozen
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.query_steps import DEFAULT_SCRAPE
from boardwright.preview.variable_options import names_in
from boardwright.schema.datasource_references import (
    BUILT_IN_TYPES,
    DASHBOARD_UID,
    EXPRESSION_UID,
    LOKI,
    MIXED_UID,
    PROMQL_FAMILY,
    WrittenReference,
)


@frozen
class QuerySource:
    """A data source.

    Attributes:
        uid: What boards name it by.
        name: What people call it.
        type: The plugin's id.
        scrape: Its scrape interval in milliseconds.
    """

    uid: str
    name: str
    type: str
    scrape: int = DEFAULT_SCRAPE

    @property
    def language(self) -> str:
        """The language of its queries; the plugin's id where that is all that is known."""
        if self.type in PROMQL_FAMILY:
            return "promql"
        return {LOKI: "logql", EXPRESSION_UID: "expression"}.get(self.type, self.type)

    @property
    def is_prometheus(self) -> bool:
        """Whether it answers as Prometheus does."""
        return self.language == "promql"


class QuerySources:
    """The data sources that are known, and a guess at those that are not."""

    def __init__(self, known: Iterable[QuerySource], *, default: QuerySource) -> None:
        """Take the project's data sources."""
        self._known = tuple(known)
        self.default = default

    def of_type(self, plugin: str) -> tuple[str, ...]:
        """Return the names of the data sources of a plugin: what a variable offers."""
        found = tuple(source.name for source in self._known if source.type == plugin)
        return found or ((self.default.name,) if plugin == self.default.type else ())

    def find(self, reference: WrittenReference, filling: Interpolation) -> QuerySource:
        """Return the data source that a query or variable asks.

        Args:
            reference: The reference as the board has it.
            filling: What its variables stand for.
        """
        plugin, written = reference.type or "", reference.uid
        if written is None:
            return self._of(plugin) if plugin else self.default
        name = filling.text(written)
        found = next((s for s in self._known if name in {s.uid, s.name}), None)
        if found is not None:
            return found
        if "$" in written or "[[" in written or not name:
            return self._behind_variable(name, plugin, filling, written)
        return QuerySource(uid=name, name=name, type=plugin or self.default.type)

    def _behind_variable(
        self, name: str, plugin: str, filling: Interpolation, written: str
    ) -> QuerySource:
        asked = next(names_in(written), "")
        unset = asked not in filling.choices or not filling.choices[asked].values
        if unset or name in {"default", ""}:
            return self._of(plugin) if plugin else self.default
        return QuerySource(uid=name, name=name, type=plugin or self.default.type)

    def _of(self, plugin: str) -> QuerySource:
        if plugin == self.default.type:
            return self.default
        found = next((source for source in self._known if source.type == plugin), None)
        return found or QuerySource(uid=plugin, name=plugin, type=plugin)


def is_built_in(source: QuerySource) -> bool:
    """Tell whether a data source is one of Grafana's own, which no server answers for."""
    return source.type in BUILT_IN_TYPES or source.uid in {DASHBOARD_UID, MIXED_UID}


def unanswered(source: QuerySource) -> str:
    """Return why a preview does not ask a data source."""
    if source.type == EXPRESSION_UID:
        return "An expression: Grafana's server computes these; a preview does not."
    if is_built_in(source):
        return f"{source.name}: only Grafana itself answers this; a preview does not."
    return f"{source.name}: a preview asks Prometheus only, and this is {source.type}."
