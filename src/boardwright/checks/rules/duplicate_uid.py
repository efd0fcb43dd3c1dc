"""Two boards have one uid.

## What
Boards that are checked together, whatever file they are in.

## Why
A uid is a board's identity. Of two boards with one uid Grafana keeps the one that was saved
last. With file provisioning it is worse: one duplicate stops every write of all providers, and
the log is the only place that says so.

## Bad
Two files with `"uid": "node"`, a copy of a board whose title alone was changed, say.

## Good
A uid of its own for each board.

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
    by_uid: dict[str, list[BoardFacts]] = defaultdict(list)
    for board in project.boards:
        if board.uid:
            by_uid[board.uid].append(board)
    for uid, (first, *others) in by_uid.items():
        for board in others:
            yield Finding(
                what=f'its uid {uid!r} is that of "{first.title}" ({first.place}), too',
                fix="Give it a uid of its own, or remove the copy.",
                at=board,
                key="uid",
            )
