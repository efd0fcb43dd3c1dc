"""Two boards have the same uid.

## Reported cases
This rule reports boards of a project that have the same uid. Outside a project, the rule compares
only boards in the same directory, and only the profile `strict` reports them. The severity is then
`info`, because the boards may be meant for different Grafana servers.

## Why
Grafana identifies a board by its uid. If two boards have the same uid, Grafana keeps only the board
that was saved last. If Grafana reads the boards from provisioned files, one duplicate uid stops the
updates of all boards from files. Grafana reports the duplicate only in its log.

## Bad
Two files contain `"uid": "node"`. For example, somebody copied a board and changed only its title.

## Good
Each board has a different uid.

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
