"""A board has very many queries outside collapsed rows.

## Reported cases
This rule reports boards with more than 100 queries in panels outside collapsed rows. Hidden queries
and queries of stored copies of a repeated panel do not count.

## Why
Grafana first sends the queries of the visible panels, and sends the other queries when the reader
scrolls. When the reader prints or exports the board, Grafana sends all queries. A board with so
many queries usually has no single purpose.

## Bad
A board has 120 panels outside collapsed rows.

## Good
The same panels are in collapsed rows, or on several boards that link to each other.

## Source
[Best practices for
dashboards](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/best-practices/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, QueryView, rule
from boardwright.notation.plurals import format_quantity

MOST = 100


@rule(
    id="too-many-queries",
    group="board",
    severity="info",
    looks_at=BoardView,
    profiles=("strict",),
)
def check(board: BoardView) -> Iterator[Finding]:
    count = sum(1 for query in board.queries if _is_sent_on_load(query))
    if count > MOST:
        what = f"the board has {format_quantity(count, 'query', 'queries')} outside collapsed rows"
        fix = (
            "Put panels into collapsed rows, or split the board into several boards that link to "
            "each other."
        )
        yield Finding(what=what, fix=fix, key="panels")


def _is_sent_on_load(query: QueryView) -> bool:
    panel = query.panel
    in_closed_row = panel.row is not None and panel.row.is_collapsed
    return not (query.hidden or panel.is_repeat_clone or in_closed_row)
