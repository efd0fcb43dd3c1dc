"""Differences between two boards that Grafana does not make, and why.

Each is what Grafana fills in when it loads a board that does not say it, so that a board that says
it is the same board. Source leaves these out; `verdict` names those that it needed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boardwright.compiler.edit import Json, get, merged, put, without
from boardwright.compiler.normal.silence import silent
from boardwright.frozen import frozen
from boardwright.schema import editor_defaults
from boardwright.schema.defaults import CUSTOM
from boardwright.schema.document import Board
from boardwright.schema.sections import float_up
from boardwright.schema.walking import map_annotations, map_panels, map_targets, map_variables

_PROMQL = {**editor_defaults.TARGET, **editor_defaults.PROMQL}


@frozen
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
    """Return the board without any of these differences, and 80 for 80.0; integers stay exact."""
    board = _without_fractions(board)
    for each in NORMALISATIONS:
        board = each.run(board)
    return board


def _without_fractions(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_fractions(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_fractions(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _schema_defaults(board: Board) -> Board:
    board = map_variables(silent(board, editor_defaults.BOARD), _plain_variable)
    return map_panels(map_annotations(board, _plain_annotation), _plain_panel)


def _plain_variable(variable: Board) -> Board:
    own = editor_defaults.VARIABLES.get(str(variable.get("type")), {})
    return silent(variable, {**editor_defaults.VARIABLE, **own})


def _plain_annotation(annotation: Board) -> Board:
    if annotation.get("builtIn"):
        return silent(annotation, {"target": editor_defaults.DASHBOARD_ANNOTATIONS})
    return annotation


def _plain_panel(panel: Board) -> Board:
    if panel.get("type") == "row":
        return silent(panel, editor_defaults.ROW)
    panel = map_targets(silent(panel, editor_defaults.PANEL), _plain_target)
    options = panel.get("options")
    if isinstance(options, dict):
        known = editor_defaults.OPTIONS.get(str(panel.get("type")), {})
        return _with(panel, ("options",), options, silent(options, known))
    return panel


def _plain_target(target: Board) -> Board:
    return silent(target, _PROMQL if "expr" in target else editor_defaults.TARGET)


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
        known = merged(CUSTOM.get(kind, {}), editor_defaults.CUSTOM.get(kind, {}))
        fields = _with(fields, ("custom",), custom, silent(_without_base(custom), known))
    fields = silent(fields, editor_defaults.FIELD)
    panel = _with(panel, ("fieldConfig", "defaults"), defaults, fields)
    bare = panel["fieldConfig"] == {"defaults": {}, "overrides": []}
    return without(panel, "fieldConfig") if bare else panel


def _without_base(custom: Json) -> Json:
    if custom.get("scaleDistribution") == editor_defaults.LOG_BASE:
        return {**custom, "scaleDistribution": {"type": "linear"}}
    return custom


def _leftovers(board: Board) -> Board:
    return map_panels(board, lambda panel: without(panel, *editor_defaults.PANEL_LEFTOVERS))


def _rows(board: Board) -> Board:
    def changed(panel: Board) -> Board:
        is_row = panel.get("type") == "row"
        return without(panel, *editor_defaults.ROW_LEFTOVERS) if is_row else panel

    return map_panels(board, changed)


def settled(board: Board) -> Board:
    """Return a board whose panels stand where Grafana shows them, those of closed rows too."""
    return {**board, "panels": [_opened(panel) for panel in float_up(board["panels"])]}


def _opened(row: Board) -> Board:
    top, height = get(row, "gridPos", "y"), get(row, "gridPos", "h")
    if not row.get("panels") or type(top) is not int or type(height) is not int:
        return row
    return {**row, "panels": float_up(row["panels"], floor=top + height)}


def _with(owner: Json, path: tuple[str, ...], old: Json, new: Json) -> Json:
    return owner if new is old else put(owner, path, new)


NORMALISATIONS = (
    Normalisation(
        name="schema default",
        reason="The value is what Grafana gives to a board, row, panel, query, variable or "
        "annotation that has none.",
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
        reason="Grafana writes it, and what else it keeps of loading, when it loads a panel.",
        run=_leftovers,
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
)
"""What may differ, in the order in which it is tried."""
