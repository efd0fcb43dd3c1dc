"""Functions that create panels, rows, variables and links for boards, as grafanalib objects.

    from boardwright.library import Scope, rate_panel, row
    from boardwright.promql import re

    scope = Scope(job="$job", instance=re("$instance"))
    panels = row("Requests", [rate_panel("http_requests_total", title="All", scope=scope)])

- `Scope` contains the labels, the window and the data source that several queries share.
  `EVERYTHING` is the scope without labels.
- `timeseries`, `stat`, `gauge`, `bars`, `heatmap`, `timeline` and `text` create panels for your own
  expressions. `query` creates a query for a panel.
- `rate_panel`, `error_ratio_panel`, `mean_panel`, `quantiles_panel`, `heatmap_panel`,
  `distribution`, `top_panel`, `top_over_range_panel`, `used_share_panel` and `used_and_limit_panel`
  create panels for common questions about a metric.
- `per_second`, `error_ratio`, `mean`, `quantile`, `buckets`, `top`, `top_over_range` and
  `used_share` return PromQL expressions for common questions about a metric.
- `row`, `across`, `half`, `red_row` and `use_row` create rows.
- `tabs`, `tab` and `auto_grid` create layouts of schema v2. `show`, `show_when`, `show_when_data`,
  `show_when_range`, `all_of` and `any_of` define the conditions under which Grafana shows a panel.
- `query_variable`, `label_variable`, `datasource_variable`, `custom_variable`, `interval_variable`
  and `switch` create variables.
- `board_link`, `boards_link`, `web_link` and `drill_down` create links.
- `legends`, `thresholds`, `mappings` and `overrides` change the appearance of a panel. `with_json`
  adds JSON to a grafanalib object.
- The modules `cpu`, `cpu_panels`, `memory`, `filesystems`, `disks`, `network`, `system`,
  `cadvisor`, `cadvisor_panels`, `processes`, `scrapes`, `prometheus_server` and `grafana_server`
  contain panels or expressions about one subject each. The modules `node`, `containers` and `stack`
  contain rows of panels.

In the modules about a subject, panels are `PanelDefinition`s and rows are `RowDefinition`s. Call a
definition with a scope to get the panel or row. The compiler sets panel ids, refIds and grid
positions.
"""

from __future__ import annotations

from boardwright.library import influx, legends, mappings, overrides
from boardwright.library.conditions import (
    ShowCondition,
    all_of,
    any_of,
    show,
    show_when,
    show_when_data,
    show_when_range,
)
from boardwright.library.definitions import PanelDefinition, RowDefinition
from boardwright.library.distributions import (
    distribution,
    heatmap_panel,
    mean_panel,
    quantiles_panel,
)
from boardwright.library.extra import with_json
from boardwright.library.figures import bars, gauge, stat
from boardwright.library.heatmaps import heatmap
from boardwright.library.histograms import buckets, mean, quantile
from boardwright.library.largest import top, top_over_range, top_over_range_panel, top_panel
from boardwright.library.limits import used_and_limit_panel, used_share, used_share_panel
from boardwright.library.lines import timeline, timeseries
from boardwright.library.links import board_link, boards_link, drill_down, web_link
from boardwright.library.queries import query
from boardwright.library.rates import per_second, rate_panel
from boardwright.library.ratios import error_ratio, error_ratio_panel
from boardwright.library.red import red_row
from boardwright.library.rows import across, half, row
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.library.tabs import Tab, auto_grid, tab, tabs
from boardwright.library.texts import text
from boardwright.library.transformations import organize
from boardwright.library.use import use_row
from boardwright.library.variables import (
    custom_variable,
    datasource_variable,
    interval_variable,
    label_variable,
    query_variable,
    switch,
)

__all__ = [
    "EVERYTHING",
    "PanelDefinition",
    "RowDefinition",
    "Scope",
    "ShowCondition",
    "Tab",
    "across",
    "all_of",
    "any_of",
    "auto_grid",
    "bars",
    "board_link",
    "boards_link",
    "buckets",
    "custom_variable",
    "datasource_variable",
    "distribution",
    "drill_down",
    "error_ratio",
    "error_ratio_panel",
    "gauge",
    "half",
    "heatmap",
    "heatmap_panel",
    "influx",
    "interval_variable",
    "label_variable",
    "legends",
    "mappings",
    "mean",
    "mean_panel",
    "organize",
    "overrides",
    "per_second",
    "quantile",
    "quantiles_panel",
    "query",
    "query_variable",
    "rate_panel",
    "red_row",
    "row",
    "show",
    "show_when",
    "show_when_data",
    "show_when_range",
    "stat",
    "switch",
    "tab",
    "tabs",
    "text",
    "thresholds",
    "timeline",
    "timeseries",
    "top",
    "top_over_range",
    "top_over_range_panel",
    "top_panel",
    "use_row",
    "used_and_limit_panel",
    "used_share",
    "used_share_panel",
    "web_link",
    "with_json",
]
