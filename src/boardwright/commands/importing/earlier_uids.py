"""Recognises a board file without a uid that an earlier import read from another path.

If a board file contains no uid, import generates a uid from the path of the file and the title. So
a moved file would get another uid.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from boardwright.commands.importing.import_record import ImportRecord
from boardwright.commands.importing.import_results import SHARED_FILE
from boardwright.commands.importing.module_compilation import CompiledModules
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.passes.uids import HASH, is_generated_uid
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.lazy import lazy_property
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import Board
from boardwright.source.verdict import compare_compiled

Compile = Callable[[dict[str, bytes], dict[str, bytes]], CompiledModules]
"""Function that compiles the modules in the first argument. The second argument contains helper
modules that the modules in the first argument import.
"""


class EarlierUids:
    """Finds the uids that earlier imports generated for boards without a uid.

    Args:
        record: The record of earlier imports.
        used_uids: Uids of the boards in the current import.
        compile_modules: Function that compiles modules.
    """

    def __init__(
        self, record: ImportRecord, *, used_uids: Collection[str], compile_modules: Compile
    ) -> None:
        self._record, self._compile = record, compile_modules
        self._modules = {
            uid: module
            for uid, module in record.modules.items()
            if is_generated_uid(uid) and uid not in used_uids
        }

    def find(self, compiled: Board, *, origin: str) -> str | None:
        """Return the uid that an earlier import generated for a board; None if the board is new.

        Args:
            compiled: The compiled board, with a newly generated uid.
            origin: Name of the file that contains the board.

        Raises:
            DeclarationError: The board may be new, or may be a board of an earlier import that
                has been edited.
        """
        generated_uid = Dashboard(compiled).uid
        if generated_uid in self._record.modules or not self._modules:
            return None
        equal_boards = [uid for uid, body in self._bodies.items() if _is_same(body, compiled)]
        if len(equal_boards) == 1:
            return equal_boards[0]
        candidates = equal_boards or [
            uid for uid in self._modules if uid[:-HASH] == generated_uid[:-HASH]
        ]
        if candidates:
            raise self._build_uncertainty_error(candidates, origin)
        return None

    @lazy_property
    def _bodies(self) -> Mapping[str, Board]:
        shared = self._record.read_base(SHARED_FILE)
        texts = {
            module: self._record.read_base(module) or self._record.read_current(module) or b""
            for module in self._modules.values()
        }
        compiled = self._compile(texts, {} if shared is None else {SHARED_FILE: shared})
        found = {uid: compiled[module] for uid, module in self._modules.items()}
        return {uid: each[1].body for uid, each in found.items() if isinstance(each, tuple)}

    def _build_uncertainty_error(self, uids: list[str], origin: str) -> BoardwrightError:
        folder = self._record.folder.name
        modules = " or ".join(f"{folder}/{self._modules[uid]}" for uid in uids)
        return DeclarationError(
            "the board has no uid, so boardwright cannot decide whether the board is new, or is "
            f"already imported as {modules}",
            where=origin,
            hint=f"If the board is already imported, give the board the uid {uids[0]!r}. If the "
            "board is new, give the board another uid.",
        )


def _is_same(one: Board, other: Board) -> bool:
    _, differences = compare_compiled(drop_keys(one, "uid"), drop_keys(other, "uid"))
    return not differences
