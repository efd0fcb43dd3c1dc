"""Boards and alert groups with their folders, their paths in the tree, and duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from boardwright.errors import BoardwrightError, DocumentError
from boardwright.provisioning.providers import Folder
from boardwright.schema.compiled import BoardResult

if TYPE_CHECKING:
    from boardwright.schema.alerts import CompiledGroup, CompiledRule

Placed = tuple[Folder, BoardResult]
"""A compiled board and its folder."""

PlacedGroup: TypeAlias = "tuple[Folder, CompiledGroup]"
"""A compiled group of alert rules and its folder."""

ALERTING = "grafana/provisioning/alerting"
"""The folder of alert group files in the tree."""


def board_path(folder: Folder, board: BoardResult) -> str:
    """Return the path of a compiled board in the tree."""
    return f"dashboards/{folder.directory}/{board.uid}.json"


def group_path(folder: Folder, group: CompiledGroup) -> str:
    """Return the path of a group's file in the tree."""
    name = Folder.from_title(group.name).directory
    return f"{ALERTING}/{folder.directory}.{name}.yaml"


def folder_path(folder: Folder) -> str:
    """Return a folder's title in the form of an alert group file."""
    return "/".join(level.strip() for level in folder.title.split("/"))


def duplicates(boards: Sequence[Placed]) -> list[BoardwrightError]:
    """Return an error for each duplicate uid, and each duplicate title within a folder.

    One duplicate stops every write of Grafana's file providers. Folders and boards share their
    uids.
    """
    folders: dict[str, Folder] = {}
    uids: dict[str, BoardResult] = {}
    titles: dict[tuple[str, str], BoardResult] = {}
    errors = _alike(boards, folders)
    for folder, board in boards:
        uid = board.uid
        if (owner := folders.get(uid)) is not None:
            errors.append(_folders_uid(owner, board))
        if (first := uids.setdefault(uid.casefold(), board)) is not board:
            errors.append(_same_uid(first, board))
        first = titles.setdefault((folder.uid, board.title), board)
        if first is not board:
            errors.append(_same_title(folder, first, board))
    return errors


def _alike(boards: Sequence[Placed], folders: dict[str, Folder]) -> list[BoardwrightError]:
    """Add the folders to `folders` by uid, and return an error for each clash."""
    directories: dict[str, Folder] = {}
    first_boards: dict[Folder, BoardResult] = {}
    for folder, board in boards:
        first_boards.setdefault(folder, board)
    return [
        _same_folder(twin, folder, board)
        for folder, board in first_boards.items()
        for twin in {
            folders.setdefault(folder.uid, folder),
            directories.setdefault(folder.directory, folder),
        }
        if twin != folder
    ]


def _same_uid(first: BoardResult, second: BoardResult) -> DocumentError:
    if first.uid == second.uid:
        return DocumentError(
            f'board "{second.title}" has the uid {second.uid!r}, as has "{first.title}"'
            f" ({first.place})",
            where=second.place,
            hint="Give one of them another uid, or leave `uid` out to get a generated one.",
        )
    return DocumentError(
        f'board "{second.title}" has the uid {second.uid!r}, and "{first.title}" ({first.place})'
        f" has {first.uid!r}: they differ only in upper and lower case",
        where=second.place,
        hint="Give one of them another uid: on macOS and Windows their files are one, and a"
        " Grafana on MySQL takes the uids for one.",
    )


def _same_title(folder: Folder, first: BoardResult, second: BoardResult) -> DocumentError:
    return DocumentError(
        f'the folder "{folder.title}" has two boards with the title "{second.title}";'
        f" the other is at {first.place}",
        where=second.place,
        hint="A title may exist once per folder: rename one of them, or move it.",
    )


def _same_folder(first: Folder, second: Folder, board: BoardResult) -> DocumentError:
    return DocumentError(
        f'the folders "{first.title}" and "{second.title}" are too similar:'
        f" both are {first.directory!r} in the tree, or have one uid",
        where=board.place,
        hint="Use the same title, or a title that differs more.",
    )


def _folders_uid(folder: Folder, board: BoardResult) -> DocumentError:
    return DocumentError(
        f'board "{board.title}" has the uid {folder.uid!r}, as has the folder "{folder.title}"',
        where=board.place,
        hint="Folders and boards share uids in Grafana: give the board another uid.",
    )


def group_duplicates(groups: Sequence[PlacedGroup]) -> list[BoardwrightError]:
    """Return an error for each duplicate group and each duplicate rule.

    Grafana accepts a second rule with the same title, and replaces a group by another with its
    name.
    """
    errors: list[BoardwrightError] = []
    names: dict[str, CompiledGroup] = {}
    rules: dict[str, CompiledRule] = {}
    for folder, group in groups:
        first = names.setdefault(group_path(folder, group), group)
        if first is not group:
            errors.append(_same_group(folder, first, group))
        errors += _same_rules(rules, group.rules)
    return errors


def groups_in_no_folder(groups: Sequence[PlacedGroup]) -> list[BoardwrightError]:
    """Return an error for each group without a folder, which Grafana requires."""
    return [
        DocumentError(
            f'the alert group "{group.name}" is in no folder',
            where=group.place,
            hint=f"Alert rules need a folder in Grafana: name a folder other than {folder.title}.",
        )
        for folder, group in groups
        if not folder.uid
    ]


def _same_rules(
    seen: dict[str, CompiledRule], rules: Iterable[CompiledRule]
) -> Iterable[BoardwrightError]:
    for rule in rules:
        first = seen.setdefault(rule.uid, rule)
        if first is not rule:
            yield _same_rule(first, rule)


def _same_group(folder: Folder, first: CompiledGroup, second: CompiledGroup) -> DocumentError:
    return DocumentError(
        f'the folder "{folder.title}" has two alert groups "{second.name}"; the other is at'
        f" {first.place}",
        where=second.place,
        hint="Put the rules into one group, or rename one of the groups.",
    )


def _same_rule(first: CompiledRule, second: CompiledRule) -> DocumentError:
    what = (
        f'two alert rules have the title "{second.title}"'
        if first.title == second.title
        else f'alert rule "{second.title}" has the uid {second.uid!r}, as has "{first.title}"'
    )
    return DocumentError(
        f"{what}; the other is at {first.place}",
        where=second.place,
        hint="Rename one of them, or give it a uid.",
    )
