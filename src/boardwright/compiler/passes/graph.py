"""Pass `graph`: a classic `graph` panel becomes a time series, bar chart or histogram."""

from __future__ import annotations

from boardwright.compiler.calcs import CALCS
from boardwright.compiler.context import Context
from boardwright.compiler.edit import Json, get, given, merged, number, objects, without, words
from boardwright.compiler.graph import axes, legend, overrides, style, thresholds
from boardwright.compiler.places import remark
from boardwright.schema.document import Board
from boardwright.schema.walking import map_panels

KEYS = words(
    "alert aliasColors bars dashLength dashes decimals fill fillGradient grid hiddenSeries "
    "hideEmpty hideZero isNew leftYAxisLabel legend linewidth lines nullPointMode percentage "
    "pluginVersion pointradius points renderer rightYAxisLabel seriesOverrides spaceLength "
    "stack annotate resolution scale zerofill nullText "
    "steppedLine thresholds timeRegions tooltip x-axis xaxis xAxis y-axis y_formats yaxes yAxes "
    "yaxis"
)
"""What a graph panel has and today's panels have not."""


def run(board: Board, context: Context) -> Board:
    """Return the board without graph panels."""
    return map_panels(board, _changed)


def _changed(panel: Board) -> Board:
    if panel.get("type") != "graph":
        return panel
    mode = get(panel, "xaxis", "mode")
    if mode == "histogram":
        return _remarked(panel, _histogram(panel))
    return _remarked(panel, _bar_chart(panel) if mode == "series" else _time_series(panel))


def _time_series(panel: Board) -> Board:
    steps, shown = thresholds.thresholds(panel)
    left, _ = axes.axes(panel)
    custom = {**style.custom(panel), **axes.custom(left), **given(thresholdsStyle=shown)}
    defaults = {**_defaults(panel), **given(thresholds=steps), "custom": custom}
    return {
        **without(panel, *KEYS),
        "type": "timeseries",
        "fieldConfig": {"defaults": defaults, "overrides": _overrides(panel)},
        "options": _options(panel),
    }


def _defaults(panel: Board) -> Json:
    old = without(get(panel, "fieldConfig", "defaults") or {}, "custom", "thresholds", "unit")
    left, _ = axes.axes(panel)
    links = objects(get(panel, "options", "dataLinks"))
    found = {**axes.field(left), **given(unit=axes.unit(panel, left) or None)}
    found |= given(links=links or None, noValue=style.no_value(panel))
    return merged(old, found)


def _overrides(panel: Board) -> list[Json]:
    return objects(get(panel, "fieldConfig", "overrides")) + overrides.overrides(panel)


def _options(panel: Board) -> Json:
    return given(legend=legend.legend(panel), tooltip=legend.tooltip(panel))


def _bar_chart(panel: Board) -> Board:
    """Return bars for one value a series: what the x axis mode "series" showed."""
    found = _time_series(panel)
    values = get(panel, "xaxis", "values") or ["total"]
    reducers = [CALCS.get(str(value), "sum") for value in values]
    reduce = {"id": "reduce", "options": {"mode": "seriesToRows", "reducers": reducers}}
    transformations = [*(panel.get("transformations") or []), reduce]
    return {**_bars(found), "type": "barchart", "transformations": transformations}


def _histogram(panel: Board) -> Board:
    xaxis = panel.get("xaxis") or {}
    options = given(bucketCount=number(xaxis.get("buckets")), combine=True)
    found = _bars(_time_series(panel))
    return {**found, "type": "histogram", "options": {**found["options"], **options}}


def _bars(panel: Board) -> Board:
    """Return the panel without what only a time series has."""
    defaults = without(panel["fieldConfig"]["defaults"], "custom")
    return {**panel, "fieldConfig": {"defaults": defaults, "overrides": []}}


def _remarked(old: Board, new: Board) -> Board:
    if old.get("alert"):
        what = "its classic alert is dropped; Grafana 11 and later have alert rules instead"
        new = remark(new, what)
    if old.get("timeRegions"):
        new = remark(new, "its time regions are dropped; a time region annotation shows them")
    return new
