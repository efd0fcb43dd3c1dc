"""Pass `ids`: every panel has a number of its own that stays when other panels come or go.

A number that its author gave stays; those of grafanalib's `auto_panel_ids` move with every panel
that is inserted, and are not its author's. The others come from what a panel is: its title and type
where these are unique in the board, also its queries where they are not, and its turn among equal
ones.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from boardwright.compile.context import Context
from boardwright.compile.edit import get
from boardwright.compile.places import was_asked
from boardwright.schema.document import ORIGIN, Board
from boardwright.schema.walking import iter_panels

HIGHEST = 1 << 23
"""Numbers are from 1 to this; far below what any part of Grafana takes."""

LARGEST_GIVEN = (1 << 32) - 1
"""The largest number that Grafana takes."""


def run(board: Board, context: Context) -> Board:
    """Return the board with a unique `id` on every panel."""
    panels = list(iter_panels(board))
    given = _given(panels)
    names = _names([panel for panel in panels if id(panel) not in given])
    taken = set(given.values())
    numbers = dict(given)
    for key, name in names.items():
        numbers[key] = _free(name, taken)
        taken.add(numbers[key])
    return _numbered(board, numbers)


def _numbered(board: Board, numbers: dict[int, int]) -> Board:
    """Return the board with each panel numbered; `numbers` is by the identity of the panel."""

    def numbered(panel: Board) -> Board:
        number = numbers[id(panel)]
        same = panel.get("id") == number and isinstance(panel["id"], int)
        panel = panel if same else {**panel, "id": number}
        children = panel.get("panels")
        return {**panel, "panels": [numbered(child) for child in children]} if children else panel

    return {**board, "panels": [numbered(panel) for panel in board["panels"]]}


def _given(panels: list[Board]) -> dict[int, int]:
    """Return the numbers that are given, by panel; the first of two equal ones keeps it."""
    found: dict[int, int] = {}
    seen: set[int] = set()
    for panel in panels:
        number = _whole(panel.get("id")) if was_asked(panel, "id") else None
        if number and number not in seen:
            seen.add(number)
            found[id(panel)] = number
    return found


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_GIVEN:
        return None
    return value


def _names(panels: list[Board]) -> dict[int, str]:
    """Return what each panel is called for its number, by panel."""
    short = {id(panel): f"{panel.get('type')}\0{panel.get('title') or ''}" for panel in panels}
    shared = Counter(short.values())
    names: dict[int, str] = {}
    turns: Counter[str] = Counter()
    for panel in panels:
        name = short[id(panel)]
        if shared[name] > 1:
            name = f"{name}\0{_content(panel)}"
            turns[name] += 1
            name = f"{name}\0{turns[name]}" if turns[name] > 1 else name
        names[id(panel)] = name
    return names


def _content(panel: Board) -> str:
    """Return a panel's queries, or its text, without what differs between environments."""
    queries = [
        {key: value for key, value in target.items() if key not in ("datasource", "refId", ORIGIN)}
        for target in panel.get("targets") or ()
    ]
    content = [queries, get(panel, "options", "content")]
    return json.dumps(content, sort_keys=True, default=str)


def _free(name: str, taken: set[int]) -> int:
    return next(number for number in _numbers(name) if number not in taken)


def _numbers(name: str) -> Iterator[int]:
    """Yield the numbers that a name may have, its own first."""
    while True:
        digest = sha256(name.encode("utf-8", "surrogatepass"))
        yield int.from_bytes(digest.digest()[:8], "big") % HIGHEST + 1
        name = digest.hexdigest()
