"""Converts the flat list of panels in a classic board to the tree of tabs, rows and grids in schema
v2.

In the list of a classic board, the panels of a row or tab come after the row or tab. `read_level`
returns the depth of a row or tab in the tree, like the level of a heading in a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.extension import AUTO_GRID, is_tab, read_layout, read_level
from boardwright.schema.sections import is_row

GRID = "GridLayout"
ROWS = "RowsLayout"
TABS = "TabsLayout"
LAYOUT_KINDS = frozenset({GRID, AUTO_GRID, ROWS, TABS})
"""The layout kinds of Grafana 13. Later Grafana versions may have more kinds."""


@frozen
class BoardLayout:
    """The layout of a board, a row or a tab.

    Attributes:
        kind: `GridLayout`, `AutoGridLayout`, `RowsLayout`, `TabsLayout`, or an unknown kind.
        settings: The settings of the layout, if it is an automatic grid or has an unknown kind;
            otherwise empty.
        panels: The panels, if the layout is a grid; otherwise empty.
        sections: The rows or tabs, if the layout contains rows or tabs; otherwise empty.
        top: The line on which the panels of this layout begin, counted from the top of the board.
    """

    kind: str
    settings: Mapping[str, Any]
    panels: tuple[PanelJson, ...] = ()
    sections: tuple[LayoutSection, ...] = ()
    top: int = 0


@frozen
class LayoutSection:
    """A row or a tab of a layout.

    Attributes:
        header: The panel of type `row` that represents the row or tab; None for the panels above
            the first row.
        layout: The layout inside the row or tab.
    """

    header: PanelJson | None
    layout: BoardLayout

    @property
    def is_tab(self) -> bool:
        """Whether the section is a tab and not a row."""
        return self.header is not None and is_tab(self.header)


@frozen(kw_only=False)
class _RowPart:
    """A row or tab, with the panels that come directly after it."""

    header: PanelJson
    panels: tuple[PanelJson, ...]


def read_board_layout(board: Board) -> BoardLayout:
    """Return the layout of a classic board as a tree."""
    panels = [panel for panel in board.get("panels") or () if isinstance(panel, dict)]
    first = next((index for index, panel in enumerate(panels) if is_row(panel)), len(panels))
    return _build_layout(board, tuple(panels[:first]), tuple(_split_at_rows(panels[first:])), top=0)


def iter_sections(layout: BoardLayout) -> Iterator[LayoutSection]:
    """Yield every row and tab of a layout, before the rows and tabs inside it."""
    for section in layout.sections:
        yield section
        yield from iter_sections(section.layout)


def _split_at_rows(panels: list[PanelJson]) -> Iterator[_RowPart]:
    starts = [index for index, panel in enumerate(panels) if is_row(panel)]
    for start, end in pairwise([*starts, len(panels)]):
        row = panels[start]
        yield _RowPart(row, (*(row.get("panels") or ()), *panels[start + 1 : end]))


def _build_layout(
    owner: Mapping[str, Any], panels: tuple[PanelJson, ...], parts: Sequence[_RowPart], *, top: int
) -> BoardLayout:
    """Return the layout of a board, row or tab, which begins on the line `top` of the board."""
    stored_layout = read_layout(owner)
    settings = stored_layout.get("spec") or {}
    if not parts:
        return BoardLayout(
            kind=stored_layout.get("kind", GRID), settings=settings, panels=panels, top=top
        )
    level = min(read_level(part.header) for part in parts)
    starts = [index for index, part in enumerate(parts) if read_level(part.header) == level]
    sections = [
        _make_section(parts[start], parts[start + 1 : end])
        for start, end in pairwise([*starts, len(parts)])
    ]
    leading = [
        *([_make_untitled_section(panels, top)] if panels else []),
        *map(_make_orphan_section, parts[: starts[0]]),
    ]
    kind = TABS if all(section.is_tab for section in sections) else ROWS
    return BoardLayout(kind=kind, settings={}, sections=(*leading, *sections), top=top)


def _make_section(part: _RowPart, inner_parts: Sequence[_RowPart]) -> LayoutSection:
    top = _read_line(part.header) + 1
    return LayoutSection(
        header=part.header, layout=_build_layout(part.header, part.panels, inner_parts, top=top)
    )


def _make_untitled_section(panels: tuple[PanelJson, ...], top: int) -> LayoutSection:
    layout = BoardLayout(kind=GRID, settings={}, panels=panels, top=top)
    return LayoutSection(header=None, layout=layout)


def _make_orphan_section(part: _RowPart) -> LayoutSection:
    """Return a nested row or tab that stands in the list before any row or tab that could contain
    it.
    """
    return _make_section(part, ())


def _read_line(panel: PanelJson) -> int:
    position = panel.get("gridPos")
    line = position.get("y") if isinstance(position, dict) else 0
    return line if isinstance(line, int) else 0
