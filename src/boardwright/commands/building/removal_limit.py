"""Refuses a build that would remove many output files, which is probably a mistake."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from boardwright.errors import OutputError
from boardwright.frozen import frozen
from boardwright.notation.plurals import format_quantity
from boardwright.notation.removal_share import count_allowed_removals
from boardwright.projects.compiled_project import CompiledProject
from boardwright.provisioning.output_paths import ALERTING
from boardwright.provisioning.rule_files import FOLDER as RULES
from boardwright.provisioning.targets import parse_board_uid


def refuse_removals(
    compiled: CompiledProject,
    removed: Collection[str],
    before: Mapping[str, str],
    *,
    output: str,
    share: int,
) -> None:
    """Refuse to remove the files of more than `share` % of the boards, alert groups or rule files.

    A board whose file moves to another folder is not counted as removed.

    Args:
        compiled: The boards and rules of the project.
        removed: Paths of the output files that the build would remove.
        before: Path of each file that the last build wrote -> path of the declaring file.
        output: Path of the output folder, for the error message.
        share: The largest allowed percentage of removed files, counted separately for boards, alert
            groups and rule files.

    Raises:
        OutputError: Too many files would be removed, or files would be removed and the project
            declares no boards and no rules.
    """
    boards = {uid for path in before if (uid := parse_board_uid(path))}
    removed_boards = {uid for path in removed if (uid := parse_board_uid(path))}
    removed_boards -= {board.uid for _, board in compiled.boards}
    groups = [*filter(_is_group, before)]
    removed_groups = len(groups) - len(compiled.alerts) if any(map(_is_group, removed)) else 0
    going = (
        PlannedRemovals(noun="board", total=len(boards), going=len(removed_boards)),
        PlannedRemovals(noun="alert group", total=len(groups), going=removed_groups),
        PlannedRemovals(noun="rule file", total=_count_rules(before), going=_count_rules(removed)),
    )
    for error in _iter_removal_errors(compiled, going, share):
        raise OutputError(
            f"nothing was written, because {error}",
            where=output,
            hint="Check that the folder of the boards is complete and mounted. To remove more "
            "files, pass a larger --remove-share. To remove all files, delete the output "
            "folder yourself.",
        )


@frozen
class PlannedRemovals:
    """How many boards, alert groups or rule files the last build wrote, and how many of their files
    this build would remove.

    Attributes:
        noun: `board`, `alert group` or `rule file`.
        total: Number of boards, alert groups or rule files that the last build wrote.
        going: Number of boards, alert groups or rule files whose files would be removed.
    """

    noun: str
    total: int
    going: int


def _iter_removal_errors(
    compiled: CompiledProject, kinds: Iterable[PlannedRemovals], share: int
) -> Iterator[str]:
    is_empty = not (compiled.boards or compiled.alerts or compiled.rules)
    for kind in kinds:
        if is_empty and kind.going > 0:
            files = format_quantity(kind.going, kind.noun)
            yield (
                f"the project declares no boards and no rules, and the files of {files} would "
                "be removed"
            )
        if kind.going > count_allowed_removals(kind.total, share=share):
            nouns = f"{kind.noun}s"
            yield (
                f"the files of {kind.going} of {kind.total} {nouns} would be removed, which is"
                f" more than {share} %"
            )


def _is_group(path: str) -> bool:
    return path.startswith(ALERTING)


def _count_rules(paths: Iterable[str]) -> int:
    return sum(path.startswith(f"{RULES}/") for path in paths)
