"""Convert stats, gauges, bar gauges and pie charts of grafanalib and of Grafana 5 and 6.

Old panels store their settings in `options.fieldOptions` or `options.valueOptions`. grafanalib's
`GaugePanel` and `BarGauge` write other keys. The pass moves the settings to `options.reduceOptions`
and to the field defaults.
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
from boardwright.compiler.field_configs import read_field_defaults
from boardwright.compiler.places import add_remark
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.panel_types import SINGLE_VALUE

REDUCE_KEYS = ("calcs", "values", "limit")
FLAGS = ("showThresholdLabels", "showThresholdMarkers")
OLD_OPTIONS = split_words(
    "fieldOptions valueOptions valueMappings minValue maxValue thresholds baseColor"
)
FIRST_OPTIONS = "options-gauge"
"""The key under which Grafana 5.0 stored the options of a gauge."""

_CURRENT = 8
"""Grafana 8 and later never store the old options."""

VALUE_KEYS = ("decimals", "prefix", "stat", "suffix", "unit")
"""Keys in `options-gauge` that later versions of Grafana stored in `valueOptions`."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with single-value panels as Grafana 7 and later write them."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if panel.get("type") not in SINGLE_VALUE:
        return panel
    panel = _with_first_options(panel)
    if get_value(panel, "options", "fieldOptions") is not None:
        panel = _with_field_options(panel)
    elif get_value(panel, "options", "valueOptions") is not None:
        panel = _with_value_options(panel)
    return _drop_flags(_with_misplaced(panel))


def _with_first_options(panel: PanelJson) -> PanelJson:
    old = panel.get(FIRST_OPTIONS)
    if not isinstance(old, dict):
        return drop_keys(panel, FIRST_OPTIONS)
    values = {key: old[key] for key in VALUE_KEYS if key in old}
    options = {
        **drop_keys(old, *VALUE_KEYS),
        "valueOptions": values,
        **(panel.get("options") or {}),
    }
    return {**drop_keys(panel, FIRST_OPTIONS), "options": options}


def _with_field_options(panel: PanelJson) -> PanelJson:
    old = panel["options"]["fieldOptions"]
    inner = old.get("defaults") or {}
    found = drop_none(
        displayName=inner.get("displayName") or inner.get("title") or None,
        mappings=old.get("mappings") or inner.get("mappings") or None,
        thresholds=_build_thresholds(old) or inner.get("thresholds"),
    )
    kept = drop_keys(inner, "title", "mappings", "thresholds")
    reduce = {key: old[key] for key in REDUCE_KEYS if old.get(key) is not None}
    overrides = [_convert_override(each) for each in list_objects(old.get("overrides"))]
    return _rebuild_panel(panel, {**kept, **found}, reduce, overrides)


def _convert_override(override: Json) -> Json:
    """Return an override whose properties have an `id`, which Grafana 6.6 called `path`."""
    properties = [
        {"id": each.get("id") or each.get("path"), **drop_keys(each, "id", "path")}
        for each in list_objects(override.get("properties"))
    ]
    return {**override, "properties": properties}


def _build_thresholds(old: Json) -> Json | None:
    found = list_objects(old.get("thresholds"))
    return {"mode": "absolute", "steps": found} if found else None


def _with_value_options(panel: PanelJson) -> PanelJson:
    """Convert a panel of Grafana 5, which stores its unit and its statistic in `valueOptions`."""
    options = panel["options"]
    value = options.get("valueOptions") or {}
    steps = sorted(list_objects(options.get("thresholds")), key=lambda step: step.get("index") or 0)
    found = drop_none(
        unit=value.get("unit") or None,
        decimals=parse_number(value.get("decimals")),
        min=parse_number(options.get("minValue")),
        max=parse_number(options.get("maxValue")),
        mappings=list_objects(options.get("valueMappings")) or None,
        thresholds={"mode": "absolute", "steps": steps} if steps else None,
    )
    for key in ("prefix", "suffix"):
        if value.get(key):
            panel = add_remark(
                panel,
                f"the setting {key} {value[key]!r:.40} of the panel is dropped: set a unit instead",
            )
    calc = CALCS.get(str(value.get("stat")), str(value.get("stat") or "lastNotNull"))
    return _rebuild_panel(panel, found, {"calcs": [calc]}, [])


def _rebuild_panel(
    panel: PanelJson, settings: Json, reduce: Json, overrides: list[Json]
) -> PanelJson:
    config = panel.get("fieldConfig") or {}
    options = drop_keys(panel["options"], *OLD_OPTIONS)
    return {
        **_drop_old_version(panel),
        "fieldConfig": {
            "defaults": merge_objects(read_field_defaults(panel), settings),
            "overrides": [*list_objects(config.get("overrides")), *overrides],
        },
        "options": {**options, "reduceOptions": {**(options.get("reduceOptions") or {}), **reduce}},
    }


def _drop_old_version(panel: PanelJson) -> PanelJson:
    """Return a panel without `pluginVersion`, unless it is the version of Grafana 8 or later."""
    major = parse_number(str(panel.get("pluginVersion")).partition(".")[0]) or 0
    return panel if major >= _CURRENT else drop_keys(panel, "pluginVersion")


def _with_misplaced(panel: PanelJson) -> PanelJson:
    """Move options that grafanalib's `GaugePanel` writes under `fieldConfig` to `options`."""
    config = panel.get("fieldConfig") or {}
    old = read_field_defaults(panel)
    if not any(key in old for key in (*REDUCE_KEYS, "title", "override")):
        return _move_flags_to_options(panel, config)
    reduce = {key: old[key] for key in REDUCE_KEYS if old.get(key) is not None}
    kept = drop_keys(old, *REDUCE_KEYS, "title", "override")
    kept |= drop_none(displayName=old.get("title") or None)
    options = panel.get("options") or {}
    options = {**options, "reduceOptions": {**(options.get("reduceOptions") or {}), **reduce}}
    return _move_flags_to_options({**panel, "options": options}, {**config, "defaults": kept})


def _move_flags_to_options(panel: PanelJson, config: Json) -> PanelJson:
    flags = {key: config[key] for key in FLAGS if key in config}
    if not flags and config is panel.get("fieldConfig", config):
        return panel
    options = {**(panel.get("options") or {}), **flags}
    return {**panel, "fieldConfig": drop_keys(config, *FLAGS), "options": options}


def _drop_flags(panel: PanelJson) -> PanelJson:
    if panel["type"] != "bargauge" or not panel.get("options"):
        return panel
    options = drop_keys(panel["options"], *FLAGS)
    return panel if options is panel["options"] else {**panel, "options": options}
