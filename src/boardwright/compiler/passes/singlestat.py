"""Convert classic `singlestat` panels to stats, or to gauges if they show a gauge.

The pass converts the calculation (`valueName`), thresholds, colors, value mappings and the
sparkline. A prefix or postfix becomes the unit if the panel has no other unit.
"""

from __future__ import annotations

from boardwright.compiler.calcs import choose_calculation
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, drop_none, merge_objects, parse_number, split_words
from boardwright.compiler.field_configs import read_field_defaults
from boardwright.compiler.places import add_remark
from boardwright.compiler.values import convert_classic_mappings, parse_steps
from boardwright.notation.plurals import choose_form
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson

TYPES = frozenset({"singlestat", "grafana-singlestat-panel"})

KEYS = split_words(
    "colorBackground colorPostfix colorPrefix colorValue colors decimals format gauge "
    "mappingType mappingTypes nullPointMode nullText pluginVersion postfix postfixFontSize "
    "prefix prefixFontSize rangeMaps sparkline tableColumn thresholds valueFontSize valueMaps "
    "valueName"
)
"""Top-level keys that only a singlestat panel has."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with every singlestat panel converted."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if panel.get("type") not in TYPES:
        return panel
    gauge = panel.get("gauge") or {}
    common = {**drop_keys(panel, *KEYS), "fieldConfig": _build_field_config(panel, gauge)}
    options = _build_gauge_options(gauge) if gauge.get("show") else _build_stat_options(panel)
    options = {**options, "reduceOptions": _build_reduce_options(panel)}
    new = {**common, "type": "gauge" if gauge.get("show") else "stat", "options": options}
    lost_affixes = [
        key for key in ("prefix", "postfix") if panel.get(key) and not _convert_affix(panel, key)
    ]
    if not lost_affixes:
        return new
    names = " and ".join(lost_affixes)
    verb = choose_form(len(lost_affixes), "is", "are")
    what = f"{names} of the panel {verb} dropped: a stat shows only one unit, prefix or postfix"
    return add_remark(new, what)


def _build_reduce_options(panel: PanelJson) -> Json:
    column = panel.get("tableColumn")
    calc = choose_calculation(panel)
    return {"calcs": [calc], "fields": f"/^{column}$/" if column else "", "values": False}


def _build_stat_options(panel: PanelJson) -> Json:
    sparkline = panel.get("sparkline")
    return drop_none(
        orientation="horizontal",
        colorMode=_choose_color_mode(panel),
        graphMode=None if sparkline is None else "area" if sparkline.get("show") else "none",
        textMode="name" if panel.get("valueName") == "name" else None,
    )


def _choose_color_mode(panel: PanelJson) -> str | None:
    if panel.get("colorBackground"):
        return "background"
    colors_value = panel.get("colorValue")
    return "value" if colors_value else "none" if colors_value is not None else None


def _build_gauge_options(gauge: Json) -> Json:
    return drop_none(
        showThresholdLabels=gauge.get("thresholdLabels"),
        showThresholdMarkers=gauge.get("thresholdMarkers"),
    )


def _build_field_config(panel: PanelJson, gauge: Json) -> Json:
    steps = parse_steps(panel.get("thresholds"), panel.get("colors"))
    shows_gauge = gauge.get("show")
    settings = drop_none(
        unit=_choose_unit(panel),
        decimals=parse_number(panel.get("decimals")),
        noValue=panel.get("nullText") or None,
        mappings=convert_classic_mappings(panel) or None,
        thresholds={"mode": "absolute", "steps": steps} if steps else None,
        color=_read_sparkline_color(panel),
        min=parse_number(gauge.get("minValue")) if shows_gauge else None,
        max=parse_number(gauge.get("maxValue")) if shows_gauge else None,
    )
    old = drop_keys(read_field_defaults(panel), "thresholds", "mappings")
    overrides = (panel.get("fieldConfig") or {}).get("overrides") or []
    return {"defaults": merge_objects(old, settings), "overrides": overrides}


def _read_sparkline_color(panel: PanelJson) -> Json | None:
    sparkline = panel.get("sparkline") or {}
    is_drawn = sparkline.get("show") and sparkline.get("lineColor")
    return {"mode": "fixed", "fixedColor": sparkline["lineColor"]} if is_drawn else None


def _choose_unit(panel: PanelJson) -> str | None:
    unit = panel.get("format")
    return _convert_affix(panel, "postfix") or _convert_affix(panel, "prefix") or unit or None


def _convert_affix(panel: PanelJson, key: str) -> str | None:
    """Return a prefix or postfix as a unit; None if the panel already has another unit."""
    text = str(panel.get(key) or "").strip()
    if not text or panel.get("format") not in (None, "", "none", "short"):
        return None
    if key == "prefix" and panel.get("postfix"):
        return None
    return f"suffix: {text}" if key == "postfix" else f"prefix:{text}"
