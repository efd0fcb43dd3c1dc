"""Reads references to data sources in all formats that Grafana versions have written.

A reference is a name, a uid, a variable (`$ds`, `${ds}`, `[[ds]]`), or an object with `type` and
`uid`. If a reference is empty, Grafana uses the default data source.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import read_whole_variable

PROMETHEUS = frozenset(
    {
        "prometheus",
        "grafana-amazonprometheus-datasource",
        "grafana-azureprometheus-datasource",
        "grafana-gcpprometheus-datasource",
    }
)
"""The ids of data source plugins whose queries are in PromQL."""

VICTORIAMETRICS = frozenset({"victoriametrics-datasource", "victoriametrics-metrics-datasource"})
"""The ids of data source plugins whose queries are in MetricsQL, an extension of PromQL."""

HTTP_TYPES = frozenset(
    {"prometheus", "loki", "tempo", "graphite", "influxdb", "elasticsearch", "jaeger", "zipkin"}
)
"""The ids of data source plugins whose configuration must contain the URL of a server."""

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
"""Name or uid by which a board may refer to a built-in data source -> the usual uid of the data
source.
"""

BUILT_IN_TYPES = frozenset({"dashboard", "datasource", "grafana", "mixed", EXPRESSION_UID})
"""The plugin types of Grafana's built-in data sources."""

Language = Literal["promql", "metricsql", "logql", "expression", "none", "other", "unknown"]
"""The query language of a data source.

`expression` is the language of Grafana's own expressions (`__expr__`). Built-in data sources that
send no query to a server have the language `none`. `other` means any query language except
PromQL, MetricsQL and LogQL. The language is `unknown` if the type of the data source is not known.
"""

_LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(BUILT_IN_TYPES, "none"),
    **dict.fromkeys(PROMETHEUS, "promql"),
    **dict.fromkeys(VICTORIAMETRICS, "metricsql"),
    LOKI: "logql",
    EXPRESSION_UID: "expression",
}

_DEFAULT = frozenset({"", "default", "Default", "-- Default --"})


@frozen
class DataSourceRef:
    """A reference to a data source by plugin type and uid."""

    type: str
    uid: str

    def to_json(self) -> dict[str, str]:
        """Return the reference as a JSON object, as current Grafana versions write it."""
        return {"type": self.type, "uid": self.uid}


@frozen(kw_only=False)
class WrittenReference:
    """A reference to a data source, as a board contains it.

    Attributes:
        type: The plugin type in the reference; None if the reference has no type.
        uid: The uid, name or variable in the reference; None if the reference means the default
            data source.
        variable: Name of the variable in `uid`; None if `uid` is not a variable.
    """

    type: str | None = None
    uid: str | None = None
    variable: str | None = None

    @property
    def built_in(self) -> str | None:
        """The uid of the built-in data source to which the reference points; None if the reference
        points to another data source.
        """
        return BUILT_IN.get(self.uid) if self.uid else None

    @property
    def is_written(self) -> bool:
        """Whether the reference contains a type or a uid."""
        return self.type is not None or self.uid is not None

    @property
    def is_mixed(self) -> bool:
        """Whether the reference is `-- Mixed --`: each query of the panel names its own data
        source.
        """
        return self.built_in == MIXED_UID or (self.uid is None and self.type == "mixed")

    @property
    def is_expression(self) -> bool:
        """Whether a query with this reference is an expression that Grafana's server evaluates."""
        return EXPRESSION_UID in (self.built_in, self.type)


_EMPTY = WrittenReference()


def find_language(plugin: str) -> Language:
    """Return the query language of a data source plugin."""
    return _LANGUAGES.get(plugin, "other")


def read_reference(written: Any) -> WrittenReference:
    """Parse a reference in any format. If the data is not a reference, return an empty
    reference.
    """
    if isinstance(written, str):
        return _read_name(written, None)
    if not isinstance(written, dict):
        return _EMPTY
    kind = written.get("type")
    return _read_name(written.get("uid"), kind if isinstance(kind, str) and kind else None)


def choose_query_reference(query_source: Any, panel_source: Any) -> WrittenReference:
    """Return the data source reference that Grafana uses for a query.

    Grafana uses the panel's data source, even if the query names another data source. Grafana uses
    the query's data source only if the panel's data source is mixed or missing, or if the query is
    an expression.

    Args:
        query_source: The `datasource` of the query, as the board contains it.
        panel_source: The `datasource` of the query's panel, as the board contains it.
    """
    query, panel = read_reference(query_source), read_reference(panel_source)
    return panel if is_query_reference_ignored(query, panel) else query


def is_query_reference_ignored(query: WrittenReference, panel: WrittenReference) -> bool:
    """Return whether Grafana ignores the data source of a query and uses the data source of the
    panel.
    """
    return panel.is_written and not panel.is_mixed and not query.is_expression


def _read_name(name: Any, kind: str | None) -> WrittenReference:
    if name is None or isinstance(name, dict | list) or str(name) in _DEFAULT:
        return WrittenReference(kind) if kind else _EMPTY
    return _make_reference(kind, str(name))


@lru_cache(maxsize=1024)
def _make_reference(kind: str | None, name: str) -> WrittenReference:
    return WrittenReference(kind, name, read_whole_variable(name))
