"""Chooses the output paths of boards and alert groups, and finds duplicate uids and titles."""

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
"""A compiled board, and the Grafana folder to which the board belongs."""

PlacedGroup: TypeAlias = "tuple[BoardFolder, CompiledGroup]"
"""A compiled group of alert rules, and the Grafana folder to which the group belongs."""

ALERTING = "grafana/provisioning/alerting"
"""Directory in the output folder for the provisioning files of alert groups."""


def build_board_path(folder: BoardFolder, board: BoardResult) -> str:
    """Return the path of a compiled board in the output folder."""
    return f"dashboards/{folder.directory}/{board.uid}.json"


def build_group_path(folder: BoardFolder, group: CompiledGroup) -> str:
    """Return the path of an alert group's file in the output folder."""
    name = BoardFolder.from_title(group.name).directory
    return f"{ALERTING}/{folder.directory}.{name}.yaml"


def format_folder_path(folder: BoardFolder) -> str:
    """Return the title of a Grafana folder for a file of alert rules, without spaces around `/`."""
    return "/".join(level.strip() for level in folder.title.split("/"))


def find_duplicates(boards: Sequence[PlacedBoard]) -> list[BoardwrightError]:
    """Return an error for each duplicate uid, and for each duplicate title in a Grafana folder.

    With duplicates, Grafana's file provisioning stops saving boards. Uids that differ only in case
    count as duplicates. The uid of a board must also differ from the uids of Grafana folders.
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
    """Return an error for each pair of Grafana folders with the same uid or output directory.

    The function also adds all folders to `folders`, with their uids as keys.
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
            hint="Give one board another uid, or remove `uid` to get a generated uid.",
        )
    return DocumentError(
        f'the board "{second.title}" has the uid {second.uid!r}, and the board "{first.title}"'
        f" ({first.place}) has the uid {first.uid!r}: the uids differ only in upper and lower case",
        where=second.place,
        hint="Give one board another uid. On macOS and Windows, both boards would have the same"
        " file, and with MySQL, Grafana treats the uids as equal.",
    )


def _build_same_title_error(
    folder: BoardFolder, first: BoardResult, second: BoardResult
) -> DocumentError:
    return DocumentError(
        f'the folder "{folder.title}" has two boards with the title "{second.title}"; the '
        f"other board is at {first.place}",
        where=second.place,
        hint=(
            "Titles must be unique in a folder: rename one of the boards, or move one of them to "
            "another folder."
        )
        + (_GENERATED if _is_next_to_module(first, second) else ""),
    )


_GENERATED = (
    " If the module generates the JSON file, add the JSON file to `exclude` in boardwright.toml."
)


def _is_next_to_module(*boards: BoardResult) -> bool:
    """Return whether the boards come from two files such as `a/x.py` and `a/x.json`."""
    files = [PurePosixPath(board.place.file) for board in boards]
    is_one_name = len({file.with_suffix("") for file in files}) == 1
    return is_one_name and {file.suffix for file in files} == {".json", ".py"}


def _build_same_folder_error(
    first: BoardFolder, second: BoardFolder, board: BoardResult
) -> DocumentError:
    same_uid = first.uid == second.uid
    uid_or_path = f"uid {first.uid!r}" if same_uid else f"directory {first.directory!r}"
    return DocumentError(
        f'the folders "{first.title}" and "{second.title}" would have the same {uid_or_path}',
        where=board.place,
        hint="Give both folders the same title, or titles that differ in more than case and"
        " punctuation.",
    )


def _build_folder_uid_error(folder: BoardFolder, board: BoardResult) -> DocumentError:
    return DocumentError(
        f'the board "{board.title}" and the folder "{folder.title}" have the same uid'
        f" {folder.uid!r}",
        where=board.place,
        hint="Give the board another uid: Grafana requires different uids for boards and folders.",
    )


def find_group_duplicates(groups: Sequence[PlacedGroup]) -> list[BoardwrightError]:
    """Return an error for each duplicate alert group, and for each duplicate alert rule.

    Grafana reports no error for duplicates. Grafana accepts a second rule with the same title, and
    replaces a group by another group of the same name.
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
    """Return an error for each alert group without a folder, because Grafana requires a folder."""
    return [
        DocumentError(
            f'the alert group "{group.name}" has no folder',
            where=group.place,
            hint="Grafana requires a folder for alert rules. Set a folder in the module, such as "
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
        f'the folder "{folder.title}" has two alert groups with the name "{second.name}"; the '
        f"other group is at {first.place}",
        where=second.place,
        hint="Put the rules of both groups into one group, or rename one of the groups.",
    )


def _build_same_rule_error(first: CompiledRule, second: CompiledRule) -> DocumentError:
    duplicate = (
        f'two alert rules have the title "{second.title}"'
        if first.title == second.title
        else f'two alert rules have the uid {second.uid!r}: "{second.title}" and "{first.title}"'
    )
    return DocumentError(
        f"{duplicate}; the other rule is at {first.place}",
        where=second.place,
        hint="Give one of the rules another title or another uid.",
    )
