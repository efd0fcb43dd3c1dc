"""Finds the data source to which a reference points, and the query language of the data source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Protocol, TypeVar

from boardwright.frozen import frozen
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.datasource_references import (
    DASHBOARD_UID,
    EXPRESSION_UID,
    GRAFANA_UID,
    MIXED_UID,
    Language,
    WrittenReference,
    find_language,
    is_query_reference_ignored,
    read_reference,
)

_TYPE_OF_BUILT_IN = {
    MIXED_UID: "mixed",
    DASHBOARD_UID: "dashboard",
    GRAFANA_UID: "grafana",
    EXPRESSION_UID: EXPRESSION_UID,
}
_TYPICAL_NAMES = {
    "prometheus": "prometheus",
    "prom": "prometheus",
    "loki": "loki",
    "influxdb": "influxdb",
    "elasticsearch": "elasticsearch",
    "graphite": "graphite",
    "cloudwatch": "cloudwatch",
    "tempo": "tempo",
    "victoriametrics": "victoriametrics-metrics-datasource",
}
"""Usual name of a data source -> the plugin type to assume if a reference contains only the name.
"""

ReferenceOrigin = Literal["query", "panel", "default"]


class TypedDataSource(Protocol):
    """A data source whose plugin type is known."""

    @property
    def type(self) -> str:
        """The id of the data source plugin."""


class KnownDataSource(TypedDataSource, Protocol):
    """A data source that is configured in the project or in a provisioning file."""

    @property
    def name(self) -> str:
        """The name that Grafana displays."""

    @property
    def uid(self) -> str:
        """The uid by which boards refer to the data source."""


Known = TypeVar("Known", bound=KnownDataSource)
Typed = TypeVar("Typed", bound=TypedDataSource)


def find_named_source(name: str, known: Iterable[Known]) -> Known | None:
    """Return the data source with a uid or name; None if no data source has this uid or name.
    Grafana also ignores the type in a reference that contains a uid or name.
    """
    return next((each for each in known if name in (each.uid, each.name)), None)


def find_source_of_type(plugin: str, known: Iterable[Typed], default: Typed) -> Typed | None:
    """Return the data source that Grafana uses if a reference contains a type and no uid. Grafana
    prefers the default data source if it has this type, or else uses the first data source of this
    type.
    """
    return next((each for each in (default, *known) if each.type == plugin), None)


def read_variable_plugin(query: object) -> str:
    """Return the plugin type of a data source variable, which is the variable's `query`. If the
    query is missing, the type is `prometheus`, as in Grafana's own conversion to schema v2.
    """
    return str(query or "prometheus")


def guess_plugin(name: str) -> str | None:
    """Return the plugin type that a data source name suggests, such as `loki` for `DS_LOKI`; None
    for an unusual name.
    """
    return _TYPICAL_NAMES.get(name.lower().removeprefix("ds_"))


@frozen
class ResolvedDataSource:
    """The data source to which a reference points. An attribute is None if neither the board nor
    the project determines it.

    Attributes:
        type: Id of the data source plugin; None if it is not known.
        uid: The uid, name or variable in the reference; for an empty reference, the uid of the
            default data source.
        variable: Name of the variable or input to which the reference points; None if the reference
            contains a fixed name or uid.
        given_by: `query` if a query contains the reference, `panel` if a panel contains it,
            `default` for the project's default data source.
    """

    type: str | None = None
    uid: str | None = None
    variable: str | None = None
    given_by: ReferenceOrigin = "default"

    @property
    def language(self) -> Language:
        """The query language of the data source."""
        return "unknown" if self.type is None else find_language(self.type)


class DataSourceResolver:
    """Finds the data sources to which the references of one board point.

    Args:
        board: The board that contains the references.
        known: The data sources that are configured in the project.
        default: The data source for queries that name no data source; None if it is not known.
    """

    def __init__(
        self, board: Dashboard, known: Iterable[KnownDataSource], default: KnownDataSource | None
    ) -> None:
        self._known, self._default = tuple(known), default
        self._resolved: dict[tuple[WrittenReference, ReferenceOrigin], ResolvedDataSource] = {}
        """A cache of the data source for each reference."""
        self._variables: dict[str, str | None] = {
            each.text("name"): each.text("pluginId") or None
            for each in board.inputs
            if each.text("type") == "datasource"
        }
        for variable in board.variables:
            if variable.type == "datasource":
                self._variables[variable.name] = read_variable_plugin(variable.query_text)

    def resolve_query(self, query_source: Any, panel_source: Any) -> ResolvedDataSource:
        """Return the data source that Grafana uses for a query.

        Args:
            query_source: The `datasource` of the query, as the board contains it.
            panel_source: The `datasource` of the query's panel, as the board contains it.
        """
        query, panel = read_reference(query_source), read_reference(panel_source)
        if is_query_reference_ignored(query, panel):
            return self._resolve_written(panel, "panel")
        return self._resolve_written(query, "query")

    def resolve(self, reference: Any, given_by: ReferenceOrigin = "query") -> ResolvedDataSource:
        """Return the data source to which a reference points; the default data source for an empty
        reference.

        Args:
            reference: The reference as the board contains it.
            given_by: `query` if a query contains the reference, `panel` if a panel contains it.
        """
        return self._resolve_written(read_reference(reference), given_by)

    def _resolve_written(
        self, written: WrittenReference, given_by: ReferenceOrigin
    ) -> ResolvedDataSource:
        source = self._resolved.get((written, given_by))
        if source is None:
            source = self._resolved[written, given_by] = self._find_source(written, given_by)
        return source

    def _find_source(
        self, written: WrittenReference, given_by: ReferenceOrigin
    ) -> ResolvedDataSource:
        if not written.is_written or written.is_mixed:
            default = self._default
            return ResolvedDataSource(
                type=default.type if default else None, uid=default.uid if default else None
            )
        return ResolvedDataSource(
            type=self._find_type(written),
            uid=written.uid,
            variable=written.variable,
            given_by=given_by,
        )

    def _find_type(self, written: WrittenReference) -> str | None:
        if written.built_in:
            return _TYPE_OF_BUILT_IN[written.built_in]
        if written.variable:
            return self._variables.get(written.variable) or written.type
        if written.uid is None:
            return written.type
        known = find_named_source(written.uid, self._known)
        return known.type if known else written.type or guess_plugin(written.uid)
