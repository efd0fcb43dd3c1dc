"""Whether a compiled board is another one: to the letter, after normalising, or not.

Running a module is `project`'s work, so a command does it in four steps: compile the document;
write its source with `source_text`; load and compile that; ask `verdict` about both bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Literal

from boardwright.frozen import frozen
from boardwright.schema.document import Board
from boardwright.schema.json_equality import json_equal
from boardwright.source.normalising import NORMALISATIONS

_PANEL = re.compile(r"\bpanels\[\d+\]$")

Outcome = Literal["identical", "equal", "different"]

MISSING: Any = type("Missing", (), {"__repr__": lambda self: "nothing"})()
"""Stands for a value that one of two boards does not have."""


@frozen
class Difference:
    """One value that differs.

    Attributes:
        path: Where it is: `panels[3].targets[0].expr`.
        before: What the original has there; `MISSING` where it has nothing.
        after: What the other has.
        panel: The title of the panel that it is in, None outside of panels.
    """

    path: str
    before: Any
    after: Any
    panel: str | None


@frozen
class Verdict:
    """The answer.

    Attributes:
        outcome: `identical`, `equal` after normalising, or `different`.
        normalised: Names of the normalisations that were needed: see `NORMALISATIONS`.
        differences: What is left after normalising; empty unless `different`.
    """

    outcome: Outcome
    normalised: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


def verdict(original: Board, other: Board) -> Verdict:
    """Return whether a compiled board is the original.

    Args:
        original: The compiled body of the document.
        other: The compiled body of what was declared from it.
    """
    if json_equal(original, other):
        return Verdict(outcome="identical")
    needed: list[str] = []
    for each in NORMALISATIONS:
        before, after = each.run(original), each.run(other)
        if not (json_equal(before, original) and json_equal(after, other)):
            needed.append(each.name)
        original, other = before, after
        if json_equal(original, other):
            return Verdict(outcome="equal", normalised=tuple(needed))
    return Verdict(outcome="different", differences=tuple(_differences(original, other, "", None)))


def _differences(before: Any, after: Any, path: str, panel: str | None) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        panel = str(before.get("title")) if _PANEL.search(path) else panel
        for key in sorted({*before, *after}):
            inner = f"{path}.{key}" if path else key
            yield from _differences(before.get(key, MISSING), after.get(key, MISSING), inner, panel)
    elif isinstance(before, list) and isinstance(after, list):
        for index, (one, two) in enumerate(zip_longest(before, after, fillvalue=MISSING)):
            yield from _differences(one, two, f"{path}[{index}]", panel)
    elif not json_equal(before, after):
        yield Difference(path=path, before=before, after=after, panel=panel)
