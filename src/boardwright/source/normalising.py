"""Differences between two boards that Grafana does not make, and why.

Each is what Grafana fills in when it loads a board that does not say it, so that a board that says
it is the same board. Source leaves these out; `verdict` names those that it needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from boardwright.compile.edit import Json, get, put, without
from boardwright.compile.normal.places import risen
from boardwright.schema.defaults import CUSTOM
from boardwright.schema.document import Board
from boardwright.schema.walking import map_panels, map_targets, map_variables

BOARD: Json = {
    "description": "",
    "editable": True,
    "fiscalYearStartMonth": 0,
    "graphTooltip": 0,
    "links": [],
    "liveNow": False,
    "preload": False,
    "refresh": "",
    "timezone": "",
    "weekStart": "",
}
PANEL: Json = {
    "description": "",
    "hideTimeOverride": False,
    "links": [],
    "title": "",
    "transformations": [],
    "transparent": False,
}
QUERY: Json = {
    "disableTextWrap": False,
    "exemplar": False,
    "fullMetaSearch": False,
    "hide": False,
    "includeNullMetadata": True,
    "legendFormat": "",
    "useBackend": False,
}
VARIABLE: Json = {
    "allowCustomValue": True,
    "hide": 0,
    "includeAll": False,
    "multi": False,
    "options": [],
    "regex": "",
    "regexApplyTo": "value",
    "skipUrlSync": False,
    "sort": 0,
}
FIELD: Json = {"custom": {}, "links": [], "mappings": [], "unit": "", "unitScale": True}
OPTIONS: Json = {"sortBy": [], "text": {}}
CUSTOM_TOO: Mapping[str, Json] = {"table": {"filterable": False}}
LOG_BASE: Json = {"log": 2, "type": "linear"}


@dataclass(frozen=True, kw_only=True)
class Normalisation:
    """A difference that Grafana does not make.

    Attributes:
        name: What it is called in results.
        reason: Why both mean the same to Grafana.
        run: Returns a board in the one form.
    """

    name: str
    reason: str
    run: Callable[[Board], Board]


def normal(board: Board) -> Board:
    """Return the board without any of these differences."""
    for each in NORMALISATIONS:
        board = each.run(board)
    return board


def _unsaid(owner: Json, defaults: Mapping[str, Any]) -> Json:
    """Return an object without what equals its default."""
    said = {
        key: value
        for key, value in owner.items()
        if key not in defaults or not _is(value, defaults[key])
    }
    return owner if len(said) == len(owner) else said


def _is(value: Any, default: Any) -> bool:
    return type(value) is type(default) and bool(value == default)


def _schema_defaults(board: Board) -> Board:
    board = map_variables(_unsaid(board, BOARD), lambda variable: _unsaid(variable, VARIABLE))
    return map_panels(board, _plain_panel)


def _plain_panel(panel: Board) -> Board:
    panel = map_targets(_unsaid(panel, PANEL), lambda target: _unsaid(target, QUERY))
    options = panel.get("options")
    if isinstance(options, dict):
        return _with(panel, ("options",), options, _unsaid(options, OPTIONS))
    return panel


def _choices(board: Board) -> Board:
    def chosen(variable: Board) -> Board:
        current = variable.get("current")
        if not isinstance(current, dict):
            return variable
        return _with(variable, ("current",), current, without(current, "selected"))

    return map_variables(board, chosen)


def _field_defaults(board: Board) -> Board:
    return map_panels(board, _plain_fields)


def _plain_fields(panel: Board) -> Board:
    defaults = get(panel, "fieldConfig", "defaults")
    if not isinstance(defaults, dict):
        return panel
    custom = defaults.get("custom")
    fields = defaults
    if isinstance(custom, dict):
        kind = str(panel.get("type"))
        known = {**CUSTOM.get(kind, {}), **CUSTOM_TOO.get(kind, {})}
        fields = _with(fields, ("custom",), custom, _beside(_without_base(custom), known))
    panel = _with(panel, ("fieldConfig", "defaults"), defaults, _unsaid(fields, FIELD))
    bare = panel["fieldConfig"] == {"defaults": {}, "overrides": []}
    return without(panel, "fieldConfig") if bare else panel


def _without_base(custom: Json) -> Json:
    scale = custom.get("scaleDistribution")
    return {**custom, "scaleDistribution": {"type": "linear"}} if scale == LOG_BASE else custom


def _beside(said: Json, defaults: Json) -> Json:
    """Return what an object says beside defaults, at any depth."""
    kept: Json = {}
    for key, value in said.items():
        default = defaults.get(key)
        if isinstance(value, dict) and isinstance(default, dict) and value:
            if inner := _beside(value, default):
                kept[key] = inner
        elif key not in defaults or not _is(value, default):
            kept[key] = value
    return kept


def _versions(board: Board) -> Board:
    return map_panels(board, lambda panel: without(panel, "pluginVersion"))


def _rows(board: Board) -> Board:
    def changed(panel: Board) -> Board:
        return without(panel, "datasource") if panel.get("type") == "row" else panel

    return map_panels(board, changed)


def settled(board: Board) -> Board:
    """Return a board whose panels stand where Grafana shows them, those of closed rows too."""
    return {**board, "panels": [_opened(panel) for panel in risen(board["panels"])]}


def _opened(row: Board) -> Board:
    top, height = get(row, "gridPos", "y"), get(row, "gridPos", "h")
    if not row.get("panels") or type(top) is not int or type(height) is not int:
        return row
    return {**row, "panels": risen(row["panels"], floor=top + height)}


def _whole_numbers(board: Board) -> Board:
    changed: Board = _whole(board)
    return changed


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _with(owner: Json, path: tuple[str, ...], old: Json, new: Json) -> Json:
    return owner if new is old else put(owner, path, new)


NORMALISATIONS = (
    Normalisation(
        name="schema default",
        reason="The value is what Grafana's schema gives to a board, panel, query or variable "
        "that has none.",
        run=_schema_defaults,
    ),
    Normalisation(
        name="field default",
        reason="The setting of fields is what Grafana gives to a panel of this type that has none.",
        run=_field_defaults,
    ),
    Normalisation(
        name="stored selection",
        reason="Grafana works out anew which of a variable's choices is selected.",
        run=_choices,
    ),
    Normalisation(
        name="plugin version",
        reason="Grafana writes its own version there when it loads a panel.",
        run=_versions,
    ),
    Normalisation(
        name="data source of a row",
        reason="A row asks no data source.",
        run=_rows,
    ),
    Normalisation(
        name="gap above a panel",
        reason="Grafana moves panels up as far as there is room, those of a closed row when it is "
        "opened.",
        run=settled,
    ),
    Normalisation(
        name="whole number",
        reason="80.0 and 80 are one number in JSON.",
        run=_whole_numbers,
    ),
)
"""What may differ, in the order in which it is tried."""
