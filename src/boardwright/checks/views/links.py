"""Links out of a board, a panel or a field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boardwright.checks.problem import Pointer

if TYPE_CHECKING:
    from boardwright.checks.views.board import BoardView


@dataclass(frozen=True, slots=True)
class Link:
    """A link.

    Attributes:
        url: As it is written, variables unfilled.
        title: What people click on.
        pointer: The way to it from the board.
        panel_id: Of the panel it is on; None for the board's own.
        panel: That panel's title.
    """

    url: str
    title: str
    pointer: Pointer
    panel_id: int | None = None
    panel: str | None = None


def links_of(board: BoardView) -> Iterator[Link]:
    """Yield every link with a URL: the board's, the panels', their fields' and overrides'."""
    for index, item in board.items("links"):
        yield from _link(item, ("links", index), None, None)
    for panel in board.panels:
        for index, item in panel.items("links"):
            yield from _link(item, (*panel.pointer, "links", index), panel.id, panel.title)
        keys = ("fieldConfig", "defaults", "links")
        for index, item in panel.items(*keys):
            yield from _link(item, (*panel.pointer, *keys, index), panel.id, panel.title)
        for override in panel.overrides:
            found = override.properties.get("links")
            for item in found if isinstance(found, list) else ():
                pointer = (*panel.pointer, *override.pointer)
                yield from _link(item, pointer, panel.id, panel.title)


def _link(
    item: object, pointer: Pointer, panel_id: int | None, panel: str | None
) -> Iterator[Link]:
    if isinstance(item, dict) and isinstance(item.get("url"), str) and item["url"]:
        yield Link(item["url"], str(item.get("title") or ""), pointer, panel_id, panel)
