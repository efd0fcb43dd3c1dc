"""Give every query of a panel a different `refId`: `A`, `B`, and so on.

Existing refIds stay. If two queries of a panel have the same refId, the second query gets a new
refId.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from string import ascii_uppercase

from boardwright.compiler.context import CompilerContext
from boardwright.schema.board_traversal import iter_targets, map_panels
from boardwright.schema.document import Board, Json, PanelJson


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with a unique `refId` on every query of a panel."""
    return map_panels(board, _assign_letters)


def _assign_letters(panel: PanelJson) -> PanelJson:
    targets = list(iter_targets(panel))
    names = [target.get("refId") for target in targets]
    if all(isinstance(name, str) and name for name in names) and len(set(names)) == len(names):
        return panel
    free_names = (name for name in _iter_names() if name not in names)
    used_names: set[str] = set()
    return {
        **panel,
        "targets": [_assign_letter(target, free_names, used_names) for target in targets],
    }


def _assign_letter(target: Json, free_names: Iterator[str], used_names: set[str]) -> Json:
    name = target.get("refId")
    if not isinstance(name, str) or not name or name in used_names:
        name = next(free_names)
    used_names.add(name)
    return target if target.get("refId") == name else {**target, "refId": name}


def _iter_names() -> Iterator[str]:
    for length in count(1):
        for letters in product(ascii_uppercase, repeat=length):
            yield "".join(letters)
