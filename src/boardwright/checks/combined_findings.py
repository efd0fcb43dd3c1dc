"""Combines findings of the same kind on many panels of a board into one finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from boardwright.checks.finding import Finding
from boardwright.checks.views.panel_view import PanelView
from boardwright.notation.plurals import format_quantity
from boardwright.schema.json_object import Pointer

FEW = 5
"""If more panels than this number have the same fault, one finding reports all of them. A message
lists at most this number of titles.
"""


def report_panels(
    panels: Sequence[PanelView],
    *,
    what: Callable[[PanelView], str],
    summary: str,
    fix: str,
    key: str | Pointer = (),
) -> Iterator[Finding]:
    """Yield a finding for each panel.

    If more than five panels are faulty, yield one finding for the whole board instead.

    Args:
        panels: The faulty panels.
        what: Function that returns the message for one panel.
        summary: The end of the message about the whole board, after the number of panels ("17
            panels").
        fix: How to correct the fault.
        key: The key of the faulty value in the panel's JSON.
    """
    if len(panels) > FEW:
        first = panels[0]
        keys = (key,) if isinstance(key, str) else key
        what_all = (
            f"{format_quantity(len(panels), 'panel')} {summary}; the first is {first.title!r}"
        )
        yield Finding(what=what_all, fix=fix, at=first.board, key=(*first.pointer, *keys))
        return
    for panel in panels:
        yield Finding(what=what(panel), fix=fix, at=panel, key=key)


def format_panel_names(panels: Sequence[PanelView]) -> str:
    """Return the titles of panels as a list for a sentence: `"CPU", "Disk" and 3 more panels`."""
    names = [f'"{panel.title}"' if panel.title else f"panel {panel.id}" for panel in panels]
    names = list(dict.fromkeys(names))
    named, others = names[:FEW], len(names) - FEW
    if others > 0:
        return f"{', '.join(named)} and {format_quantity(others, 'more panel')}"
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def name_panel(panel: PanelView) -> str:
    """Return the title of a panel in quotes. If the panel has no title, return the panel's type ("a
    stat panel").
    """
    kind = "a row" if panel.is_row else f"a {panel.type or 'library'} panel"
    return f'"{panel.title}"' if panel.title else kind
