"""Give every panel an id that does not change when panels are added or removed.

The pass keeps ids that the author set. If two panels have the same id, the second panel gets a new
id. Ids of grafanalib's `auto_panel_ids` are replaced, because they depend on the order of the
panels.

The pass computes a new id from the panel's type and title. If several panels have the same type and
title, their ids also depend on their queries. If several panels have the same type, title and
queries, their ids also depend on their order. Links to a panel therefore still work after other
panels have changed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import get_value
from boardwright.compiler.places import is_argument_passed
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import ORIGIN, Board, PanelJson

HIGHEST = 1 << 23
"""The largest id that this pass computes."""

LARGEST_ID = (1 << 32) - 1
"""The largest panel id that Grafana accepts."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with a unique `id` on every panel."""
    panels = list(iter_panels(board))
    numbers = _list_author_ids(panels)
    taken = set(filter(None, numbers))
    unnumbered = [index for index, number in enumerate(numbers) if number is None]
    names = _build_id_texts([panels[index] for index in unnumbered])
    for index, name in zip(unnumbered, names, strict=True):
        numbers[index] = number = _choose_free_id(name, taken)
        taken.add(number)
    return _assign_ids(board, iter(numbers))


def _assign_ids(board: Board, numbers: Iterator[int | None]) -> Board:
    def assign_id(panel: PanelJson) -> PanelJson:
        number = next(numbers)
        is_unchanged = panel.get("id") == number and isinstance(panel["id"], int)
        panel = panel if is_unchanged else {**panel, "id": number}
        children = panel.get("panels")
        return {**panel, "panels": list(map(assign_id, children))} if children else panel

    return {**board, "panels": list(map(assign_id, board["panels"]))}


def _list_author_ids(panels: list[PanelJson]) -> list[int | None]:
    """Return the id that the author gave to each panel; None for a repeated or missing id."""
    numbers: list[int | None] = []
    seen: set[int | None] = {None}
    for panel in panels:
        number = _parse_panel_id(panel.get("id")) if is_argument_passed(panel, "id") else None
        numbers.append(None if number in seen else number)
        seen.add(number)
    return numbers


def _parse_panel_id(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_ID:
        return None
    return value


def _build_id_texts(panels: list[PanelJson]) -> list[str]:
    """Return, for each panel, the text from which the panel's id is computed."""
    titles = [f"{panel.get('type')}\0{panel.get('title') or ''}" for panel in panels]
    shared = Counter(titles)
    counts: Counter[str] = Counter()
    texts = []
    for panel, name in zip(panels, titles, strict=True):
        text = name
        if shared[name] > 1:
            text = f"{name}\0{_encode_content(panel)}"
            counts[text] += 1
            text = f"{text}\0{counts[text]}" if counts[text] > 1 else text
        texts.append(text)
    return texts


def _encode_content(panel: PanelJson) -> str:
    """Return a panel's queries and text as JSON, without data sources and refIds."""
    queries = [
        {key: value for key, value in target.items() if key not in ("datasource", "refId", ORIGIN)}
        for target in panel.get("targets") or ()
    ]
    content = [queries, get_value(panel, "options", "content")]
    return json.dumps(content, sort_keys=True, default=str)


def _choose_free_id(name: str, taken: set[int]) -> int:
    return next(number for number in _iter_possible_ids(name) if number not in taken)


def _iter_possible_ids(name: str) -> Iterator[int]:
    """Yield possible ids for a text, endlessly."""
    while True:
        digest = sha256(name.encode("utf-8", "surrogatepass"))
        yield int.from_bytes(digest.digest()[:8], "big") % HIGHEST + 1
        name = digest.hexdigest()
