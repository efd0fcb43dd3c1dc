"""Two boards have the same uid.

## Reported cases
Boards of a project with the same uid, even if the boards are in different files. Outside a project
only boards in the same directory are compared with each other, and only the profile `strict`
reports them, with severity `info`, because the boards may be meant for different Grafana servers.

## Why
The uid identifies a board. If two boards have the same uid, Grafana keeps the board that was saved
last. If Grafana reads boards from provisioned files, one duplicate uid stops all updates of boards
from files, and only Grafana's log mentions the duplicate.

## Bad
Two files with `"uid": "node"`; for example a copy of a board in which only the title was changed.

## Good
A different uid for each board.

## Source
[Provisioning
dashboards](https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from boardwright.checks import BoardFacts, Finding, ProjectView, rule


@rule(id="duplicate-uid", group="board", severity="error", looks_at=ProjectView)
def check(project: ProjectView) -> Iterator[Finding]:
    in_project = project.settings.in_project
    by_uid: dict[tuple[str, str], list[BoardFacts]] = defaultdict(list)
    for board in project.boards:
        if board.uid:
            by_uid[board.uid, "" if in_project else board.folder].append(board)
    for (uid, _), (first, *others) in by_uid.items():
        for board in others:
            yield Finding(
                what=f'the board "{first.title}" ({first.place}) has the same uid, {uid!r}',
                fix="Change one of the uids, or remove the copied board.",
                at=board,
                key="uid",
                certain=in_project,
            )
