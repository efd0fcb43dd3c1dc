"""Determines the paths of boards and alert groups in the output folder of a build, and finds
duplicate uids, titles and groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from boardwright.errors import BoardwrightError, DocumentError
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.board_result import BoardResult

if TYPE_CHECKING:
    from boardwright.schema.alerting.alerts import CompiledGroup, CompiledRule

PlacedBoard = tuple[BoardFolder, BoardResult]
"""A compiled board, with its folder."""

PlacedGroup: TypeAlias = "tuple[BoardFolder, CompiledGroup]"
"""A compiled group of alert rules, with its folder."""

ALERTING = "grafana/provisioning/alerting"
"""The directory for the files of alert groups."""


def build_board_path(folder: BoardFolder, board: BoardResult) -> str:
    """Return the path of a compiled board in the output folder."""
    return f"dashboards/{folder.directory}/{board.uid}.json"


def build_group_path(folder: BoardFolder, group: CompiledGroup) -> str:
    """Return the path of an alert group's file in the output folder."""
    name = BoardFolder.from_title(group.name).directory
    return f"{ALERTING}/{folder.directory}.{name}.yaml"


def format_folder_path(folder: BoardFolder) -> str:
    """Return the title of a Grafana folder without spaces around `/`, as alert files contain it."""
    return "/".join(level.strip() for level in folder.title.split("/"))


def find_duplicates(boards: Sequence[PlacedBoard]) -> list[BoardwrightError]:
    """Return an error for each uid that occurs twice (`Node` and `node` count as the same uid), and
    for each title that occurs twice in a Grafana folder. If a uid or title occurs twice, Grafana's
    file provisioning stops saving boards. Return an error also for a board with the same uid as a
    Grafana folder.
    """
    folders: dict[str, BoardFolder] = {}
    uids: dict[str, BoardResult] = {}
    titles: dict[tuple[str, str], BoardResult] = {}
    errors = _find_alike_folders(boards, folders)
    for folder, board in boards:
        uid = board.uid
        if (owner := folders.get(uid)) is not None:
            errors.append(_build_folder_uid_error(owner, board))
        if (first := uids.setdefault(uid.casefold(), board)) is not board:
            errors.append(_build_same_uid_error(first, board))
        first = titles.setdefault((folder.uid, board.title), board)
        if first is not board:
            errors.append(_build_same_title_error(folder, first, board))
    return errors


def _find_alike_folders(
    boards: Sequence[PlacedBoard], folders: dict[str, BoardFolder]
) -> list[BoardwrightError]:
    """Return an error for each pair of Grafana folders with the same uid or with the same output
    directory.

    The function also adds all folders to `folders`.
    """
    directories: dict[str, BoardFolder] = {}
    first_boards: dict[BoardFolder, BoardResult] = {}
    for folder, board in boards:
        first_boards.setdefault(folder, board)
    return [
        _build_same_folder_error(twin, folder, board)
        for folder, board in first_boards.items()
        for twin in {
            folders.setdefault(folder.uid, folder),
            directories.setdefault(folder.directory, folder),
        }
        if twin != folder
    ]


def _build_same_uid_error(first: BoardResult, second: BoardResult) -> DocumentError:
    if first.uid == second.uid:
        return DocumentError(
            f'two boards have the uid {second.uid!r}: "{second.title}" and "{first.title}"'
            f" ({first.place})",
            where=second.place,
            hint="Give one board another uid, or leave `uid` out to get a generated uid.",
        )
    return DocumentError(
        f'board "{second.title}" has the uid {second.uid!r}, and "{first.title}" ({first.place})'
        f" has {first.uid!r}: the uids differ only in upper and lower case",
        where=second.place,
        hint="Give one board another uid: on macOS and Windows both boards would be one file,"
        " and a Grafana with MySQL treats the uids as equal.",
    )


def _build_same_title_error(
    folder: BoardFolder, first: BoardResult, second: BoardResult
) -> DocumentError:
    return DocumentError(
        f'the folder "{folder.title}" has two boards with the title "{second.title}"; the '
        f"other board is at {first.place}",
        where=second.place,
        hint=(
            "Titles must be unique in a folder: rename one of the boards, or move one to "
            "another folder."
        )
        + (_GENERATED if _is_next_to_module(first, second) else ""),
    )


_GENERATED = (
    " If the module generates the JSON file, add that file to `exclude` in boardwright.toml."
)


def _is_next_to_module(*boards: BoardResult) -> bool:
    """Return whether the boards are declared in a module and a JSON file of the same name in the
    same directory, such as `x.py` and `x.json`.
    """
    files = [PurePosixPath(board.place.file) for board in boards]
    is_one_name = len({file.with_suffix("") for file in files}) == 1
    return is_one_name and {file.suffix for file in files} == {".json", ".py"}


def _build_same_folder_error(
    first: BoardFolder, second: BoardFolder, board: BoardResult
) -> DocumentError:
    same_uid = first.uid == second.uid
    shared = f"uid {first.uid!r}" if same_uid else f"directory {first.directory!r}"
    return DocumentError(
        f'the folders "{first.title}" and "{second.title}" would have the same {shared}',
        where=board.place,
        hint="Give both folders the same title, or titles that differ in more than capital"
        " letters.",
    )


def _build_folder_uid_error(folder: BoardFolder, board: BoardResult) -> DocumentError:
    return DocumentError(
        f'board "{board.title}" and the folder "{folder.title}" have the same uid {folder.uid!r}',
        where=board.place,
        hint="Give the board another uid: Grafana requires different uids.",
    )


def find_group_duplicates(groups: Sequence[PlacedGroup]) -> list[BoardwrightError]:
    """Return an error for each duplicate alert group, and for each duplicate alert rule.

    boardwright must find the duplicates, because Grafana accepts a second rule with the same title,
    and replaces a group by another group of the same name.
    """
    errors: list[BoardwrightError] = []
    names: dict[str, CompiledGroup] = {}
    rules: dict[str, CompiledRule] = {}
    for folder, group in groups:
        first = names.setdefault(build_group_path(folder, group), group)
        if first is not group:
            errors.append(_build_same_group_error(folder, first, group))
        errors += _find_same_rules(rules, group.rules)
    return errors


def find_groups_without_folder(groups: Sequence[PlacedGroup]) -> list[BoardwrightError]:
    """Return an error for each alert group that is in no Grafana folder, because Grafana requires a
    folder.
    """
    return [
        DocumentError(
            f'the alert group "{group.name}" has no folder',
            where=group.place,
            hint="Grafana requires a folder for alert rules: declare a folder, such as "
            'folder = "Alerts".',
        )
        for folder, group in groups
        if not folder.uid
    ]


def _find_same_rules(
    seen: dict[str, CompiledRule], rules: Iterable[CompiledRule]
) -> Iterable[BoardwrightError]:
    for rule in rules:
        first = seen.setdefault(rule.uid, rule)
        if first is not rule:
            yield _build_same_rule_error(first, rule)


def _build_same_group_error(
    folder: BoardFolder, first: CompiledGroup, second: CompiledGroup
) -> DocumentError:
    return DocumentError(
        f'the folder "{folder.title}" has two alert groups "{second.name}"; the other '
        f"group is at {first.place}",
        where=second.place,
        hint="Put the rules of both groups into one group, or rename one of the groups.",
    )


def _build_same_rule_error(first: CompiledRule, second: CompiledRule) -> DocumentError:
    what = (
        f'two alert rules have the title "{second.title}"'
        if first.title == second.title
        else f'two alert rules have the uid {second.uid!r}: "{second.title}" and "{first.title}"'
    )
    return DocumentError(
        f"{what}; the other rule is at {first.place}",
        where=second.place,
        hint="Rename one of the rules, or give it another uid.",
    )
