"""Knowing a board without a uid again, when it comes by another path than before.

Its uid was made of its path and title, so by another path it gets another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property

from boardwright.commands.importing.import_record import Imported
from boardwright.commands.importing.import_results import SHARED_FILE
from boardwright.compiler.edit import without
from boardwright.compiler.passes.uids import HASH, is_made
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.schema.document import Board
from boardwright.source.verdict import compare_compiled

Compile = Callable[[dict[str, bytes], dict[str, bytes]], dict[str, Board | BoardwrightError]]
"""Compiles modules by their texts, with those that they import."""


class Again:
    """The boards of earlier imports that had no uid, and are not otherwise in this one.

    Args:
        imported: What earlier imports wrote.
        taken: The uids of this import's boards.
        run: Compiles modules; it is called when somebody first asks.
    """

    def __init__(self, imported: Imported, *, taken: Collection[str], run: Compile) -> None:
        self._imported, self._run = imported, run
        self._modules = {
            uid: module
            for uid, module in imported.modules.items()
            if is_made(uid) and uid not in taken
        }

    def uid_of(self, compiled: Board, *, origin: str) -> str | None:
        """Return the uid of the board that this one was before; None when it is new.

        Args:
            compiled: The board, compiled, with a uid that was made.
            origin: The file it comes from.

        Raises:
            DeclarationError: It may be one of an earlier import, or another.
        """
        made = compiled["uid"]
        if made in self._imported.modules or not self._modules:
            return None
        same = [uid for uid, body in self._bodies.items() if _same(body, compiled)]
        if len(same) == 1:
            return same[0]
        alike = same or [uid for uid in self._modules if uid[:-HASH] == made[:-HASH]]
        if alike:
            raise self._unsure(alike, origin)
        return None

    @cached_property
    def _bodies(self) -> Mapping[str, Board]:
        shared = self._imported.base(SHARED_FILE)
        texts = {
            module: self._imported.base(module) or self._imported.current(module) or b""
            for module in self._modules.values()
        }
        found = self._run(texts, {} if shared is None else {SHARED_FILE: shared})
        bodies = {uid: found[module] for uid, module in self._modules.items()}
        return {uid: body for uid, body in bodies.items() if isinstance(body, dict)}

    def _unsure(self, uids: list[str], origin: str) -> BoardwrightError:
        folder = self._imported.folder.name
        told = " or ".join(f"{folder}/{self._modules[uid]}" for uid in uids)
        return DeclarationError(
            f"has no uid, and may be the board of {told} or another",
            where=origin,
            hint=f"Give it the uid {uids[0]!r} if it is that board, or one of its own.",
        )


def _same(one: Board, other: Board) -> bool:
    _, differences = compare_compiled(without(one, "uid"), without(other, "uid"))
    return not differences
