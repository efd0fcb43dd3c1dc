"""Recognising a board without a uid that comes from another path than at an earlier import.

Import makes such a board's uid from its path and title, so another path would give another uid.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property

from boardwright.commands.importing.import_record import ImportRecord
from boardwright.commands.importing.import_results import SHARED_FILE
from boardwright.commands.importing.module_compilation import CompiledModules
from boardwright.compiler.edit import without
from boardwright.compiler.passes.uids import HASH, is_made
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.schema.document import Board
from boardwright.source.verdict import compare_compiled

Compile = Callable[[dict[str, bytes], dict[str, bytes]], CompiledModules]
"""Compiles modules, given with those that they import."""


class EarlierUids:
    """The boards of earlier imports that had no uid and are not found under theirs this time.

    Args:
        record: The record of earlier imports.
        taken: The uids of this import's boards.
        compile_modules: Compiles modules; called when a uid is first looked up.
    """

    def __init__(
        self, record: ImportRecord, *, taken: Collection[str], compile_modules: Compile
    ) -> None:
        self._record, self._compile = record, compile_modules
        self._modules = {
            uid: module
            for uid, module in record.modules.items()
            if is_made(uid) and uid not in taken
        }

    def find(self, compiled: Board, *, origin: str) -> str | None:
        """Return the uid that a board had at an earlier import; None when it is new.

        Args:
            compiled: The compiled board, with a uid that was made.
            origin: The file that it comes from.

        Raises:
            DeclarationError: It is not certain whether it is a board of an earlier import.
        """
        made = compiled["uid"]
        if made in self._record.modules or not self._modules:
            return None
        same = [uid for uid, body in self._bodies.items() if _is_same(body, compiled)]
        if len(same) == 1:
            return same[0]
        candidates = same or [uid for uid in self._modules if uid[:-HASH] == made[:-HASH]]
        if candidates:
            raise self._uncertain(candidates, origin)
        return None

    @cached_property
    def _bodies(self) -> Mapping[str, Board]:
        shared = self._record.base(SHARED_FILE)
        texts = {
            module: self._record.base(module) or self._record.current(module) or b""
            for module in self._modules.values()
        }
        compiled = self._compile(texts, {} if shared is None else {SHARED_FILE: shared})
        found = {uid: compiled[module] for uid, module in self._modules.items()}
        return {uid: each[1].body for uid, each in found.items() if isinstance(each, tuple)}

    def _uncertain(self, uids: list[str], origin: str) -> BoardwrightError:
        folder = self._record.folder.name
        modules = " or ".join(f"{folder}/{self._modules[uid]}" for uid in uids)
        return DeclarationError(
            f"has no uid, and may be the board of {modules} or a new one",
            where=origin,
            hint=f"Give it the uid {uids[0]!r} if it is that board, or another uid.",
        )


def _is_same(one: Board, other: Board) -> bool:
    _, differences = compare_compiled(without(one, "uid"), without(other, "uid"))
    return not differences
