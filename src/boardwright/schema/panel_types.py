"""Lists the panel types of Grafana 12, and the replacement of each panel type that Grafana
removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CORE = frozenset(
    {
        "alertlist",
        "annolist",
        "barchart",
        "bargauge",
        "candlestick",
        "canvas",
        "dashlist",
        "datagrid",
        "debug",
        "flamegraph",
        "gauge",
        "geomap",
        "gettingstarted",
        "heatmap",
        "histogram",
        "live",
        "logs",
        "news",
        "nodeGraph",
        "piechart",
        "row",
        "stat",
        "state-timeline",
        "status-history",
        "table",
        "text",
        "timeseries",
        "traces",
        "trend",
        "welcome",
        "xychart",
    }
)
"""The panel types that are part of Grafana 12."""

DRAWS_ANNOTATIONS = frozenset(
    {"candlestick", "heatmap", "state-timeline", "status-history", "timeseries"}
)
"""The panel types of Grafana 12 that show annotations on their time axis."""

SUCCESSORS = {
    "graph": "timeseries",
    "singlestat": "stat",
    "grafana-singlestat-panel": "stat",
    "grafana-piechart-panel": "piechart",
    "grafana-worldmap-panel": "geomap",
    "table-old": "table",
    "text2": "text",
}
"""Panel type that Grafana 12 no longer has -> the panel type that the compiler writes instead."""


ANGULAR_PLUGINS = frozenset(
    {
        "agenty-flowcharting-panel",
        "aidanmountford-html-panel",
        "alexandra-trackmap-panel",
        "bessler-pictureit-panel",
        "blackmirror1-singlestat-math-panel",
        "blackmirror1-statusbygroup-panel",
        "briangann-datatable-panel",
        "citilogics-geoloop-panel",
        "corpglory-progresslist-panel",
        "farski-blendstat-panel",
        "fatcloud-windrose-panel",
        "flant-statusmap-panel",
        "gretamosa-topology-panel",
        "marcuscalidus-svg-panel",
        "michaeldmoore-annunciator-panel",
        "michaeldmoore-multistat-panel",
        "mtanda-heatmap-epoch-panel",
        "mtanda-histogram-panel",
        "mxswat-separator-panel",
        "natel-discrete-panel",
        "natel-influx-admin-panel",
        "natel-plotly-panel",
        "neocat-cal-heatmap-panel",
        "novalabs-annotations-panel",
        "petrslavotinek-carpetplot-panel",
        "pierosavi-imageit-panel",
        "pr0ps-trackmap-panel",
        "ryantxu-ajax-panel",
        "ryantxu-annolist-panel",
        "satellogic-3d-globe-panel",
        "savantly-heatmap-panel",
        "smartmakers-trafficlight-panel",
        "snuids-radar-panel",
        "snuids-trafficlights-panel",
        "vonage-status-panel",
        "yesoreyeram-boomtable-panel",
        "zuburqan-parity-report-panel",
    }
)
"""The panel types of plugins that need AngularJS. Grafana 12 no longer contains AngularJS, and
shows an error in place of a panel of these types.

Source: the page "Plugins using AngularJS" of Grafana's documentation, which recommends a
replacement for each plugin.
"""

WITHOUT_QUERIES = frozenset(
    {
        "alertlist",
        "annolist",
        "dashlist",
        "gettingstarted",
        "news",
        "row",
        "text",
        "welcome",
    }
)
"""The types of Grafana's own panels that ignore the results of queries."""

_EMPTY_QUERY = frozenset({"datasource", "hide", "refId"})

SHOWS_QUERIES = (
    (CORE | set(SUCCESSORS)) - WITHOUT_QUERIES - {"canvas", "debug", "geomap", "live", "text2"}
)
"""The types of Grafana's own panels that show nothing without a query, including removed types."""

SINGLE_VALUE = frozenset({"stat", "gauge", "bargauge", "piechart"})
"""The types of Grafana's own panels that reduce each series to one value (`options.reduceOptions`).
"""


OWN_TYPES = CORE | SUCCESSORS.keys()
"""Grafana's own panel types, including removed types. Every other panel type belongs to a plugin.
"""


def has_only_empty_queries(panel: Mapping[str, Any]) -> bool:
    """Return whether a panel's type ignores queries and all queries of the panel are empty.

    Grafana's editor adds an empty query even to a panel that ignores queries, such as a text panel.
    """
    return panel.get("type") in WITHOUT_QUERIES and all(
        query.keys() <= _EMPTY_QUERY for query in panel.get("targets") or ()
    )


def find_unfinished_type(panel: Mapping[str, Any]) -> str | None:
    """Return the removed panel type whose options a panel still has; None if the panel has no such
    options.

    If a panel has a removed type, Grafana's API replaces the type but keeps the options. Grafana's
    web interface converts the options each time it loads the panel.
    """
    removed_type = panel.get("autoMigrateFrom")
    return removed_type if isinstance(removed_type, str) and removed_type in SUCCESSORS else None
