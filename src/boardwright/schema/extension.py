"""Reads and writes the values of a board that Grafana's schema v2 can express but the classic
schema, v1, cannot express.

In memory, every board is a classic board, so all compiler passes and check rules read the same
schema. An object stores the values that only v2 can express under the additional key `EXTENSION`.
`write_v2_spec` converts these values to v2, and `drop_v2_parts` removes them.

| object | key under `EXTENSION` | value |
|---|---|---|
| board, row or tab | `layout` | `kind` and `spec` of an automatic grid or of an unknown layout |
| board, row or tab | `items` | layout items that v1 cannot store as a panel, each with its index |
| board | `elements` | elements that v1 cannot store as a panel |
| board | `declared` | the `spec` that the author declared in v2 |
| board | `storedWith` | plugin version of panels without a version, if v2 stored the board |
| board, row or tab | `variables` | variables of an unknown kind, each with its index |
| row or tab | `kind` | `TabsLayoutTab` for a tab; the key is missing for a row |
| row or tab | `level` | the nesting depth, such as 1 for a row in a tab; the key is missing for 0 |
| row or tab | `hideHeader` | true if Grafana does not show the title |
| row or tab | `section` | a unique name of the row or tab, if it has variables of its own |
| variable | `section` | the unique name (`section`) of the row or tab that contains the variable |
| panel, row or tab | `conditionalRendering` | the conditions under which Grafana shows the object |
| panel | `element` | the name of the element, if it is not `panel-<id>` |
| panel | `item` | the values `kept` and `absent` of the layout item that shows the panel |
| any | `kept` | JSON pointer (RFC 6901) in the v2 object -> value that v1 cannot store |
| any | `absent` | JSON pointer of a key that the v2 object lacks -> the default value of the key |

A board that was stored in v2 has the key `storedWith`. Grafana migrates some settings only in
boards of older schema versions. So the compiler passes do not change these settings in a board with
`storedWith`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from boardwright.schema.board_traversal import (
    map_annotations,
    map_panels,
    map_targets,
    map_variables,
)
from boardwright.schema.document import Board, Json
from boardwright.schema.json_object import NOTHING, JsonObject

EXTENSION = "$v2"
"""The key under which an object of a classic board stores the values that only schema v2 can
express.
"""

DECLARED = "declared"
STORED = "storedWith"
TAB = "TabsLayoutTab"
AUTO_GRID = "AutoGridLayout"
RowNoun = Literal["row", "tab"]


def read_extension(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of an object that only v2 can express; empty if the object has no such
    values.
    """
    extension = item.get(EXTENSION)
    return extension if isinstance(extension, dict) else NOTHING


def read_elements(board: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the elements of a board that v1 cannot store as a panel: name -> element."""
    elements = read_extension(board).get("elements")
    return elements if isinstance(elements, dict) else NOTHING


def extend_item(item: Json, /, **values: Any) -> Board:
    """Return a copy of `item` with additional values that only v2 can express. The function omits
    values that are None, 0 or empty.
    """
    additions = {key: value for key, value in values.items() if value not in (None, {}, [], 0, "")}
    return {**item, EXTENSION: {**read_extension(item), **additions}} if additions else item


def drop_absent_values(board: Board, *, keep: frozenset[str] = frozenset()) -> Board:
    """Return a board without the `absent` values, which record the keys that the v2 board lacks.
    For such a board, `write_v2_spec` writes the default values of the missing keys.

    Args:
        board: A classic board that `read_v2_spec` made from a v2 board.
        keep: JSON pointers of `absent` values that stay, so that `write_v2_spec` does not write
            their defaults.
    """

    def drop_in_item(item: Json) -> Board:
        return _drop_absent_values_of_item(item, keep)

    board = map_panels(board, lambda panel: map_targets(drop_in_item(panel), drop_in_item))
    return map_annotations(map_variables(drop_in_item(board), drop_in_item), drop_in_item)


def _drop_absent_values_of_item(item: Json, keep: frozenset[str]) -> Board:
    extension = item.get(EXTENSION)
    if not isinstance(extension, dict):
        return item
    rest = _filter_absent_values(extension, keep)
    inner = _filter_absent_values(extension.get("item") or {}, keep)
    rest = {**rest, "item": inner} if inner else {k: v for k, v in rest.items() if k != "item"}
    plain = {key: value for key, value in item.items() if key != EXTENSION}
    return {**plain, EXTENSION: rest} if rest else plain


def _filter_absent_values(part: Board, keep: frozenset[str]) -> Board:
    absent = {key: value for key, value in (part.get("absent") or {}).items() if key in keep}
    rest = {key: value for key, value in part.items() if key != "absent"}
    return {**rest, "absent": absent} if absent else rest


def mark_stored(board: Board, version: str = "") -> Board:
    """Return a board with the key `storedWith`, which shows that the board was stored in v2.

    Args:
        board: A classic board that `read_v2_spec` made from a v2 board.
        version: The plugin version of the panels that have no version.
    """
    return {**board, EXTENSION: {**read_extension(board), STORED: version}}


def is_stored_in_v2(board: Mapping[str, Any]) -> bool:
    """Return whether a board was stored in v2, or declared by a module that `import` made from such
    a board.
    """
    return STORED in read_extension(board)


def read_stored_version(board: Mapping[str, Any]) -> str | None:
    """Return the plugin version for panels that state no version; None if the board was not stored
    in v2.
    """
    version = read_extension(board).get(STORED)
    return version if isinstance(version, str) else None


def read_declared_spec(board: Mapping[str, Any]) -> Board | None:
    """Return the `spec` that the author of a compiled board declared in v2; None if the author
    declared the board in another format.
    """
    spec = read_extension(board).get(DECLARED)
    return spec if isinstance(spec, dict) else None


def drop_declared(board: Board) -> Board:
    """Return a compiled board without the `spec` that its author declared in v2."""
    return _drop_key(board, DECLARED)


def drop_stored_mark(board: Board) -> Board:
    """Return a board without the key `storedWith`, which shows that the board was stored in v2."""
    return _drop_key(board, STORED)


def _drop_key(board: Board, key: str) -> Board:
    if key not in read_extension(board):
        return board
    rest = {name: value for name, value in read_extension(board).items() if name != key}
    plain = {key: value for key, value in board.items() if key != EXTENSION}
    return {**plain, EXTENSION: rest} if rest else plain


def is_tab(row: Mapping[str, Any]) -> bool:
    """Return whether a row panel represents a tab of v2."""
    return read_extension(row).get("kind") == TAB


def name_row_kind(row: Mapping[str, Any]) -> RowNoun:
    """Return `tab` if a row panel represents a tab of v2; otherwise `row`."""
    return "tab" if is_tab(row) else "row"


def read_level(row: Mapping[str, Any]) -> int:
    """Return the depth of a row or tab in the layout; 0 if no row or tab contains it."""
    level = read_extension(row).get("level", 0)
    return level if isinstance(level, int) else 0


def is_header_hidden(row: Mapping[str, Any]) -> bool:
    """Return whether v2 shows a row or tab without its title."""
    return read_extension(row).get("hideHeader") is True


def read_condition(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the JSON of the conditions under which Grafana shows a panel, row or tab; empty if
    Grafana always shows it.
    """
    condition = read_extension(item).get("conditionalRendering")
    return condition if isinstance(condition, dict) else NOTHING


def read_section_name(item: Mapping[str, Any]) -> str:
    """Return the unique name that a row or tab and its variables share; empty if the row or tab has
    no variables.
    """
    name = read_extension(item).get("section")
    return name if isinstance(name, str) else ""


def read_element_name(panel: Mapping[str, Any]) -> str:
    """Return the name of a panel's element in v2; by default Grafana's `panel-<id>`."""
    name = read_extension(panel).get("element")
    return name if isinstance(name, str) else f"panel-{panel.get('id')}"


def iter_names_without_panel(owner: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the elements in a layout that v1 cannot store as a panel.

    Args:
        owner: The board, row or tab that has the layout.
    """
    for pair in read_extension(owner).get("items") or ():
        if isinstance(pair, list | tuple) and len(pair) == 2:
            name = JsonObject(pair[1]).at("spec", "element", "name")
            if isinstance(name, str):
                yield name


def add_section_name(title: str, used_names: set[str]) -> str:
    """Return a unique name for a row or tab with variables, and add the name to `used_names`.

    Args:
        title: Title of the row or tab, which becomes the name if no other row or tab has this name.
        used_names: The names of other rows and tabs.
    """
    name, number = title or "section", 1
    while name in used_names:
        number += 1
        name = f"{title or 'section'} {number}"
    used_names.add(name)
    return name


def read_layout(owner: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the `kind` and the `spec` of the layout of a board, row or tab; empty for a grid with
    fixed positions.
    """
    layout = read_extension(owner).get("layout")
    return layout if isinstance(layout, dict) else NOTHING


def read_auto_grid(owner: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the settings of the automatic grid of a board, row or tab; None if the layout is not
    an automatic grid.
    """
    layout = read_layout(owner)
    if layout.get("kind") != AUTO_GRID:
        return None
    spec = layout.get("spec")
    return spec if isinstance(spec, dict) else NOTHING
