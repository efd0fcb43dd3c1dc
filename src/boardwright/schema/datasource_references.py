"""References to data sources: all forms that Grafana has written, and their meaning.

A reference is a name, a uid, a variable (`$ds`, `${ds}`, `[[ds]]`), an object of `type` and `uid`,
or nothing, which means the default data source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boardwright.frozen import frozen
from boardwright.notation.variables import variable_in_whole

PROMETHEUS = frozenset(
    {
        "prometheus",
        "grafana-amazonprometheus-datasource",
        "grafana-azureprometheus-datasource",
        "grafana-gcpprometheus-datasource",
    }
)
"""Plugins whose queries are PromQL."""

VICTORIAMETRICS = frozenset({"victoriametrics-datasource", "victoriametrics-metrics-datasource"})
"""Plugins whose queries are MetricsQL, which extends PromQL."""

HTTP_TYPES = frozenset(
    {"prometheus", "loki", "tempo", "graphite", "influxdb", "elasticsearch", "jaeger", "zipkin"}
)
"""Plugins that cannot work without an address."""

PROMQL_FAMILY = PROMETHEUS | VICTORIAMETRICS
LOKI = "loki"

GRAFANA_UID = "-- Grafana --"
MIXED_UID = "-- Mixed --"
DASHBOARD_UID = "-- Dashboard --"
EXPRESSION_UID = "__expr__"

MIXED = {"type": "datasource", "uid": MIXED_UID}
EXPRESSION = {"type": EXPRESSION_UID, "uid": EXPRESSION_UID}

BUILT_IN = {
    GRAFANA_UID: GRAFANA_UID,
    "grafana": GRAFANA_UID,
    MIXED_UID: MIXED_UID,
    DASHBOARD_UID: DASHBOARD_UID,
    EXPRESSION_UID: EXPRESSION_UID,
    "-100": EXPRESSION_UID,
}
"""Names and uids of built-in data sources -> the built-in data source."""

BUILT_IN_TYPES = frozenset({"dashboard", "datasource", "grafana", "mixed", EXPRESSION_UID})
"""Types that Grafana gives to built-in data sources."""

_DEFAULT = frozenset({"", "default", "Default", "-- Default --"})


@frozen
class DataSourceRef:
    """A reference to a data source: the plugin's type and the data source's uid."""

    type: str
    uid: str

    def to_json(self) -> dict[str, str]:
        """Return Grafana's own form of the reference."""
        return {"type": self.type, "uid": self.uid}


@dataclass(frozen=True, slots=True)
class WrittenReference:
    """A reference as a board has it, not yet looked up in a project.

    Attributes:
        type: The plugin's type, as written; None where none is.
        uid: The uid, name or variable, as written; None for the default data source.
        variable: The name of the variable; None where `uid` is not a variable.
    """

    type: str | None = None
    uid: str | None = None
    variable: str | None = None

    @property
    def built_in(self) -> str | None:
        """The built-in data source that it means: `MIXED_UID` and so on; None for others."""
        return BUILT_IN.get(self.uid) if self.uid else None

    @property
    def is_written(self) -> bool:
        """Whether anything is written: a type alone is."""
        return self.type is not None or self.uid is not None

    @property
    def is_mixed(self) -> bool:
        """Whether every query of the panel names its own data source."""
        return self.built_in == MIXED_UID or (self.uid is None and self.type == "mixed")

    @property
    def is_expression(self) -> bool:
        """Whether Grafana's server computes the query itself."""
        return EXPRESSION_UID in (self.built_in, self.type)


def read_reference(written: Any) -> WrittenReference:
    """Return a reference of any form; data of another kind counts as nothing."""
    if isinstance(written, str):
        return _of_name(written, None)
    if not isinstance(written, dict):
        return WrittenReference()
    kind = written.get("type")
    return _of_name(written.get("uid"), kind if isinstance(kind, str) and kind else None)


def query_reference(own: Any, panels: Any) -> WrittenReference:
    """Return the reference that counts for a query.

    Grafana asks the panel's data source, whatever the query names. It asks the query's own where
    the panel's is mixed or not given, and no data source at all for an expression.

    Args:
        own: The query's `datasource`.
        panels: The panel's `datasource`.
    """
    query, panel = read_reference(own), read_reference(panels)
    return panel if panel_decides(query, panel) else query


def panel_decides(query: WrittenReference, panel: WrittenReference) -> bool:
    """Return whether Grafana asks the panel's data source for a query, not the query's own."""
    return panel.is_written and not panel.is_mixed and not query.is_expression


def _of_name(name: Any, kind: str | None) -> WrittenReference:
    if name is None or isinstance(name, dict | list) or str(name) in _DEFAULT:
        return WrittenReference(kind)
    return WrittenReference(kind, str(name), variable_in_whole(str(name)))
