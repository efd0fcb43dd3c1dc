"""Findings on many panels of one board, told in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from boardwright.checks.finding import Finding
from boardwright.checks.views.panel import PanelView
from boardwright.schema.json_object import Pointer

FEW = 5
"""Up to so many panels have a finding each."""


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
        panels: Those at fault.
        what: What is wrong with one of them.
        together: What is wrong with all of them; goes on after "17 panels".
        fix: What to do.
        key: Of the value at fault in a panel.
    """
    if len(panels) > FEW:
        first = panels[0]
        what_all = f"{len(panels)} panels {together}; the first is {first.title!r}"
        yield Finding(what=what_all, fix=fix, at=first.board, key=(*first.pointer, *_way(key)))
        return
    for panel in panels:
        yield Finding(what=what(panel), fix=fix, at=panel, key=key)


def _way(key: str | Pointer) -> Pointer:
    return (key,) if isinstance(key, str) else key
