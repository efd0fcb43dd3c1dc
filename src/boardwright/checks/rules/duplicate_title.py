"""Two boards in the same Grafana folder have the same title.

## Reported cases
This rule reports boards with the same title in the same Grafana folder. The rule compares only
boards that are checked together. For a JSON file outside a project, the Grafana folder is unknown,
so the rule uses the directory of the file instead. If the boards also have the same uid, only the
rule [duplicate-uid](duplicate-uid.md) reports them. Outside a project, only the profile `strict`
reports boards with the same title, with severity `info`, because the boards may be meant for
different Grafana servers.

## Why
In Grafana's lists and search results, readers cannot distinguish boards with the same title. If
Grafana loads the boards by file provisioning, it saves none of them, and reports the problem only
in its log.

## Bad
The files `team/a.json` and `team/b.json` both contain `"title": "Nodes"`.

## Good
The boards have the titles `Nodes` and `Nodes by rack`, or one of the boards is in another folder.

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
        is_same_board = other is board or (board.uid and board.uid == other.uid)
        if board.title and not is_same_board:
            yield Finding(
                what=f"the board {other.place} in the same folder has the same title, "
                f"{board.title!r}",
                fix="Change one of the titles, or move one of the boards to another folder.",
                at=board,
                key="title",
                certain=project.settings.in_project,
            )
