"""Two boards in a folder have the same title.

## Reported cases
Boards that are checked together and are in the same folder: that of the project, or that of the
file. Boards that share their uid too are left to [duplicate-uid](duplicate-uid.md). Outside a
project the severity is `info`: nobody knows whether the boards go to the same Grafana.

## Why
Nobody can distinguish them in lists and in the search. With file provisioning Grafana logs that the
title is used more than once, and writes neither of them.

## Bad
`team/a.json` and `team/b.json`, both with `"title": "Nodes"`.

## Good
`"title": "Nodes"` and `"title": "Nodes by rack"`, or one of the two in another folder.

## Source
[Provisioning
dashboards](https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardFacts, Finding, ProjectView, rule


@rule(id="duplicate-title", group="board", severity="warning", looks_at=ProjectView)
def check(project: ProjectView) -> Iterator[Finding]:
    first: dict[tuple[str, str], BoardFacts] = {}
    for board in project.boards:
        other = first.setdefault((board.folder, board.title), board)
        twins = other is board or (board.uid and board.uid == other.uid)
        if board.title and not twins:
            yield Finding(
                what=f"{other.place} in the same folder has the same title, {board.title!r}",
                fix="Change one of the titles, or move one of the boards to another folder.",
                at=board,
                key="title",
                severity=None if project.settings.in_project else "info",
            )
