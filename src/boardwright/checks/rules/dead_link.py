"""A link leads to a board that the project does not have.

## Reported cases
This rule reports links of boards, panels and fields to `/d/UID` on the same server, if no board of
the project has this uid. The rule runs only when `check` reads all boards of a project. The rule
ignores links to other servers, and links with a variable in the uid.

## Why
The link opens Grafana's page "Dashboard not found". People usually notice this only during an
incident.

## Bad
A link contains `"url": "/d/nodse/nodes"`, but the uid of the project's board is `nodes`.

## Good
The link contains `"url": "/d/nodes/nodes?${__url_time_range}"`.

## Source
[Manage dashboard
links](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/manage-dashboard-links/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, LinkAt, ProjectView, rule
from boardwright.notation.similar_names import suggest_name
from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.schema.board_addresses import read_linked_uid


@rule(id="dead-link", group="board", severity="warning", looks_at=ProjectView)
def check(project: ProjectView) -> Iterator[Finding]:
    if not (project.settings.in_project and project.whole and len(project.boards) > 1):
        return
    known = {board.uid for board in project.boards if board.uid}
    for board in project.boards:
        for link in board.links:
            uid = read_linked_uid(link.url)
            if uid and uid not in known and not may_contain_variable(uid):
                yield Finding(
                    what=f"a link leads to /d/{uid}, but no board has the uid {uid!r}",
                    fix=suggest_name(uid, known, otherwise="Correct the link, or remove it."),
                    at=LinkAt(board, link),
                )
