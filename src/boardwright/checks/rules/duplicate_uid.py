"""Two boards have the same uid.

## Reported cases
Boards of a project that are checked together, in any files. Outside a project only boards in the
same folder are compared, and the severity is `info`: nobody knows whether they go to the same
Grafana.

## Why
A uid identifies a board. Of two boards with the same uid Grafana keeps the one that was saved last.
With file provisioning it is worse: one duplicate stops every write of all providers, and only the
log mentions it.

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
    in_project = project.settings.in_project
    by_uid: dict[tuple[str, str], list[BoardFacts]] = defaultdict(list)
    for board in project.boards:
        if board.uid:
            by_uid[board.uid, "" if in_project else board.folder].append(board)
    for (uid, _), (first, *others) in by_uid.items():
        for board in others:
            yield Finding(
                what=f'"{first.title}" ({first.place}) has the same uid, {uid!r}',
                fix="Change one of the uids, or remove the copy.",
                at=board,
                key="uid",
                severity=None if in_project else "info",
            )
