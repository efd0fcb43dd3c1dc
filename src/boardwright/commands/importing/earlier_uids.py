"""Recognises a stored board without a uid that an earlier import read from another path.

Import generates the uid of such a board from the path and the title. After a move to another path,
the generated uid would be different.
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
"""Compiles the modules in the first argument. The second argument contains modules that these
modules import.
"""


class EarlierUids:
    """Boards of earlier imports that had no uid. Boards whose generated uid also occurs in this
    import are omitted.

    Args:
        record: The record of earlier imports.
        taken: Uids of the boards of this import.
        compile_modules: Function that compiles modules. The function is called when a uid is looked
            up for the first time.
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
        """Return the uid that a board got at an earlier import; None if the board is new.

        Args:
            compiled: The compiled board, with a generated uid.
            origin: Name of the file that contains the board.

        Raises:
            DeclarationError: The board is similar, but not equal, to a board of an earlier import.
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
            "the board has no uid, so it is not clear whether this is the board of "
            f"{modules} or a new board",
            where=origin,
            hint=f"If this is the imported board, give it the uid {uids[0]!r}. If it is a new "
            "board, give it another uid.",
        )


def _is_same(one: Board, other: Board) -> bool:
    _, differences = compare_compiled(drop_keys(one, "uid"), drop_keys(other, "uid"))
    return not differences
