"""The data source that a reference means, and the language of its queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Protocol

from boardwright.frozen import frozen
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.datasource_references import (
    BUILT_IN,
    BUILT_IN_TYPES,
    DASHBOARD_UID,
    EXPRESSION_UID,
    GRAFANA_UID,
    LOKI,
    MIXED_UID,
    PROMETHEUS,
    VICTORIAMETRICS,
    WrittenReference,
    panel_decides,
    read_reference,
)

Language = Literal["promql", "metricsql", "logql", "expression", "none", "other", "unknown"]
"""`expression` is Grafana's own (`__expr__`), `none` is for a data source that no server answers
for, `other` for every query language outside Prometheus's family, `unknown` where the data source's
type is not known."""

_LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(BUILT_IN_TYPES, "none"),
    **dict.fromkeys(PROMETHEUS, "promql"),
    **dict.fromkeys(VICTORIAMETRICS, "metricsql"),
    LOKI: "logql",
    EXPRESSION_UID: "expression",
}
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
"""Names from which the type is derived when none is written."""

Origin = Literal["query", "panel", "default"]


class KnownDataSource(Protocol):
    """A data source that is configured: in the project, or in a provisioning file."""

    @property
    def name(self) -> str:
        """The displayed name."""

    @property
    def uid(self) -> str:
        """The uid that boards refer to."""

    @property
    def type(self) -> str:
        """The plugin's id."""


@frozen
class ResolvedDataSource:
    """A reference to a data source, resolved as far as the board and the project allow.

    Attributes:
        type: The plugin's id; None when it is not known.
        uid: As it is written: a uid, a name, a variable; None when there is none.
        variable: The data source variable or input that it names; None when it names none.
        given_by: Where it is written.
        declared_type: The type next to the uid, as it is written; None when there is none.
    """

    type: str | None = None
    uid: str | None = None
    variable: str | None = None
    given_by: Origin = "default"
    declared_type: str | None = None

    @property
    def language(self) -> Language:
        """The language of its queries."""
        return "unknown" if self.type is None else _LANGUAGES.get(self.type, "other")

    @property
    def is_fixed(self) -> bool:
        """Whether the reference names one data source without a variable, and no built-in one."""
        return bool(self.uid) and self.variable is None and self.uid not in BUILT_IN


class DataSourceResolver:
    """Resolves the references of one board.

    Args:
        board: The board, for its data source variables and inputs.
        known: The data sources that are configured.
        default: The data source of queries that name none; None when it is not known.
    """

    def __init__(
        self, board: Dashboard, known: Iterable[KnownDataSource], default: KnownDataSource | None
    ) -> None:
        self._known, self._default = tuple(known), default
        self._variables: dict[str, str | None] = {
            each.text("name"): each.text("pluginId") or None
            for each in board.inputs
            if each.text("type") == "datasource"
        }
        for variable in board.variables:
            if variable.type == "datasource":
                self._variables[variable.name] = variable.query_text or None

    def resolve_query(self, own: Any, panels: Any) -> ResolvedDataSource:
        """Return the data source of a query.

        Args:
            own: The query's reference as it is written.
            panels: The data source of the query's panel.
        """
        query, panel = read_reference(own), read_reference(panels)
        return (
            self._find_source(panel, "panel") if panel_decides(query, panel) else self.resolve(own)
        )

    def resolve(self, reference: Any, given_by: Origin = "query") -> ResolvedDataSource:
        """Return the data source that a reference means; the default where nothing is written.

        Args:
            reference: The reference as it is written.
            given_by: Where it is written.
        """
        written = read_reference(reference)
        if written.is_written and not written.is_mixed:
            return self._find_source(written, given_by)
        if self._default is None:
            return ResolvedDataSource()
        return ResolvedDataSource(type=self._default.type, uid=self._default.uid)

    def _find_source(self, written: WrittenReference, given_by: Origin) -> ResolvedDataSource:
        return ResolvedDataSource(
            type=self._type_of(written),
            uid=written.uid,
            variable=written.variable,
            given_by=given_by,
            declared_type=written.type,
        )

    def _type_of(self, written: WrittenReference) -> str | None:
        if written.built_in:
            return _TYPE_OF_BUILT_IN[written.built_in]
        if written.variable:
            return self._variables.get(written.variable) or written.type
        if written.type or written.uid is None:
            return written.type
        name = written.uid
        known = next((each for each in self._known if name in (each.uid, each.name)), None)
        return known.type if known else _TYPICAL_NAMES.get(name.lower().removeprefix("ds_"))
