"""Converts the project's folders, boards and alert groups to values that a plan compares with
Grafana.
"""

from __future__ import annotations

from boardwright.config.project import ProjectSettings
from boardwright.grafana.wanted_objects import (
    WantedBoard,
    WantedFolder,
    WantedGroup,
    WantedRule,
    build_folder_branch,
    collect_folders,
)
from boardwright.projects.compiled_project import CompiledProject
from boardwright.provisioning.providers import BoardFolder


def declare_state(
    project: ProjectSettings, compiled: CompiledProject
) -> tuple[tuple[WantedFolder, ...], list[WantedBoard], list[WantedGroup]]:
    """Return the declared folders with parents first, the boards, and the groups of alert rules.

    Raises:
        DocumentError: Two folders have the same uid.
    """
    placed = [folder for folder, _ in (*compiled.boards, *compiled.alerts)]
    branches = {folder: _list_levels(project, folder) for folder in placed}
    boards = [
        WantedBoard(
            uid=board.uid,
            title=board.title,
            text=board.text,
            folder=branches[folder][-1],
            place=str(board.place),
        )
        for folder, board in compiled.boards
    ]
    groups = [
        WantedGroup(
            name=group.name,
            interval=group.interval,
            rules=tuple(
                WantedRule(uid=rule.uid, title=rule.title, data=rule.data, place=str(rule.place))
                for rule in group.rules
            ),
            folder=branches[folder][-1],
            place=str(group.place),
        )
        for folder, group in compiled.alerts
    ]
    named = (branch for folder, branch in branches.items() if folder.uid)
    return collect_folders(named), boards, groups


def _list_levels(project: ProjectSettings, folder: BoardFolder) -> tuple[WantedFolder, ...]:
    """Return the parents of a folder, followed by the folder itself."""
    *parents, leaf = build_folder_branch(folder.title, uid_of=project.find_folder_uid)
    own = WantedFolder(uid=folder.uid, path=leaf.path, parent_uid=leaf.parent_uid)
    return (*parents, own)
