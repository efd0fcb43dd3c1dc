"""Panel types: those of Grafana 12, those that it no longer loads, and their replacements."""

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
"""Panels that come with Grafana 12."""

DRAWS_ANNOTATIONS = frozenset(
    {"candlestick", "heatmap", "state-timeline", "status-history", "timeseries"}
)
"""Panels of Grafana 12 with a time axis on which annotations are drawn."""

SUCCESSORS = {
    "graph": "timeseries",
    "singlestat": "stat",
    "grafana-singlestat-panel": "stat",
    "grafana-piechart-panel": "piechart",
    "grafana-worldmap-panel": "geomap",
    "table-old": "table",
    "text2": "text",
}
"""Types that Grafana 12 does not have -> the core panel in a compiled board."""


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
"""AngularJS plugins, which Grafana 12 does not support; their panels show an error.

From the page "Plugins using AngularJS" of Grafana's documentation: those that it recommends to
replace.
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
"""Core panels that show something other than the result of a query."""

SHOWS_QUERIES = (
    (CORE | set(SUCCESSORS)) - WITHOUT_QUERIES - {"canvas", "debug", "geomap", "live", "text2"}
)
"""Core panels that are empty without a query, and the removed types that became them."""

SINGLE_VALUE = frozenset({"stat", "gauge", "bargauge", "piechart"})
"""Core panels that reduce each series to one value (`options.reduceOptions`)."""


OWN_TYPES = CORE | SUCCESSORS.keys()
"""Grafana's own types, current and removed; any other type is a plugin's."""


def unfinished_type(panel: Mapping[str, Any]) -> str | None:
    """Return the removed type whose options a panel still has.

    Grafana's API changes the type, and the web interface converts the options on each load.
    """
    old = panel.get("autoMigrateFrom")
    return old if isinstance(old, str) and old in SUCCESSORS else None
