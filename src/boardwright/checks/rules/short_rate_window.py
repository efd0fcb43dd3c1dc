"""The range of a rate contains too few scrapes.

## Reported cases
This rule reports `rate`, `increase`, `delta`, `deriv` and `predict_linear` over a range of less
than four scrape intervals. The rule reports `irate` and `idelta` over a range of less than two
scrape intervals. In a project, the rule uses the project's scrape interval.

Outside a project, the scrape interval is unknown. A range of less than 10 s is reported, because it
contains two samples only if targets are scraped more often than every 5 s. A longer range that is
too short for scrapes every 15 s, which is Grafana's default, is reported only by the profile
`strict`, with severity `info`. If the query or panel has a minimum step of less than 15 s, the rule
uses this step as the scrape interval.

If the range is a variable whose values are all listed in the board, the rule uses the longest of
these values.

The rule also reports `rate(x[$__interval])`, because `$__interval` is at most one scrape interval
when the reader zooms in. The rule does not report `rate(x[$__interval])` if a minimum step makes
`$__interval` long enough, or if the query reads metrics of VictoriaMetrics (`vm_...`).

## Why
A rate needs at least two samples. If one scrape is missing or late, a range of two or three scrape
intervals may contain only one sample, and the graph has a gap. For the same reason, Grafana's
`$__rate_interval` is never less than four scrape intervals.

## Bad
```promql
rate(http_requests_total[30s])
```
```promql
sum(rate(http_requests_total{job="$job"}[$__interval]))
```

## Good
```promql
rate(http_requests_total[1m])
```
```promql
sum(rate(http_requests_total{job="$job"}[$__rate_interval]))
```

## Source
The board "Prometheus 101", which boardwright ships, recommends a range of at least four scrape
intervals. Grafana's page [Prometheus template
variables](https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/)
explains `$__rate_interval`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardwright.checks import Call, Finding, QueryView, rule
from boardwright.checks.lengths import parse_step_length
from boardwright.checks.sampled_calls import iter_sampled_calls
from boardwright.notation.durations import format_duration
from boardwright.notation.variable_syntax import read_whole_variable
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.metricsql import has_own_metrics

_SCRAPES = {
    **dict.fromkeys(("rate", "increase", "delta", "deriv", "predict_linear"), 4),
    **dict.fromkeys(("irate", "idelta"), 2),
}
_STEP = frozenset({"__interval", "__interval_ms"})


_FASTEST = 5_000
"""The shortest scrape interval that is used in practice, in milliseconds. The rule assumes this
interval if the real scrape interval is unknown.
"""


@rule(id="short-rate-window", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    expression = query.expression
    reported: set[str] = set()
    for call, samples in iter_sampled_calls(expression, _SCRAPES):
        finding = _find_fault(query, call, samples.window, _SCRAPES[call.name])
        if expression and finding is not None and finding.what not in reported:
            reported.add(finding.what)
            yield replace(finding, span=expression.locate_window(samples))


def _find_fault(query: QueryView, call: Call, window: Duration, scrapes: int) -> Finding | None:
    needed = scrapes * query.board.settings.scrape_interval
    if read_whole_variable(window.variable) in _STEP:
        return _find_step_fault(query, call, window, needed)
    length = _find_longest_value(query, window)
    if length is None or length >= needed:
        return None
    interval = format_duration(query.board.settings.scrape_interval)
    fix = _suggest_fix(needed)
    problem = f"{call.name} over {window} is shorter than {scrapes} scrape intervals of {interval}"
    if query.board.settings.in_project:
        return Finding(what=problem, fix=fix)
    step = parse_step_length(query.own_interval or query.panel.interval)
    if step and length >= scrapes * step:
        return None
    return Finding(
        what=f"{problem} ({interval} is assumed, because no project states the scrape interval)",
        fix=fix,
        certain=length < 2 * _FASTEST,
    )


def _find_step_fault(query: QueryView, call: Call, window: Duration, needed: int) -> Finding | None:
    """Return the finding about the range `$__interval`, or None. Metrics of VictoriaMetrics are
    ignored, because VictoriaMetrics includes the last sample before the range in a rate.
    """
    if call.name not in {"rate", "irate"} or _has_long_step(query, needed):
        return None
    if query.expression and has_own_metrics(query.expression.metrics):
        return None
    what = (
        f"{call.name} over {window} has at most one sample when the reader zooms in, "
        f"because {window} is then as short as the scrape interval of "
        f"{format_duration(query.board.settings.scrape_interval)}"
    )
    return Finding(what=what, fix=_suggest_fix(needed))


def _suggest_fix(needed: int) -> str:
    return f"Use $__rate_interval, or at least {format_duration(needed)}."


def _find_longest_value(query: QueryView, window: Duration) -> int | None:
    """Return the length of a range in milliseconds. The length of a variable is its longest value;
    None if some values are unknown.
    """
    if window.milliseconds is not None:
        return window.milliseconds
    variable = query.board.find_variable(read_whole_variable(window.variable) or "")
    lengths = [parse_step_length(value) for value in (variable.values if variable else None) or ()]
    if variable is None or variable.has_auto or not lengths or None in lengths:
        return None
    return max(length for length in lengths if length is not None)


def _has_long_step(query: QueryView, needed: int) -> bool:
    """Return whether a minimum step makes, or may make, `$__interval` at least `needed`
    milliseconds long.
    """
    step = query.own_interval or query.panel.interval
    length = parse_step_length(step)
    return bool(step) and (length is None or length >= needed)
