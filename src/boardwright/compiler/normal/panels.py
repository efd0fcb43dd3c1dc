"""Panels with what their type's editor fills in, and without what says nothing."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import Json, get, merged, without
from boardwright.compiler.normal.silence import silent
from boardwright.schema import defaults, editor_defaults
from boardwright.schema.document import REMARKS, Board
from boardwright.schema.panel_types import WITHOUT_QUERIES
from boardwright.schema.sections import float_up, in_reading_order
from boardwright.schema.walking import map_items, map_targets

LIBRARY_KEYS = frozenset({"gridPos", "id", "libraryPanel", "title"})
"""What a panel of the library has of its own; the server fills in the rest."""

UNUSED: Json = {"color": {"mode": "thresholds"}, "thresholds": defaults.THRESHOLDS}
"""What the editor writes for panels that colour nothing by it."""

PERCENT = {"percent": 100, "percentunit": 1}
"""Unit -> the `max` that Grafana gives to a stat when it opens it, beside the `min` 0."""

EXPLORE_KEY = "Q-"
"""What the key begins with that Explore gives to a query."""


def panel(owner: Board) -> Board:
    """Return a panel in its normal form."""
    owner = without(owner, REMARKS, *editor_defaults.PANEL_LEFTOVERS)
    kind = str(owner.get("type"))
    if kind == "row":
        return _row(owner)
    if isinstance(owner.get("libraryPanel"), dict):
        return _of_library(owner)
    owner = _with_options(_with_fields(owner, kind), kind)
    owner = map_targets(owner, _target)
    if kind in WITHOUT_QUERIES and not owner.get("targets"):
        owner = without(owner, "datasource")
    return silent(owner, editor_defaults.PANEL)


def _row(owner: Board) -> Board:
    owner = without(owner, *editor_defaults.ROW_LEFTOVERS)
    if owner.get("panels"):
        owner = {**owner, "panels": in_reading_order(float_up(owner["panels"]))}
    return silent(owner, editor_defaults.ROW)


def _of_library(owner: Board) -> Board:
    named = {key: owner["libraryPanel"].get(key) for key in ("name", "uid")}
    kept = {key: value for key, value in owner.items() if key in LIBRARY_KEYS}
    return silent({**kept, "libraryPanel": named}, editor_defaults.PANEL)


def _with_options(owner: Board, kind: str) -> Board:
    options = owner.get("options")
    if not isinstance(options, dict):
        return owner
    options = silent(options, editor_defaults.OPTIONS.get(kind, {}))
    return {**owner, "options": options} if options else without(owner, "options")


def _with_fields(owner: Board, kind: str) -> Board:
    config = owner.get("fieldConfig")
    if not isinstance(config, dict):
        if kind not in defaults.CUSTOM:
            return owner
        config = {"defaults": {}, "overrides": []}
    said = get(config, "defaults") or {}
    said = silent({**said, "custom": _custom(said.get("custom"), kind)}, editor_defaults.FIELD)
    said = _without_usual_range(said) if kind == "stat" else said
    if "thresholds" in said:
        said = {**said, "thresholds": _from_the_lowest(said["thresholds"])}
    config = map_items(config, "overrides", _override)
    if kind not in defaults.COLOR_MODES:
        said = {key: value for key, value in said.items() if value != UNUSED.get(key)}
    shown = without(said, "mappings", "thresholds") if kind in WITHOUT_QUERIES else said
    if not shown and not config.get("overrides"):
        return without(owner, "fieldConfig")
    return {**owner, "fieldConfig": {**config, "defaults": said}}


def _without_usual_range(said: Json) -> Json:
    most = PERCENT.get(str(said.get("unit")))
    is_usual = most is not None and (said.get("min"), said.get("max")) == (0, most)
    return without(said, "min", "max") if is_usual else said


def _override(rule: Json) -> Json:
    return map_items(rule, "properties", _property)


def _property(each: Json) -> Json:
    is_one = each.get("id") == "thresholds" and "value" in each
    return {**each, "value": _from_the_lowest(each["value"])} if is_one else each


def _from_the_lowest(thresholds: Any) -> Any:
    """Return thresholds whose first step has no value: it is where all begins, whatever it says.

    The editor saves it as 0, or without a value in rows that nobody opened.
    """
    steps = thresholds.get("steps") if isinstance(thresholds, dict) else None
    if not (isinstance(steps, list) and steps and isinstance(steps[0], dict)):
        return thresholds
    return {**thresholds, "steps": [{**steps[0], "value": None}, *steps[1:]]}


def _custom(custom: Any, kind: str) -> Json:
    said = custom if isinstance(custom, dict) else {}
    if said.get("scaleDistribution") == editor_defaults.LOG_BASE:
        said = {**said, "scaleDistribution": {"type": "linear"}}
    said = silent(said, editor_defaults.CUSTOM.get(kind, {}))
    return merged(defaults.CUSTOM[kind], said) if kind in defaults.CUSTOM else said


def _target(target: Json) -> Json:
    if "expr" in target:
        target = silent(target, editor_defaults.PROMQL)
    if str(target.get("key")).startswith(EXPLORE_KEY):
        target = without(target, "key")
    return silent(without(target, "requestId"), editor_defaults.TARGET)
