"""Convert classic `graph` panels to time series, bar charts, bar gauges or histograms.

Most graphs become a time series panel. The pass converts the axes, stacking, fill, points, gaps,
thresholds, legend, tooltip and data links of a graph. `seriesOverrides` and `aliasColors` become
overrides. Series on the right axis stay on the right axis.

A graph whose x axis has the mode "series" becomes a bar chart, or a bar gauge if the legend shows
values. A graph whose x axis has the mode "histogram" becomes a histogram. As in Grafana's own
conversion, `decimals` of the axis are kept and `decimals` of the legend are removed.
"""

from __future__ import annotations

from boardwright.compiler.calcs import CALCS
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import (
    drop_keys,
    drop_none,
    get_value,
    list_objects,
    merge_objects,
    parse_number,
    split_words,
)
from boardwright.compiler.graph import axes, legend, series_overrides, style, thresholds
from boardwright.compiler.places import add_remark
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson

KEYS = split_words(
    "alert aliasColors bars dashLength dashes decimals fill fillGradient grid hiddenSeries "
    "hideEmpty hideZero isNew leftYAxisLabel legend linewidth lines nullPointMode percentage "
    "pluginVersion pointradius points renderer rightYAxisLabel seriesOverrides spaceLength "
    "stack annotate resolution scale zerofill nullText "
    "steppedLine thresholds timeRegions tooltip x-axis xaxis xAxis y-axis y_formats yaxes yAxes "
    "yaxis"
)
"""Top-level keys that only a graph panel has."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with every graph panel converted."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if panel.get("type") != "graph":
        return panel
    mode = get_value(panel, "xaxis", "mode")
    if mode == "histogram":
        return _report_losses(panel, _convert_to_histogram(panel))
    if mode != "series":
        return _report_losses(panel, _convert_to_time_series(panel))
    shows_values = get_value(panel, "legend", "values")
    return _report_losses(
        panel, _convert_to_bar_gauge(panel) if shows_values else _convert_to_bar_chart(panel)
    )


def _convert_to_time_series(panel: PanelJson) -> PanelJson:
    steps, threshold_style = thresholds.convert_thresholds(panel)
    left, _ = axes.read_axes(panel)
    custom = {
        **style.build_style_settings(panel),
        **axes.build_axis_settings(left),
        **drop_none(thresholdsStyle=threshold_style),
    }
    defaults = {**_build_defaults(panel), **drop_none(thresholds=steps), "custom": custom}
    return {
        **drop_keys(panel, *KEYS),
        "type": "timeseries",
        "fieldConfig": {"defaults": defaults, "overrides": _build_overrides(panel)},
        "options": _build_options(panel),
    }


def _build_defaults(panel: PanelJson) -> Json:
    old = drop_keys(
        get_value(panel, "fieldConfig", "defaults") or {}, "custom", "thresholds", "unit"
    )
    left, _ = axes.read_axes(panel)
    links = list_objects(get_value(panel, "options", "dataLinks"))
    new = {
        **axes.build_field_settings(left),
        **drop_none(unit=axes.choose_unit(panel, left) or None),
    }
    new |= drop_none(links=links or None, noValue=style.choose_no_value(panel))
    return merge_objects(old, new)


def _build_overrides(panel: PanelJson) -> list[Json]:
    return list_objects(
        get_value(panel, "fieldConfig", "overrides")
    ) + series_overrides.build_overrides(panel)


def _build_options(panel: PanelJson) -> Json:
    return drop_none(legend=legend.convert_legend(panel), tooltip=legend.convert_tooltip(panel))


def _convert_to_bar_gauge(panel: PanelJson) -> PanelJson:
    """Convert a graph with x axis mode "series" and values in the legend to a bar gauge."""
    bars = _convert_to_bars(panel)
    reduce = {"calcs": _list_reducers(panel), "fields": "", "values": False}
    fields = {"color": {"mode": "palette-classic"}, **bars["fieldConfig"]["defaults"]}
    return {
        **bars,
        "type": "bargauge",
        "fieldConfig": {"defaults": fields, "overrides": []},
        "options": {**bars["options"], "reduceOptions": reduce},
    }


def _convert_to_bar_chart(panel: PanelJson) -> PanelJson:
    """Convert a graph with x axis mode "series" to a bar chart with one bar for each series."""
    bars = _convert_to_bars(panel)
    transformations = [
        *(panel.get("transformations") or []),
        {"id": "reduce", "options": {"reducers": _list_reducers(panel)}},
        {"id": "transpose", "options": {}},
    ]
    hidden_names = {
        "matcher": {"id": "byName", "options": "Field"},
        "properties": [{"id": "custom.axisPlacement", "value": "hidden"}],
    }
    return {
        **bars,
        "type": "barchart",
        "fieldConfig": {**bars["fieldConfig"], "overrides": [hidden_names]},
        "options": {**bars["options"], "groupWidth": 1},
        "transformations": transformations,
    }


def _list_reducers(panel: PanelJson) -> list[str]:
    values = get_value(panel, "xaxis", "values") or ["total"]
    return [CALCS.get(str(value), "sum") for value in values]


def _convert_to_histogram(panel: PanelJson) -> PanelJson:
    xaxis = panel.get("xaxis") or {}
    options = drop_none(bucketCount=parse_number(xaxis.get("buckets")), combine=True)
    bars = _convert_to_bars(panel)
    return {**bars, "type": "histogram", "options": {**bars["options"], **options}}


def _convert_to_bars(panel: PanelJson) -> PanelJson:
    time_series = _convert_to_time_series(panel)
    fields = drop_keys(time_series["fieldConfig"]["defaults"], "custom", "noValue", "thresholds")
    return {
        **time_series,
        "fieldConfig": {"defaults": fields, "overrides": []},
        "options": drop_keys(time_series["options"], "tooltip"),
    }


def _report_losses(old: PanelJson, new: PanelJson) -> PanelJson:
    if old.get("alert"):
        what = "the panel's classic alert is dropped: Grafana 11 and later have only alert rules"
        new = add_remark(new, what)
    if old.get("timeRegions"):
        new = add_remark(
            new, "the panel's time regions are dropped: declare a time region annotation instead"
        )
    return new
