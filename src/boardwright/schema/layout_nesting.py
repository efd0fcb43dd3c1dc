"""Finds rows and tabs that are nested in a way that Grafana's editor does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.frozen import frozen
from boardwright.schema.board_layout import BoardLayout
from boardwright.schema.document import PanelJson

DEEPEST = 4
"""The number of nested levels of rows and tabs that Grafana's editor allows since Grafana 13.2."""


@frozen
class DeepSection:
    """A row or tab that contains rows or tabs although Grafana's editor does not allow this
    nesting.

    Attributes:
        header: The panel of type `row` that represents the row or tab.
        what: One sentence that describes the nesting.
        fix: One sentence with the next step for the author.
    """

    header: PanelJson
    what: str
    fix: str


def find_deep_sections(layout: BoardLayout, *, depth: int = 1) -> Iterator[DeepSection]:
    """Yield the rows and tabs in which other rows or tabs are nested although Grafana's editor does
    not allow it.

    Args:
        layout: The layout of the board, or of a row or tab.
        depth: The nesting level of the rows and tabs in `layout`; 1 for the layout of the board.
    """
    for section in layout.sections:
        header, inner = section.header or {}, section.layout.sections
        if section.is_tab and any(each.is_tab for each in inner):
            yield DeepSection(
                header=header,
                what=f'the tab "{header.get("title")}" directly contains tabs, which the editor of '
                "Grafana does not allow",
                fix="Put the inner tabs into a row inside the outer tab.",
            )
        if depth == DEEPEST and inner:
            yield DeepSection(
                header=header,
                what=f'the row or tab "{header.get("title")}" is on level {depth} and contains rows'
                " or tabs",
                fix=f"The editor of Grafana 13 allows {DEEPEST} nested levels of rows and tabs.",
            )
        yield from find_deep_sections(section.layout, depth=depth + 1)
