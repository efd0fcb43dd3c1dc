"""Convert heatmaps of Grafana 8 and older, and of grafanalib, to the current options.

A heatmap that already has current options keeps these options. Queries that return buckets get the
format `heatmap` and the legend `{{le}}`, so that the axis shows the bounds of the buckets. The pass
assumes that queries return buckets if the panel's data format is `tsbuckets`. In a panel without a
data format, the pass assumes buckets if a query groups by `le` or selects the `_bucket` series of a
histogram.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, drop_none, get_value, parse_number, split_words
from boardwright.schema.board_traversal import iter_targets, map_panels, map_targets
from boardwright.schema.document import Board, Json, PanelJson

KEYS = split_words(
    "cards color dataFormat heatmap hideZeroBuckets highlightCards legend reverseYBuckets tooltip "
    "tooltipDecimals xAxis xBucketNumber xBucketSize yAxis yBucketBound yBucketNumber yBucketSize"
)
"""Top-level keys that only an old heatmap has."""

LAYOUTS = {"upper": "ge", "lower": "le", "middle": "unknown", "auto": "auto"}
"""Maps `yBucketBound` to the layout to which Grafana converts it."""

SCHEMES = {"CubehelixDefault": "Cubehelix"}
"""Maps the old name of a color scheme to its current name."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with heatmaps as Grafana 9 and later write them."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if panel.get("type") != "heatmap" or panel.keys().isdisjoint(KEYS):
        return panel
    if panel.get("options"):
        return drop_keys(panel, *KEYS)  # Grafana has migrated this panel
    buckets = _are_buckets(panel)
    new = {
        **drop_keys(panel, *KEYS, "pluginVersion"),
        "options": _build_options(panel, buckets=buckets),
    }
    return map_targets(new, _format_as_heatmap) if buckets else new


def _are_buckets(panel: PanelJson) -> bool:
    data_format = panel.get("dataFormat")
    if data_format is not None:
        return bool(data_format == "tsbuckets")
    return any(_uses_buckets(str(target.get("expr") or "")) for target in iter_targets(panel))


def _uses_buckets(text: str) -> bool:
    """Return whether a PromQL query groups by `le` or selects `_bucket` series of a histogram."""
    from boardwright.promql.expression import read_expression  # imported here: few heatmaps are old

    expression = read_expression(text)
    groups = (node for node in expression.aggregations if node.grouping == "by")
    return any("le" in node.labels for node in groups) or any(
        (selector.name or "").endswith("_bucket") for selector in expression.selectors
    )


def _format_as_heatmap(target: Json) -> Json:
    if "expr" not in target:
        return target
    legend = target.get("legendFormat") or "{{le}}"
    return {**target, "format": "heatmap", "legendFormat": legend}


def _build_options(panel: PanelJson, *, buckets: bool) -> Json:
    options: Json = {"calculate": not buckets, **_convert_tooltip(panel), **_convert_legend(panel)}
    if not buckets:
        options |= drop_none(calculation=_build_calculation(panel) or None)
    if isinstance(panel.get("color"), dict):
        options["color"] = _convert_color(panel["color"])
    if "hideZeroBuckets" in panel:
        options["filterValues"] = {"le": 1e-9} if panel["hideZeroBuckets"] else {}
    bound = LAYOUTS.get(str(panel.get("yBucketBound")))
    return {**options, **_build_cells(panel), **_build_y_axis(panel), **_build_rows(bound)}


def _build_rows(bound: str | None) -> Json:
    return {"rowsFrame": {"layout": bound}} if bound else {}


def _convert_tooltip(panel: PanelJson) -> Json:
    old = panel.get("tooltip")
    if not isinstance(old, dict):
        return {}
    is_shown = old.get("show", True)
    mode = {"mode": "single" if is_shown else "none"}
    return {"tooltip": {**mode, "yHistogram": bool(old.get("showHistogram"))}}


def _convert_legend(panel: PanelJson) -> Json:
    old = panel.get("legend")
    return {"legend": {"show": bool(old.get("show"))}} if isinstance(old, dict) else {}


def _convert_color(old: Json) -> Json:
    """Return the color options: the name of a scheme, or one color with varying opacity.

    With an opacity, the scale and the exponent of the old panel are kept. A scheme gets Grafana's
    default scale and exponent.
    """
    scheme = str(old.get("colorScheme") or "").removeprefix("interpolate")
    by_opacity = old.get("mode") == "opacity"
    is_linear = by_opacity and old.get("colorScale") == "linear"
    return drop_none(
        mode="opacity" if by_opacity else "scheme",
        scheme=SCHEMES.get(scheme, scheme) or "Oranges",
        fill=old.get("cardColor") or "dark-orange",
        scale="linear" if is_linear else "exponential",
        exponent=(parse_number(old.get("exponent")) if by_opacity else None) or 0.5,
        steps=128,
        reverse=False,
        min=parse_number(old.get("min")),
        max=parse_number(old.get("max")),
    )


def _build_cells(panel: PanelJson) -> Json:
    cards = panel.get("cards") or {}
    gap = parse_number(cards.get("cardPadding"))
    decimals = parse_number(panel.get("tooltipDecimals"))
    return drop_none(
        cellGap=2 if gap is None else gap,
        cellRadius=parse_number(cards.get("cardRound")),
        cellValues=None if decimals is None else {"decimals": decimals},
        showValue="never",
    )


def _build_y_axis(panel: PanelJson) -> Json:
    old = panel.get("yAxis") or {}
    axis = drop_none(
        unit=old.get("format") or None,
        decimals=parse_number(old.get("decimals")),
        min=parse_number(old.get("min")),
        max=parse_number(old.get("max")),
        axisLabel=old.get("label") or None,
        axisPlacement="hidden" if old.get("show") is False else None,
        reverse=True if panel.get("reverseYBuckets") else None,
    )
    return {"yAxis": axis} if axis else {}


def _build_calculation(panel: PanelJson) -> Json:
    base = parse_number(get_value(panel, "yAxis", "logBase")) or 1
    scale = {"type": "log", "log": base} if base > 1 else None
    y = {**_build_buckets(panel, "y"), **drop_none(scale=scale)}
    if scale:
        split = parse_number(get_value(panel, "yAxis", "splitFactor"))
        y = {"mode": "count", **y, **drop_none(value=None if split is None else str(split))}
    return {
        **drop_none(xBuckets=_build_buckets(panel, "x") or None),
        **drop_none(yBuckets=y or None),
    }


def _build_buckets(panel: PanelJson, side: str) -> Json:
    size, count = panel.get(f"{side}BucketSize"), panel.get(f"{side}BucketNumber")
    if size not in (None, ""):
        return {"mode": "size", "value": str(size)}
    return {"mode": "count", "value": str(count)} if count not in (None, "") else {}
