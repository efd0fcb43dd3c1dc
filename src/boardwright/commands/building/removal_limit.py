"""A build removes the files of boards that are gone; many at once look like an accident."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from boardwright.api.compiled_project import Compiled
from boardwright.errors import OutputError
from boardwright.notation.plurals import quantity
from boardwright.notation.removal_share import allowed_removals
from boardwright.provisioning.placed import ALERTING
from boardwright.provisioning.targets import board_uid


def refuse_removals(
    compiled: Compiled,
    removed: Collection[str],
    before: Mapping[str, str],
    *,
    output: str,
    share: int,
) -> None:
    """Refuse to remove the files of more boards, or alert groups, than may go at once.

    A board whose file moves to another folder does not count.

    Args:
        compiled: The boards and alert groups of the project.
        removed: The paths that would be removed.
        before: The files of the last build: path -> the file of the project each was made from.
        output: The output folder, for messages.
        share: The largest share that may go, in per cent.

    Raises:
        OutputError: Too many would go, or the project declares nothing at all.
    """
    boards = {uid for path in before if (uid := board_uid(path))}
    gone = {uid for path in removed if (uid := board_uid(path))}
    gone -= {board.uid for _, board in compiled.boards}
    groups = [*filter(_is_group, before)]
    fewer = len(groups) - len(compiled.alerts) if any(map(_is_group, removed)) else 0
    for error in _errors(compiled, len(boards), len(gone), len(groups), fewer, share):
        raise OutputError(
            f"nothing is written: {error}",
            where=output,
            hint="Is a folder of boards missing, or not mounted? --remove-share sets the limit;"
            " delete the output folder yourself if all of it is to go.",
        )


def _errors(
    compiled: Compiled, boards: int, gone: int, groups: int, fewer: int, share: int
) -> Iterator[str]:
    if not (compiled.boards or compiled.alerts) and gone + fewer > 0:
        kind, number = ("board", gone) if gone else ("alert group", fewer)
        yield f"the project declares nothing, and the files of {quantity(number, kind)} would go"
    for noun, total, going in (
        ("boards", boards, gone),
        ("alert groups", groups, fewer),
    ):
        if going > allowed_removals(total, share=share):
            yield f"the files of {going} of {total} {noun} would go, more than {share} %"


def _is_group(path: str) -> bool:
    return path.startswith(ALERTING)
