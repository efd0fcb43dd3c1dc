"""Findings on many panels of one board, reported as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from boardwright.checks.finding import Finding
from boardwright.checks.views.panel_view import PanelView
from boardwright.notation.plurals import quantity
from boardwright.schema.json_object import Pointer

FEW = 5
"""Up to this many panels have a finding each, or are named one by one."""


def each_or_all(
    panels: Sequence[PanelView],
    *,
    what: Callable[[PanelView], str],
    together: str,
    fix: str,
    key: str | Pointer = (),
) -> Iterator[Finding]:
    """Yield a finding for each panel; one for the board when there are more than a few.

    Args:
        panels: The faulty panels.
        what: Returns the message for one of them.
        together: The message for all of them, after "17 panels".
        fix: The advice.
        key: The key of the faulty value in a panel.
    """
    if len(panels) > FEW:
        first = panels[0]
        way = (key,) if isinstance(key, str) else key
        what_all = f"{quantity(len(panels), 'panel')} {together}; the first is {first.title!r}"
        yield Finding(what=what_all, fix=fix, at=first.board, key=(*first.pointer, *way))
        return
    for panel in panels:
        yield Finding(what=what(panel), fix=fix, at=panel, key=key)


def panel_names(panels: Sequence[PanelView]) -> str:
    """Return the panels by title, as a list in a sentence: `"CPU", "Disk" and 3 more panels`."""
    names = [f'"{panel.title}"' if panel.title else f"panel {panel.id}" for panel in panels]
    names = list(dict.fromkeys(names))
    named, others = names[:FEW], len(names) - FEW
    if others > 0:
        return f"{', '.join(named)} and {quantity(others, 'more panel')}"
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
