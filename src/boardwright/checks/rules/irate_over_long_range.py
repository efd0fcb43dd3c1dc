"""`irate` is used in a graph whose points are far apart, so most samples are ignored.

## Reported cases
This rule reports `irate` in four cases:

- The board opens with a time range of a day or more.
- The panel sets a time range of a day or more.
- The query of an annotation contains `irate`.
- The range of `irate` is `$__range`, or is an hour or longer.

If a board opens with a long time range and more than three of its queries use `irate`, one problem
reports all of these queries. The expression `rate(x[$window]) or irate(x[5m])` is not reported,
because here `irate` is used only if `rate` has no result.

## Why
`irate` uses the last two samples before each point of the graph. For example, a graph has a point
every two minutes, and Prometheus scrapes the targets every 15 seconds. `irate` then shows only 15
seconds of each two minutes and ignores the other samples. Peaks therefore appear and disappear each
time the graph is loaded. In an annotation query, only the last two samples determine whether the
annotation appears. A longer range does not help, because `irate` always uses the last two samples.

## Bad
```promql
irate(http_requests_total[$__range])
```
```json
{
  "title": "Requests",
  "time": {"from": "now-7d", "to": "now"},
  "panels": [
    {
      "type": "timeseries",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "targets": [{"refId": "A", "expr": "irate(http_requests_total[5m])"}]
    }
  ]
}
```

## Good
```promql
rate(http_requests_total[$__rate_interval])
```
```promql
irate(http_requests_total[5m])
```

## Source
The documentation of [irate](https://prometheus.io/docs/prometheus/latest/querying/functions/#irate)
recommends `irate` only for graphs of volatile, fast-moving counters. The board "Prometheus 101",
which boardwright ships, gives the same advice.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import (
    BoardView,
    Call,
    Finding,
    QueryView,
    Range,
    rule,
)
from boardwright.checks.lengths import parse_range_length, read_initial_range
from boardwright.checks.sampled_calls import find_deciding_irates
from boardwright.notation.durations import format_duration
from boardwright.notation.variable_syntax import read_whole_variable
from boardwright.promql.duration_nodes import Duration
from boardwright.schema.panel import Panel

_HOUR = 3_600_000
_DAY = 24 * _HOUR
_MOST_SEPARATE = 3
"""If a board has more faulty queries than this number, one problem reports all of them."""
_FIX = "Use rate, which uses all samples in its range."


@rule(id="irate-over-long-range", group="principles", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    for annotation in board.annotations:
        for call in find_deciding_irates(annotation.expression):
            what = (
                "an annotation uses irate, so only the last two samples determine whether the"
                " annotation appears"
            )
            yield Finding(what=what, fix=_FIX, at=annotation, node=call)
    initial_range = read_initial_range(board) or 0
    long_queries: list[tuple[QueryView, Call]] = []
    for query in board.queries:
        for call in [] if query.panel.is_repeat_clone else find_deciding_irates(query.expression):
            fault = _find_fault(query.panel, call)
            if fault is not None:
                yield Finding(what=fault, fix=_FIX, at=query, node=call)
            elif (
                initial_range >= _DAY
                and not query.instant
                and parse_range_length(query.panel.time_from) is None
            ):
                long_queries.append((query, call))
    yield from _report_long_board(board, initial_range, long_queries)


def _find_fault(panel: Panel, call: Call) -> str | None:
    samples = call.args[0].bare
    window = samples.window if isinstance(samples, Range) else None
    if window is not None and _is_long_window(window):
        return f"irate over {window} still uses only the last two samples"
    length = parse_range_length(panel.time_from)
    if length is not None and length >= _DAY:
        return (
            f"the panel shows a range of {format_duration(length)}, and irate ignores most "
            "samples in this range"
        )
    return None


def _is_long_window(window: Duration) -> bool:
    if read_whole_variable(window.variable) in {"__range", "__range_s"}:
        return True
    return window.milliseconds is not None and window.milliseconds >= _HOUR


def _report_long_board(
    board: BoardView, initial_range: int, queries: list[tuple[QueryView, Call]]
) -> Iterator[Finding]:
    if len(queries) > _MOST_SEPARATE:
        yield Finding(
            what=f"the board opens with a range of {format_duration(initial_range)}, and "
            f"{len(queries)} of its queries use irate, which ignores most samples in this range",
            fix="Use rate, or set the time range of the board to a few hours.",
            at=board,
            key=("time", "from"),
        )
        return
    for query, call in queries:
        what = (
            f"the board opens with a range of {format_duration(initial_range)}, and irate ignores "
            "most samples in this range"
        )
        yield Finding(what=what, fix=_FIX, at=query, node=call)
