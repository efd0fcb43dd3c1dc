"""Converts a board of schema v2 to a classic board. The board stores values that the classic schema
cannot express under `EXTENSION`, so the conversion loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from boardwright.notation.plurals import format_quantity
from boardwright.schema.board_traversal import iter_panels, map_panels, map_variables
from boardwright.schema.document import ORIGIN, REMARKS, SERVER_KEYS, Board, Json
from boardwright.schema.extension import (
    drop_absent_values,
    extend_item,
    mark_stored,
    read_elements,
    read_extension,
)
from boardwright.schema.json_object import Pointer
from boardwright.schema.v2.classic_layout import ClassicLayout, lay_out, write_layout_without_items
from boardwright.schema.v2.complement import find_complement
from boardwright.schema.v2.element_panels import ElementPanels
from boardwright.schema.v2.layout_items import strip_layout
from boardwright.schema.v2.pointers import extract_pointers
from boardwright.schema.v2.v2_annotations import read_annotation
from boardwright.schema.v2.v2_elements import (
    is_panel,
    read_panel,
    restore_removed_type,
    write_panel,
)
from boardwright.schema.v2.v2_node import V2Node
from boardwright.schema.v2.v2_settings import read_settings, write_settings
from boardwright.schema.v2.v2_variables import read_v2_variables
from boardwright.schema.v2.v2beta1 import from_v2beta1

METADATA = frozenset({"uid", *SERVER_KEYS})
"""The keys of a classic board whose values a v2 board stores in its metadata."""
OPTIONAL = frozenset(
    {"/editable", "/liveNow", "/spec/collapse", "/spec/description", "/timeSettings/timezone"}
)
"""JSON pointers of the values that `write_v2_spec` writes although schema v2 does not require them.

Source: the Foundation SDK's models of v2 and v2beta1.
"""
_PARTS = frozenset({"elements", "layout", "variables", "annotations"})


def read_v2_board(spec: Board) -> Board:
    """Convert the `spec` of a v2 board to a classic board, without changing `spec`. The board
    contains remarks for the author, such as about elements that the layout does not show.
    """
    return read_v2_spec(spec)[0]


def complete_board(spec: Board) -> Board:
    """Return the `spec` of a v2 board as a classic board that is ready to compile."""
    return add_defaults(read_v2_board(spec))


def add_defaults(board: Board) -> Board:
    """Change a classic board that was converted from v2, so that `write_v2_spec` writes all
    defaults of v2. The board gets the key `storedWith`, because it was stored in v2.

    If Grafana's API replaced the type of a panel because Grafana removed this type, the panel gets
    the removed type back.
    """
    board = map_variables(_add_keys(board, frozenset()), _add_variable_defaults)
    return mark_stored(map_panels(board, restore_removed_type))


def _add_variable_defaults(variable: Json) -> Json:
    return {**_VARIABLE_DEFAULTS.get(str(variable.get("type")), {}), **variable}


_VARIABLE_DEFAULTS: dict[str, Json] = {
    "constant": {"hide": 0, "skipUrlSync": False},
    "datasource": {"refresh": 0},
    "query": {"refresh": 0},
}


def add_required_keys(board: Board) -> Board:
    """Change a classic board that was converted from v2, so that `write_v2_spec` writes all keys
    that schema v2 requires.

    If a required key was missing, a real Grafana 12.4.3 refused the board or stored an empty value.
    Grafana cannot open a board in which some lists are null.
    """
    return _add_keys(board, OPTIONAL)


def _add_keys(board: Board, keep: frozenset[str]) -> Board:
    board = drop_absent_values(board, keep=keep)
    elements = read_elements(board)
    if not elements:
        return board
    complete = {name: _complete_element(element, keep) for name, element in elements.items()}
    return extend_item(board, elements=complete)


def _complete_element(element: Any, keep: frozenset[str]) -> Any:
    if not is_panel(element):
        return element
    board = drop_absent_values({"panels": [read_panel(V2Node(element, ()))]}, keep=keep)
    return write_panel(board["panels"][0])


def read_v2_spec(spec: Board) -> tuple[Board, dict[Pointer, Pointer]]:
    """Convert the `spec` of a v2 board to a classic board.

    Returns:
        The classic board, and a dict from each path in the classic board to the path in `spec`.
    """
    board = _read_board(from_v2beta1(spec))
    return board, extract_pointers(board)


def _read_board(spec: Board) -> Board:
    top = V2Node(spec, ())
    elements = ElementPanels(top.get_node("elements"))
    classic = lay_out(top.get_node("layout"), elements)
    variables, unknown = read_v2_variables(top.get_nodes("variables"))
    board = {
        **top.read_known(*METADATA),
        **top.origin,
        **read_settings(top),
        "panels": classic.panels,
        "templating": {"list": [*variables, *classic.variables]},
        "annotations": {"list": [read_annotation(item) for item in top.get_nodes("annotations")]},
    }
    rest = find_complement(_strip_board(spec), _write_stripped_board(board, top, classic))
    board = extend_item(
        board, **classic.extension, elements=elements.unused, variables=unknown, **rest
    )
    new_remarks = (*_iter_remarks(top, elements), *_describe_unknown_variables(board))
    remarks = (*spec.get(REMARKS, ()), *new_remarks)
    return {**board, REMARKS: remarks} if remarks else board


def _strip_board(spec: Board) -> Json:
    rest = {key: spec[key] for key in spec if key not in METADATA | _PARTS | {ORIGIN, REMARKS}}
    parts = {key: [] if isinstance(spec[key], list) else spec[key] for key in _LISTS & spec.keys()}
    layout = {"layout": strip_layout(spec["layout"])} if "layout" in spec else {}
    elements = {"elements": {} if isinstance(spec["elements"], dict) else spec["elements"]}
    return {**rest, **parts, **layout, **elements}


_LISTS = frozenset({"variables", "annotations"})


def _write_stripped_board(board: Board, top: V2Node, classic: ClassicLayout) -> Json:
    layout = strip_layout(write_layout_without_items(top.get_node("layout"), classic.extension))
    return {
        **write_settings(board),
        "variables": [],
        "annotations": [],
        "elements": {},
        "layout": layout,
    }


def _iter_remarks(top: V2Node, elements: ElementPanels) -> Iterator[str]:
    for name, element in elements.unused.items():
        kind = V2Node(element, ()).get("kind", str)
        if is_panel(element):
            yield (
                f"Grafana stores the element {name!r} but does not show it, because the layout "
                "does not contain it"
            )
        elif kind is not None:
            yield (
                f"boardwright does not know the kind {kind!r} of the element {name!r}, and keeps "
                "the element unchanged"
            )
    yield from _describe_equal_ids(top.get_node("elements").raw)


def _describe_unknown_variables(board: Board) -> Iterator[str]:
    for owner in (board, *iter_panels(board)):
        for _, variable in read_extension(owner).get("variables") or ():
            kind = V2Node(variable, ()).get("kind")
            yield (
                f"boardwright does not know the kind {kind!r} of a variable, and keeps the "
                "variable unchanged"
            )


def _describe_equal_ids(elements: Json) -> Iterator[str]:
    ids = Counter(
        V2Node(element, ()).get_node("spec").get("id", int) for element in elements.values()
    )
    for number, count in ids.items():
        if number and count > 1:
            yield (
                f"{format_quantity(count, 'element')} have the id {number}: boardwright gives all "
                "except one a new id"
            )
