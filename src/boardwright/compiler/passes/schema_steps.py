"""Apply the changes that Grafana makes to boards with an older schema version.

Boards of Grafana 1 store annotations in `pulldowns` and the time picker in `nav`. The pass moves
the annotations to `annotations` and the time picker to `timepicker`. The pass replaces
`hideVariable` and `hideLabel` by `hide`, and variables of type `filter` by query variables. Some
changes depend on the schema version:

- Below schema version 10, table styles lose the first of their three thresholds, which was always
  0.
- Below schema version 27, visible constants become text boxes, because later versions of Grafana
  hide all constants.
- Below schema version 31, the transformation `merge` is added after each `labelsToFields`, because
  older versions of `labelsToFields` merged the results.
- Below schema version 35, a time series with hidden axes keeps its time axis.

For a JSON file without a schema version, the pass assumes the oldest version, as Grafana does. For
a board that is declared in Python without a version, and for a board that was stored in v2, the
pass assumes the newest version.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, get_value, list_objects
from boardwright.compiler.field_configs import add_overrides
from boardwright.schema.board_traversal import map_items, map_panels, map_variables
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.extension import is_stored_in_v2
from boardwright.schema.schema_version import SCHEMA_VERSION

_HIDDEN = {"hideVariable": 2, "hideLabel": 1}
_PICKER = ("refresh_intervals", "hidden", "nowDelay")


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with the changes that Grafana makes to boards of its schema version."""
    version = read_schema_version(board, context)
    board = map_variables(_move_navigation(board), _upgrade_variable)
    if version < 27:
        board = map_variables(board, _show_constant)

    def upgrade_panel(panel: PanelJson) -> PanelJson:
        if version < 10:
            panel = map_items(panel, "styles", _upgrade_style)
        if version < 31:
            panel = _add_merges(panel)
        return _with_time_axis(panel) if version < 35 else panel

    return map_panels(board, upgrade_panel)


def read_schema_version(board: Board, context: CompilerContext) -> int:
    """Return the schema version of a board that is not compiled yet.

    If the board does not state its version, return 0 for a JSON file, as Grafana does. For a board
    that is declared in Python, return the newest version, because its author follows Grafana's
    current documentation.
    """
    version = SCHEMA_VERSION if is_stored_in_v2(board) else board.get("schemaVersion")
    if isinstance(version, int) and not isinstance(version, bool):
        return version
    is_stored = context.document is not None and context.document.form == "json"
    return 0 if is_stored else SCHEMA_VERSION


def _move_navigation(board: Board) -> Board:
    pickers = list_objects(board.get("nav"))
    pulldowns = list_objects(board.get("pulldowns"))
    annotations = [
        annotation
        for pulldown in pulldowns
        if pulldown.get("type") == "annotations"
        for annotation in list_objects(pulldown.get("annotations"))
    ]
    board = drop_keys(board, "nav", "pulldowns")
    if annotations:
        all_annotations = [*list_objects(board["annotations"]["list"]), *annotations]
        board = {**board, "annotations": {**board["annotations"], "list": all_annotations}}
    if pickers and not board.get("timepicker"):
        picker = {key: pickers[0][key] for key in _PICKER if key in pickers[0]}
        board = {**board, "timepicker": picker} if picker else board
    return board


def _upgrade_variable(variable: Json) -> Json:
    if variable.get("type") == "filter":
        variable = {**variable, "type": "query"}
    hide = next((_HIDDEN[key] for key in _HIDDEN if variable.get(key)), None)
    rest = drop_keys(variable, *_HIDDEN)
    return rest if hide is None else {**rest, "hide": hide}


def _show_constant(variable: Json) -> Json:
    """Return a constant as a text box, unless the constant is hidden."""
    if variable.get("type") != "constant" or variable.get("hide") not in (0, 1):
        return variable
    value = variable.get("query")
    return {**variable, "type": "textbox", "current": {"text": value, "value": value}}


def _upgrade_style(style: Json) -> Json:
    thresholds = style.get("thresholds")
    has_lowest = isinstance(thresholds, list) and len(thresholds) > 2
    return {**style, "thresholds": thresholds[1:]} if has_lowest and thresholds else style


def _add_merges(panel: PanelJson) -> PanelJson:
    old = list_objects(panel.get("transformations"))
    if not any(item.get("id") == "labelsToFields" for item in old):
        return panel
    new: list[Json] = []
    for item, following in zip(old, [*old[1:], {}], strict=True):
        new.append(item)
        if item.get("id") == "labelsToFields" and following.get("id") != "merge":
            new.append({"id": "merge", "options": {}})
    return {**panel, "transformations": new}


def _with_time_axis(panel: PanelJson) -> PanelJson:
    hides = get_value(panel, "fieldConfig", "defaults", "custom", "axisPlacement") == "hidden"
    if panel.get("type") != "timeseries" or not hides:
        return panel
    override = {
        "matcher": {"id": "byType", "options": "time"},
        "properties": [{"id": "custom.axisPlacement", "value": "auto"}],
    }
    return add_overrides(panel, [override])
