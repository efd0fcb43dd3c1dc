"""What a Grafana should have of a project: from what was compiled to folders, boards and groups."""

from __future__ import annotations

from boardwright.api.compiled_project import Compiled
from boardwright.config.project import Project
from boardwright.grafana.wanted import (
    WantedBoard,
    WantedFolder,
    WantedGroup,
    WantedRule,
    all_folders,
    folder_levels,
)
from boardwright.provisioning.providers import Folder


def wanted(
    project: Project, compiled: Compiled
) -> tuple[tuple[WantedFolder, ...], list[WantedBoard], list[WantedGroup]]:
    """Return the folders, holders first, and the boards and alert groups that should be there.

    Raises:
        DocumentError: Two folders have one uid.
    """
    placed = [folder for folder, _ in (*compiled.boards, *compiled.alerts)]
    branches = {folder: _levels(project, folder) for folder in placed}
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
    return all_folders(named), boards, groups


def _levels(project: Project, folder: Folder) -> tuple[WantedFolder, ...]:
    """The folder's own uid, and those that its parents have as folders of their own."""

    def uid_of(path: str) -> str:
        return project.folder_of(path).uid

    *parents, leaf = folder_levels(folder.title, uid_of=uid_of)
    own = WantedFolder(uid=folder.uid, path=leaf.path, parent_uid=leaf.parent_uid)
    return (*parents, own)
