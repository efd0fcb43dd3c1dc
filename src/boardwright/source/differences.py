"""Lists the differences between two JSON values, by path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.json_equality import are_json_equal

_PANEL = re.compile(r"\bpanels\[\d+\]$")

MISSING: Any = type("Missing", (), {"__repr__": lambda self: "nothing"})()
"""The value of a key that one of the two objects lacks."""


@frozen
class ValueDifference:
    """One value that differs between two JSON values.

    Attributes:
        path: Path of the value, such as `panels[3].targets[0].expr`.
        before: The value at the path in the first JSON value; `MISSING` if the path does not exist.
        after: The value at the path in the second JSON value; `MISSING` if the path does not exist.
        panel: Title of the panel that contains the value; None outside of panels.
    """

    path: str
    before: Any
    after: Any
    panel: str | None


def iter_differences(
    before: Any, after: Any, path: str = "", panel: str | None = None
) -> Iterator[ValueDifference]:
    """Yield the differences between two JSON values, sorted by path.

    Args:
        before: The first JSON value.
        after: The second JSON value.
        path: Path of both values from the top of the board. The paths of the differences begin with
            this path.
        panel: Title of the panel that contains both values; None outside of panels.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        panel = str(before.get("title")) if _PANEL.search(path) else panel
        for key in sorted({*before, *after}):
            inner = f"{path}.{key}" if path else key
            yield from iter_differences(
                before.get(key, MISSING), after.get(key, MISSING), inner, panel
            )
    elif isinstance(before, list) and isinstance(after, list):
        for index, (one, two) in enumerate(zip_longest(before, after, fillvalue=MISSING)):
            yield from iter_differences(one, two, f"{path}[{index}]", panel)
    elif not are_json_equal(before, after):
        yield ValueDifference(path=path, before=before, after=after, panel=panel)
