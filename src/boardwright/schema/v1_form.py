"""Converts a board to Grafana's classic schema, v1, and describes the parts that v1 cannot
store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.notation.plurals import choose_form, format_quantity
from boardwright.schema.board_layout import GRID, LAYOUT_KINDS
from boardwright.schema.board_traversal import (
    iter_annotations,
    iter_panels,
    iter_targets,
    iter_variables,
)
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.extension import (
    EXTENSION,
    is_header_hidden,
    is_tab,
    read_auto_grid,
    read_condition,
    read_element_name,
    read_elements,
    read_extension,
    read_layout,
    read_level,
    read_section_name,
)
from boardwright.schema.sections import is_row

_MOST_NAMED_KEYS = 3
"""The largest number of keys that a message about lost keys names."""


def drop_v2_parts(board: Board) -> Board:
    """Return a board without the values that only v2 can express; the same object if the board has
    no such values.

    Variables of rows and tabs become variables of the board. If several rows or tabs have a
    variable of the same name, the board keeps only the first variable.
    """
    if not _is_extended(board):
        return board
    names: set[str] = set()
    classic: Board = _drop_extensions(board)
    variables = [
        plain
        for each, plain in zip(iter_variables(board), iter_variables(classic), strict=True)
        if _add_name(str(each.get("name")), names) or not read_section_name(each)
    ]
    return {**classic, "templating": {**(classic.get("templating") or {}), "list": variables}}


def list_v1_losses(board: Board) -> list[str]:
    """Describe the parts of a board that v1 cannot store, such as `2 tabs become rows`."""
    return [
        *_describe_lost_layout(board),
        *_describe_lost_parts(board),
        *_describe_lost_values(board),
    ]


def _is_extended(value: Any) -> bool:
    if isinstance(value, dict):
        return EXTENSION in value or any(map(_is_extended, value.values()))
    return isinstance(value, list) and any(map(_is_extended, value))


def _drop_extensions(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _drop_extensions(item) for k, item in value.items() if k != EXTENSION}
    return [_drop_extensions(item) for item in value] if isinstance(value, list) else value


def _add_name(name: str, names: set[str]) -> bool:
    is_new = name not in names
    names.add(name)
    return is_new


def _describe_lost_layout(board: Board) -> Iterator[str]:
    rows = [panel for panel in iter_panels(board) if is_row(panel)]
    owners = [board, *rows]
    tabs = sum(map(is_tab, rows))
    nested = sum(1 for row in rows if not is_tab(row) and read_level(row))
    grids = sum(1 for owner in owners if read_auto_grid(owner) is not None)
    hidden = sum(map(is_header_hidden, rows))
    if tabs:
        yield f"{format_quantity(tabs, 'tab')} {choose_form(tabs, 'becomes a row', 'become rows')}"
    if nested:
        yield (
            f"{format_quantity(nested, 'row')} in a row or tab "
            f"{choose_form(nested, 'becomes a top-level row', 'become top-level rows')}"
        )
    if grids:
        yield (
            f"{format_quantity(grids, 'automatic grid')} "
            f"{choose_form(grids, 'becomes a fixed grid', 'become fixed grids')}"
        )
    if hidden:
        yield (
            f"{format_quantity(hidden, 'hidden row title')} {choose_form(hidden, 'is', 'are')} "
            "shown"
        )
    for kind in dict.fromkeys(str(read_layout(owner).get("kind", GRID)) for owner in owners):
        if kind not in LAYOUT_KINDS:
            yield f"the unknown layout {kind!r} becomes a grid"


def _describe_lost_parts(board: Board) -> Iterator[str]:
    panels, variables = [*iter_panels(board)], [*iter_variables(board)]
    conditions = sum(1 for panel in panels if read_condition(panel))
    if conditions:
        are = choose_form(conditions, "is", "are")
        yield (
            f"{format_quantity(conditions, 'condition')} {are} left out: v1 always shows the panels"
        )
    repeated = _count_repeated_elements(panels)
    if repeated:
        copies = format_quantity(repeated, "copy", "copies")
        yield f"v1 stores {copies} of a panel that the layout shows more than once"
    local = sum(1 for each in variables if read_section_name(each))
    if local:
        become = choose_form(local, "becomes a variable", "become variables")
        yield f"{format_quantity(local, 'variable')} of a row or tab {become} of the board"
    switches = sum(1 for each in variables if each.get("type") == "switch")
    if switches:
        need = choose_form(switches, "needs", "need")
        yield f"{format_quantity(switches, 'switch variable')} {need} Grafana 12.3 or later"
    unknown = sum(len(read_extension(owner).get("variables") or ()) for owner in (board, *panels))
    if unknown:
        are = choose_form(unknown, "is", "are")
        yield f"{format_quantity(unknown, 'variable')} of an unknown kind {are} left out"
    elements = len(read_elements(board))
    if elements:
        are = choose_form(elements, "is", "are")
        yield f"{format_quantity(elements, 'element')} that v1 cannot show {are} left out"


def _count_repeated_elements(panels: list[PanelJson]) -> int:
    names = [read_element_name(panel) for panel in panels if not is_row(panel)]
    return len(names) - len(set(names))


def _describe_lost_values(board: Board) -> Iterator[str]:
    names = list_kept_keys(board)
    if names:
        yield f"v1 cannot store {name_keys(names)}"


def list_kept_keys(board: Board) -> list[str]:
    """Return the sorted keys of a board that v2 has but the classic schema does not have."""
    return sorted({pointer.rpartition("/")[2] for pointer in _iter_kept_pointers(board)})


def name_keys(names: list[str]) -> str:
    """Return a text with at most three of the keys, such as "`a`, `b`, `c` and 2 more"."""
    rest = len(names) - _MOST_NAMED_KEYS
    listed = ", ".join(f"`{name}`" for name in names[:_MOST_NAMED_KEYS])
    return f"{listed} and {rest} more" if rest > 0 else listed


def _iter_kept_pointers(board: Board) -> Iterator[str]:
    for owner in (board, *iter_variables(board), *iter_annotations(board)):
        yield from _read_kept_pointers(read_extension(owner))
    for panel in iter_panels(board):
        yield from _read_kept_pointers(read_extension(panel))
        yield from _read_kept_pointers(read_extension(panel).get("item") or {})
        for target in iter_targets(panel):
            yield from _read_kept_pointers(read_extension(target))


def _read_kept_pointers(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the JSON pointers in `kept`, except `/spec/collapse`, which has no effect."""
    return (each for each in found.get("kept") or () if each != "/spec/collapse")
