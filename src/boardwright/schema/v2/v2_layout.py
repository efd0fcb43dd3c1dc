"""Converts the panels of a classic board to the `layout` and the `elements` of schema v2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.board_layout import TABS, BoardLayout, LayoutSection
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.extension import (
    EXTENSION,
    is_tab,
    read_element_name,
    read_elements,
    read_extension,
    read_layout,
    read_section_name,
)
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.v2.complement import restore_original
from boardwright.schema.v2.layout_items import LISTS, write_header, write_item, write_layout_object
from boardwright.schema.v2.v2_elements import write_panel
from boardwright.schema.v2.v2_variables import write_variables

UNTITLED: PanelJson = {"title": "", "collapsed": False, EXTENSION: {"hideHeader": True}}
"""The v2 row without a title that contains the panels above the first row of a v1 board."""


class WrittenElements:
    """The v2 elements that were written so far. The attribute `elements` maps each name to the
    element.
    """

    def __init__(self, unused: Mapping[str, Any]) -> None:
        self.elements: Json = {**unused}
        self._unused = frozenset(unused)

    def add(self, panel: PanelJson) -> str:
        """Add a panel as an element if no equal element exists, and return the name of the
        element.
        """
        name, element = read_element_name(panel), write_panel(panel)
        number = 1
        while (unique_name := _number_name(name, number)) in self.elements:
            other = self.elements[unique_name]
            if unique_name not in self._unused and are_json_equal(other, _copy_id(other, element)):
                return unique_name
            number += 1
        self.elements[unique_name] = element
        return unique_name


def write_layout(layout: BoardLayout, owner: Mapping[str, Any], writer: LayoutWriter) -> Json:
    """Return the JSON of a layout in schema v2, and add its panels to `writer.elements`.

    Args:
        layout: The layout that is converted to JSON.
        owner: The board, row or tab that has this layout.
        writer: The elements that were written so far, and the variables of rows and tabs.
    """
    if layout.sections:
        items = [_write_section(each, layout.kind, writer) for each in layout.sections]
    else:
        items = [_write_item(panel, layout, writer) for panel in layout.panels]
    for index, item in read_extension(owner).get("items") or ():
        items.insert(index, item)
    return write_layout_object(
        layout.kind, read_layout(owner), items if layout.kind in LISTS else None
    )


class LayoutWriter:
    """The elements that were written so far, and the variables of rows and tabs."""

    def __init__(self, board: Board, variables: list[Json]) -> None:
        self.elements = WrittenElements(read_elements(board))
        self._variables = variables

    def write_section_variables(self, header: PanelJson) -> Json:
        """Return the key `variables` of a row or tab in schema v2; empty if it has no variables."""
        name = read_section_name(header)
        own = [each for each in self._variables if name and read_section_name(each) == name]
        written = write_variables(own, header)
        return {"variables": written} if written else {}


def _number_name(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _write_item(panel: PanelJson, layout: BoardLayout, writer: LayoutWriter) -> Json:
    name = writer.elements.add(panel)
    written = write_item(panel, kind=layout.kind, top=layout.top, name=name)
    return restore_original(written, read_extension(panel).get("item") or {})


def _write_section(section: LayoutSection, kind: str, writer: LayoutWriter) -> Json:
    header = section.header or UNTITLED
    layout = write_layout(section.layout, header, writer)
    written = restore_original(
        write_header(header, layout, is_tab=kind == TABS and is_tab(header)), read_extension(header)
    )
    return {**written, "spec": {**written["spec"], **writer.write_section_variables(header)}}


def _copy_id(other: Json, element: Json) -> Json:
    """Return `element` with the id of `other`, so that a comparison of both elements ignores their
    ids.
    """
    spec = element.get("spec")
    if not isinstance(spec, dict) or not isinstance(other, dict):
        return element
    other_spec = other.get("spec")
    id_ = other_spec.get("id") if isinstance(other_spec, dict) else None
    return {**element, "spec": {**spec, "id": id_}}
