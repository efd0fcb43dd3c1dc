"""The window of a rate holds too few scrapes.

## Reported cases
`rate`, `increase`, `delta`, `deriv` and `predict_linear` over less than four scrape intervals,
`irate` and `idelta` over less than two. The scrape interval is the project's. Outside a project it
is not known: a window that is too short for scrapes every 15 s, as Grafana assumes, is reported as
`info`, and one that is too short for scrapes every 5 s as `warning`. A variable is judged by its
longest value, where the board lists all of them.

`rate(x[$__interval])` is reported too, unless a minimum step keeps it long enough: zoomed in,
`$__interval` is one scrape or less.

## Why
A rate takes two samples at least. With one scrape missed, or a little late, a window of two or
three scrapes holds one sample, and the graph has a gap. Grafana's `$__rate_interval` is never
under four scrapes for the same reason.

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
Prometheus 101: a window of four scrapes at least;
[$__rate_interval](https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardwright.checks import Call, Finding, QueryView, Severity, rule
from boardwright.checks.lengths import milliseconds
from boardwright.checks.sampled_calls import sampled_calls
from boardwright.notation.durations import shown
from boardwright.notation.variables import variable_in_whole
from boardwright.promql.duration_nodes import Duration

_SCRAPES = {
    **dict.fromkeys(("rate", "increase", "delta", "deriv", "predict_linear"), 4),
    **dict.fromkeys(("irate", "idelta"), 2),
}
_STEP = frozenset({"__interval", "__interval_ms"})


_FASTEST = 5_000
"""Milliseconds between scrapes that nobody undercuts, where the scrape interval is not known."""


@rule(id="short-rate-window", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    expression = query.expression
    reported: set[str] = set()
    for call, samples in sampled_calls(expression, _SCRAPES):
        finding = _fault(query, call, samples.window, _SCRAPES[call.name])
        if expression and finding is not None and finding.what not in reported:
            reported.add(finding.what)
            yield replace(finding, span=expression.window_span(samples))


def _fault(query: QueryView, call: Call, window: Duration, scrapes: int) -> Finding | None:
    settings = query.board.settings
    needed = scrapes * settings.scrape_interval
    interval = shown(settings.scrape_interval)
    fix = f"Use $__rate_interval, or {shown(needed)} at least."
    if variable_in_whole(window.variable) in _STEP:
        if call.name not in {"rate", "irate"} or _has_step(query, needed):
            return None
        what = (
            f"{call.name} over {window} has one sample or none when zoomed in, since the window is"
            f" then as short as a scrape interval of {interval}"
        )
        return Finding(what=what, fix=fix)
    length = _longest(query, window)
    if length is None or length >= needed:
        return None
    what = f"{call.name} over {window} is shorter than {scrapes} scrape intervals of {interval}"
    if settings.in_project:
        return Finding(what=what, fix=fix)
    guess: Severity | None = None if length < scrapes * _FASTEST else "info"
    return Finding(what=f"{what} (assumed: no project states it)", fix=fix, severity=guess)


def _longest(query: QueryView, window: Duration) -> int | None:
    """Return the window's length; of a variable its longest value, if all are known."""
    if window.milliseconds is not None:
        return window.milliseconds
    variable = query.board.variable(variable_in_whole(window.variable) or "")
    lengths = [milliseconds(value) for value in (variable.values if variable else None) or ()]
    if variable is None or variable.flag("auto") or not lengths or None in lengths:
        return None
    return max(length for length in lengths if length is not None)


def _has_step(query: QueryView, needed: int) -> bool:
    """Return whether a minimum step keeps `$__interval` long enough, or may do so."""
    step = query.text("interval") or query.panel.interval
    length = milliseconds(step)
    return bool(step) and (length is None or length >= needed)
