"""The range of a rate is shorter than the time between two points of its graph.

## Reported cases
This rule reports `rate` and `increase` in graphs if their range is fixed and shorter than the step
of the query when the board opens. The rule calculates the step as the initial time range divided by
the number of points. The number of points is `maxDataPoints`, or the width of the panel in pixels
on a screen of 2560 pixels. The rule rounds the step as Grafana does, and uses at least the minimum
interval of the query or panel. If a board has more than three such ranges, one problem reports all
of them.

## Why
Prometheus computes each point of the graph only from the samples in the range before that point.
For example, if there is a point every 10 minutes, `rate(x[5m])` ignores half of all samples. A peak
between two ranges is missing from the graph, and the values of `increase` add up to less than the
real total.

## Bad
```json
{
  "title": "Requests",
  "time": {"from": "now-7d", "to": "now"},
  "panels": [
    {
      "type": "timeseries",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
      "targets": [{"refId": "A", "expr": "sum(rate(http_requests_total[5m]))"}]
    }
  ]
}
```

## Good
```json
{
  "title": "Requests",
  "time": {"from": "now-7d", "to": "now"},
  "panels": [
    {
      "type": "timeseries",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
      "targets": [{"refId": "A", "expr": "sum(rate(http_requests_total[$__rate_interval]))"}]
    }
  ]
}
```

## Source
[$__rate_interval](https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/);
[rate](https://prometheus.io/docs/prometheus/latest/querying/functions/#rate)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, PanelView, QueryView, Range, Subquery, rule
from boardwright.checks.lengths import parse_range_length, parse_step_length, read_initial_range
from boardwright.checks.sampled_calls import is_fallback, iter_sampled_calls
from boardwright.notation.durations import format_duration
from boardwright.promql import Call
from boardwright.schema.grid import COLUMNS
from boardwright.schema.intervals import round_interval

_RATES = frozenset({"increase", "rate"})
_GRAPHS = frozenset({"graph", "heatmap", "timeseries"})
_SCREEN = 2560
"""Width of a wide screen in pixels. On a narrower screen the step is longer."""
_LARGEST_FACTOR = 1_000
"""The largest `intervalFactor` that this rule uses. Grafana's editor offers the factors 1 to 10."""
_MOST_SEPARATE = 3
"""If a board has more faulty queries than this number, one problem reports all of them."""


@rule(id="rate-window-below-step", group="principles", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    initial_range = read_initial_range(board)
    short_windows = [
        (query, samples, what)
        for panel in board.panels
        if panel.type in _GRAPHS and not panel.is_repeat_clone
        for query in panel.queries
        for samples, what in _iter_short_windows(panel, query, initial_range)
    ]
    if len(short_windows) > _MOST_SEPARATE:
        (_, _, first_problem), *others = short_windows
        yield Finding(
            what=f"{first_problem}; {len(others)} more ranges on the board are too short in "
            "the same way",
            fix="Use $__rate_interval, or let the board open with a shorter time range.",
            key=("time", "from"),
        )
        return
    for query, samples, what in short_windows:
        yield Finding(
            what=what,
            fix="Use $__rate_interval.",
            at=query,
            span=query.expression.locate_window(samples) if query.expression else None,
        )


def _iter_short_windows(
    panel: PanelView, query: QueryView, initial_range: int | None
) -> Iterator[tuple[Range, str]]:
    calls = [
        (call, samples, samples.window.milliseconds)
        for call, samples in iter_sampled_calls(query.expression, _RATES)
        if samples.window.milliseconds
    ]
    length = parse_range_length(panel.time_from) if panel.time_from else initial_range
    if not calls or not length or query.instant or query.hidden:
        return
    step = _calculate_step(panel, query, length)
    for call, samples, window in calls:
        if window and window < step and not _is_ignored(call):
            yield (
                samples,
                f"{call.name} over {format_duration(window)} ignores samples: with a time range of "
                f"{format_duration(length)} the graph has a point only every "
                f"{format_duration(step)}",
            )


def _is_ignored(call: Call) -> bool:
    """Return whether a call is in a subquery, which has its own step, or only fills gaps of another
    call, as in `rate(x[1m]) or rate(x[5m])`.
    """
    return is_fallback(call) or any(isinstance(parent, Subquery) for parent in call.parents())


def _calculate_step(panel: PanelView, query: QueryView, length: int) -> int:
    """Return the time between two points of a query on a wide screen, in milliseconds; 0 if
    unknown.
    """
    columns = min(panel.grid.w, COLUMNS) if panel.grid else COLUMNS
    points = panel.max_data_points or max(1, columns / COLUMNS * _SCREEN)
    intervals = [parse_step_length(text) for text in (query.interval, panel.interval) if text]
    factor = min(max(1, query.interval_factor or 1), _LARGEST_FACTOR)
    if None in intervals:
        return 0
    return int(max(round_interval(length / points), *filter(None, intervals), 1) * factor)
