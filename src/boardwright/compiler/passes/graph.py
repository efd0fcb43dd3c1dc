"""Convert classic `graph` panels to time series, bar charts, bar gauges or histograms.

A graph becomes a time series. Its axes, stacking, fill, points, gaps, thresholds, legend, tooltip
and data links are converted. `seriesOverrides` and `aliasColors` become overrides, including
settings that move a series to the right axis. A graph with the x axis mode "series" becomes a bar
chart, or a bar gauge if its legend shows values. A graph with the x axis mode "histogram" becomes a
histogram. As in Grafana, `decimals` of the axis are kept and `decimals` of the legend are removed.
"""

from __future__ import annotations

from boardwright.compiler.calcs import CALCS
from boardwright.compiler.context import Context
from boardwright.compiler.edit import drop_none, get, merge, number, objects, without, words
from boardwright.compiler.graph import axes, legend, overrides, style, thresholds
from boardwright.compiler.places import remark
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.walking import map_panels

KEYS = words(
    "alert aliasColors bars dashLength dashes decimals fill fillGradient grid hiddenSeries "
    "hideEmpty hideZero isNew leftYAxisLabel legend linewidth lines nullPointMode percentage "
    "pluginVersion pointradius points renderer rightYAxisLabel seriesOverrides spaceLength "
    "stack annotate resolution scale zerofill nullText "
    "steppedLine thresholds timeRegions tooltip x-axis xaxis xAxis y-axis y_formats yaxes yAxes "
    "yaxis"
)
"""Keys that only a graph panel has."""


def run(board: Board, context: Context) -> Board:
    """Return the board with every graph panel converted."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if panel.get("type") != "graph":
        return panel
    mode = get(panel, "xaxis", "mode")
    if mode == "histogram":
        return _remark_losses(panel, _histogram(panel))
    if mode != "series":
        return _remark_losses(panel, _time_series(panel))
    shows_values = get(panel, "legend", "values")
    return _remark_losses(panel, _bar_gauge(panel) if shows_values else _bar_chart(panel))


def _time_series(panel: PanelJson) -> PanelJson:
    steps, shown = thresholds.thresholds(panel)
    left, _ = axes.axes(panel)
    custom = {**style.custom(panel), **axes.custom(left), **drop_none(thresholdsStyle=shown)}
    defaults = {**_defaults(panel), **drop_none(thresholds=steps), "custom": custom}
    return {
        **without(panel, *KEYS),
        "type": "timeseries",
        "fieldConfig": {"defaults": defaults, "overrides": _overrides(panel)},
        "options": _options(panel),
    }


def _defaults(panel: PanelJson) -> Json:
    old = without(get(panel, "fieldConfig", "defaults") or {}, "custom", "thresholds", "unit")
    left, _ = axes.axes(panel)
    links = objects(get(panel, "options", "dataLinks"))
    found = {**axes.field(left), **drop_none(unit=axes.unit(panel, left) or None)}
    found |= drop_none(links=links or None, noValue=style.no_value(panel))
    return merge(old, found)


def _overrides(panel: PanelJson) -> list[Json]:
    return objects(get(panel, "fieldConfig", "overrides")) + overrides.overrides(panel)


def _options(panel: PanelJson) -> Json:
    return drop_none(legend=legend.legend(panel), tooltip=legend.tooltip(panel))


def _bar_gauge(panel: PanelJson) -> PanelJson:
    """Convert a graph with x axis mode "series" and values in the legend to a bar gauge."""
    found = _bars(panel)
    reduce = {"calcs": _reducers(panel), "fields": "", "values": False}
    fields = {"color": {"mode": "palette-classic"}, **found["fieldConfig"]["defaults"]}
    return {
        **found,
        "type": "bargauge",
        "fieldConfig": {"defaults": fields, "overrides": []},
        "options": {**found["options"], "reduceOptions": reduce},
    }


def _bar_chart(panel: PanelJson) -> PanelJson:
    """Convert a graph with x axis mode "series" to a bar chart: one colored bar for each series."""
    found = _bars(panel)
    transformations = [
        *(panel.get("transformations") or []),
        {"id": "reduce", "options": {"reducers": _reducers(panel)}},
        {"id": "transpose", "options": {}},
    ]
    hidden_names = {
        "matcher": {"id": "byName", "options": "Field"},
        "properties": [{"id": "custom.axisPlacement", "value": "hidden"}],
    }
    return {
        **found,
        "type": "barchart",
        "fieldConfig": {**found["fieldConfig"], "overrides": [hidden_names]},
        "options": {**found["options"], "groupWidth": 1},
        "transformations": transformations,
    }


def _reducers(panel: PanelJson) -> list[str]:
    values = get(panel, "xaxis", "values") or ["total"]
    return [CALCS.get(str(value), "sum") for value in values]


def _histogram(panel: PanelJson) -> PanelJson:
    xaxis = panel.get("xaxis") or {}
    options = drop_none(bucketCount=number(xaxis.get("buckets")), combine=True)
    found = _bars(panel)
    return {**found, "type": "histogram", "options": {**found["options"], **options}}


def _bars(panel: PanelJson) -> PanelJson:
    found = _time_series(panel)
    fields = without(found["fieldConfig"]["defaults"], "custom", "noValue", "thresholds")
    return {
        **found,
        "fieldConfig": {"defaults": fields, "overrides": []},
        "options": without(found["options"], "tooltip"),
    }


def _remark_losses(old: Board, new: Board) -> Board:
    if old.get("alert"):
        what = "the panel's classic alert is dropped: Grafana 11 and later have only alert rules"
        new = remark(new, what)
    if old.get("timeRegions"):
        new = remark(
            new, "the panel's time regions are dropped: declare a time region annotation instead"
        )
    return new
