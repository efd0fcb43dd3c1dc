"""Two boards of one folder have one title.

## What
Boards that are checked together and are in one folder: that of the project, or that of the file.
Boards that share their uid as well are left to `duplicate-uid`.

## Why
In lists and in the search nobody can tell them apart. With file provisioning Grafana says that
the title is used more than once, and writes neither of them.

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
                what=f"its title {board.title!r} is that of {other.place} in the same folder, too",
                fix="Give it a title of its own, or move it to another folder.",
                at=board,
                key="title",
            )
