"""Which data source a reference means, and which language its queries have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal, Protocol

from boardwright.frozen import frozen
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.datasource import PROMETHEUS

Language = Literal["promql", "metricsql", "logql", "expression", "none", "other", "unknown"]
"""`expression` is Grafana's own (`__expr__`), `none` is for a data source that no server answers
for, `other` for every query language outside Prometheus' family, `unknown` where the data source's
type is not known."""

_LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(PROMETHEUS, "promql"),
    "victoriametrics-datasource": "metricsql",
    "victoriametrics-metrics-datasource": "metricsql",
    "loki": "logql",
    "__expr__": "expression",
    "datasource": "none",
    "grafana": "none",
    "dashboard": "none",
}
BUILT_IN_TYPES: dict[str, str] = {
    "-- Mixed --": "mixed",
    "-- Dashboard --": "dashboard",
    "-- Grafana --": "grafana",
    "grafana": "grafana",
    "__expr__": "__expr__",
    "-100": "__expr__",
}
"""Data sources that every Grafana has: name or uid -> what they are."""

UNSET = frozenset({"", "default", "Default", "-- Default --"})
"""Names and uids that mean the default data source."""

_VARIABLE = re.compile(r"\$(\w+)|\$\{(\w+)(?:[.:][^}]*)?\}|\[\[(\w+)(?::\w+)?\]\]")
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
"""Names from which the type is taken when it is written nowhere."""

Origin = Literal["query", "panel", "default"]


class KnownDataSource(Protocol):
    """A data source that is configured: in the project, or in a provisioning file."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def uid(self) -> str:
        """What boards refer to."""

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
        """Whether it names one data source by uid or name: no variable, and not built in."""
        return bool(self.uid) and self.variable is None and self.uid not in BUILT_IN_TYPES


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

    def resolve(self, *references: tuple[Any, Origin]) -> ResolvedDataSource:
        """Return the data source of the first of several references that names one.

        Args:
            references: As they are written, and where: the query's, the panel's.
        """
        for reference, given_by in references:
            found = self._resolve_one(reference, given_by)
            if found is not None and found.type != "mixed":
                return found
        if self._default is None:
            return ResolvedDataSource()
        return ResolvedDataSource(type=self._default.type, uid=self._default.uid)

    def _resolve_one(self, reference: Any, given_by: Origin) -> ResolvedDataSource | None:
        if isinstance(reference, dict):
            uid, plugin = reference.get("uid"), reference.get("type")
            plugin = plugin if isinstance(plugin, str) and plugin else None
            if isinstance(uid, str) and uid not in UNSET:
                return self._resolve_name(uid, plugin, given_by)
            if plugin is None:
                return None
            return ResolvedDataSource(type=plugin, given_by=given_by, declared_type=plugin)
        if isinstance(reference, str) and reference not in UNSET:
            return self._resolve_name(reference, None, given_by)
        return None

    def _resolve_name(self, name: str, plugin: str | None, given_by: Origin) -> ResolvedDataSource:
        found = _VARIABLE.fullmatch(name)
        variable = next(filter(None, found.groups())) if found else None
        if name in BUILT_IN_TYPES:
            actual: str | None = BUILT_IN_TYPES[name]
        elif variable:
            actual = self._variables.get(variable) or plugin
        else:
            actual = plugin or self._type_of(name)
        return ResolvedDataSource(
            type=actual, uid=name, variable=variable, given_by=given_by, declared_type=plugin
        )

    def _type_of(self, name: str) -> str | None:
        known = next((each for each in self._known if name in (each.uid, each.name)), None)
        return known.type if known else _TYPICAL_NAMES.get(name.lower().removeprefix("ds_"))
