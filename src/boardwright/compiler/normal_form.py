"""Converts boards to a normal form, in which boards with the same effect in Grafana are equal.

Grafana changes a board when it stores the board. The server stores numbers as floats, the editor
adds defaults, and both convert old boards. In the normal form, boards differ only if a person
changed a value.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, get_value, merge_objects, put_value
from boardwright.compiler.float_numbers import as_floats, drop_fractions
from boardwright.compiler.normal.editor_saves import EDITOR_SAVES
from boardwright.compiler.normal.filled_defaults import FILLED_DEFAULTS
from boardwright.compiler.normal.table_saves import TABLE_SAVES
from boardwright.compiler.normal.v2_saves import V2_SAVES, drop_row_ids
from boardwright.compiler.pipeline import PASSES
from boardwright.errors import DocumentError
from boardwright.schema import editor_defaults
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import REMARKS, SERVER_KEYS, Board, Document, PanelJson, Place
from boardwright.schema.envelopes import is_v2
from boardwright.schema.extension import drop_declared, drop_stored_mark, read_declared_spec
from boardwright.schema.grafana12_form import drop_unstored_values
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.new_panel_values import CUSTOM

NORMALISATIONS = (*FILLED_DEFAULTS, *TABLE_SAVES, *EDITOR_SAVES, *V2_SAVES)
"""Functions that remove differences without an effect in Grafana, in the order in which they run.
"""

_MIGRATIONS = tuple(each.migration for each in PASSES if each.migration is not None)
_CONTEXT = CompilerContext(document=Document(body={}, place=Place(file=""), name="", form="json"))


def normalise_board(body: Board) -> Board:
    """Return the normal form of a board, which is used only to compare boards.

    If a value has the wrong type, the function cannot convert the board to the current schema: it
    only converts numbers and removes the keys that Grafana's server adds.

    Args:
        body: A board of schema v1 or v2. The function does not change the board.
    """
    body = as_floats(drop_declared(body))
    try:
        migrated = _migrate_board(body)
    except DocumentError:
        return drop_keys(body, *SERVER_KEYS)
    migrated = map_panels(migrated, lambda panel: drop_keys(panel, REMARKS))
    migrated = drop_keys(migrated, REMARKS, *editor_defaults.BOARD_LEFTOVERS)
    for each in NORMALISATIONS:
        migrated = each.run(migrated)
    return map_panels(migrated, _with_custom_defaults)


def normalise_pair(
    before: Board, after: Board, *, in_grafana12: bool = False
) -> tuple[Board, Board]:
    """Return the normal forms of two boards that are compared with each other.

    Grafana's editor adds a time zone, usually `browser`, to each board that it saves. If `after`
    has no time zone, the function therefore removes the time zone `browser` from `before`.

    If one board is of schema v2 and the other board was declared in schema v2, the function
    compares the declaration instead of the compiled board.

    Args:
        before: The board before the change, usually as Grafana stores it.
        after: The board after the change, usually as its module declares it.
        in_grafana12: Whether to remove from both boards the keys that Grafana 12.4 does not store
            in v2beta1.
    """
    if is_v2(before) or is_v2(after):
        before, after = _read_declared_form(before), _read_declared_form(after)
    old, new = normalise_board(before), normalise_board(after)
    if old.get("timezone") == "browser" and "timezone" not in new:
        old = drop_keys(old, "timezone")
    return (drop_unstored_values(old), drop_unstored_values(new)) if in_grafana12 else (old, new)


def are_boards_alike(one: Board, other: Board) -> bool:
    """Return whether two normal forms are equal, apart from the ids of rows."""
    return are_json_equal(one, other) or are_json_equal(drop_row_ids(one), drop_row_ids(other))


def drop_filled_values(board: Board) -> Board:
    """Return a board without the default values that Grafana adds when it loads the board.

    Whole floats become integers: 80.0 becomes 80. Large integers are not rounded, because `import`
    writes them to a module.
    """
    board = drop_fractions(board)
    for each in FILLED_DEFAULTS:
        board = each.run(board)
    return board


def _with_custom_defaults(panel: PanelJson) -> PanelJson:
    """Return a panel with the default field settings of its panel type.

    With the defaults, a diff can show the old and the new value of a changed setting.
    """
    type_defaults = CUSTOM.get(str(panel.get("type")))
    if type_defaults is None or "libraryPanel" in panel:
        return panel
    custom = merge_objects(
        type_defaults, get_value(panel, "fieldConfig", "defaults", "custom") or {}
    )
    config = {"overrides": [], **(panel.get("fieldConfig") or {})}
    return {**panel, "fieldConfig": put_value(config, ("defaults", "custom"), custom)}


def _read_declared_form(board: Board) -> Board:
    """Return the v2 declaration of a compiled board; the board itself if it was declared in v1."""
    spec = read_declared_spec(board)
    return board if spec is None else {**spec, "uid": board.get("uid")}


def _migrate_board(body: Board) -> Board:
    for run in _MIGRATIONS:
        body = run(drop_stored_mark(body), _CONTEXT)
    return body
