"""Data sources of queries: which one is meant, and what language it speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from boardwright.schema.datasource import PROMETHEUS

if TYPE_CHECKING:
    from boardwright.checks.views.board import BoardView

Language = Literal["promql", "metricsql", "logql", "expression", "none", "other", "unknown"]
"""`expression` is Grafana's own (`__expr__`), `none` what asks no server, `other` every query
language that is not of Prometheus' family, `unknown` when nothing tells the data source."""

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
_BUILT_IN: dict[str, str] = {
    "-- Mixed --": "mixed",
    "-- Dashboard --": "dashboard",
    "-- Grafana --": "grafana",
    "grafana": "grafana",
    "__expr__": "__expr__",
    "-100": "__expr__",
}
_UNSAID = frozenset({"", "default", "Default", "-- Default --"})
_VARIABLE = re.compile(r"\$(\w+)|\$\{(\w+)(?:[.:][^}]*)?\}|\[\[(\w+)(?::\w+)?\]\]")
_TYPICAL = {
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
"""Names that tell their type when nothing else does."""

Origin = Literal["query", "panel", "default"]


@dataclass(frozen=True, slots=True)
class DataSource:
    """A reference to a data source, resolved as far as the board and the project tell.

    Attributes:
        type: The plugin's id; None when nothing tells.
        uid: As it is written: a uid, a name, a variable; None when nothing is.
        variable: The data source variable or input that is asked for; None when none is.
        given_by: Where it is written.
        declared_type: The type beside the uid, as it is written; None when none is.
    """

    type: str | None
    uid: str | None = None
    variable: str | None = None
    given_by: Origin = "default"
    declared_type: str | None = None

    @property
    def language(self) -> Language:
        """The language of its queries."""
        if self.type is None:
            return "unknown"
        return _LANGUAGES.get(self.type, "other")

    @property
    def is_fixed(self) -> bool:
        """Whether it names one data source by uid or name: no variable, and not built in."""
        return bool(self.uid) and self.variable is None and self.uid not in _BUILT_IN


class References:
    """Resolves the references of one board."""

    def __init__(self, board: BoardView) -> None:
        """Take the board, for its variables and inputs, and for the project's data sources."""
        self._settings = board.settings
        self._variables: dict[str, str | None] = {}
        for _, item in board.items("__inputs"):
            if item.get("type") == "datasource":
                self._variables[str(item.get("name"))] = _text(item.get("pluginId"))
        for variable in board.variables:
            if variable.type == "datasource":
                self._variables[variable.name] = variable.query_text or None

    def resolve(self, *references: tuple[Any, Origin]) -> DataSource:
        """Return what the first of several references that says anything means.

        Args:
            references: As they are written, with where: the query's, the panel's.
        """
        for reference, given_by in references:
            found = self._one(reference, given_by)
            if found is not None and found.type != "mixed":
                return found
        default = self._settings.default_datasource
        return DataSource(default.type, default.uid) if default else DataSource(None)

    def _one(self, reference: Any, given_by: Origin) -> DataSource | None:
        if isinstance(reference, dict):
            uid, kind = reference.get("uid"), _text(reference.get("type"))
            if isinstance(uid, str) and uid not in _UNSAID:
                return self._named(uid, kind, given_by)
            return DataSource(kind, None, None, given_by, kind) if kind else None
        if isinstance(reference, str) and reference not in _UNSAID:
            return self._named(reference, None, given_by)
        return None

    def _named(self, name: str, kind: str | None, given_by: Origin) -> DataSource:
        if name in _BUILT_IN:
            return DataSource(_BUILT_IN[name], name, None, given_by, kind)
        variable = _VARIABLE.fullmatch(name)
        if variable:
            asked = next(filter(None, variable.groups()))
            known = self._variables.get(asked)
            return DataSource(known or kind, name, asked, given_by, kind)
        fact = self._settings.datasource(name)
        known = kind or (fact.type if fact else None) or _typical(name)
        return DataSource(known, name, None, given_by, kind)


def _typical(name: str) -> str | None:
    return _TYPICAL.get(name.lower().removeprefix("ds_"))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
