"""A rate of a mixin has a fixed range, which fits only one scrape interval.

## Reported cases
This rule reports `rate`, `irate` and `increase` if their range is not `$__rate_interval`. For
`increase`, the rule accepts `$__range`, `$__interval`, and every range of an hour or more.
Subqueries are not reported. Instant queries are not reported either, because they have no step.

## Why
The author of a mixin does not know the scrape intervals of the servers that will use the mixin. If
targets are scraped once a minute, `[1m]` contains too few samples for a rate. Grafana calculates
`$__rate_interval` from the data source's scrape interval.

## Bad
```promql
rate(http_requests_total[5m])
```

## Good
```promql
rate(http_requests_total[$__rate_interval])
```

## Source
[`target-rate-interval-rule`](https://github.com/grafana/dashboard-linter/blob/main/docs/rules/target-rate-interval-rule.md)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Duration, Finding, QueryView, rule
from boardwright.checks.sampled_calls import iter_sampled_calls

_RATES = frozenset({"increase", "irate", "rate"})
_RATE_INTERVAL = frozenset({"$__rate_interval", "${__rate_interval}"})
_COUNTING_RANGES = frozenset(
    {"$__range", "${__range}", "$__interval", "${__interval}", "${__range_s}s"}
)
_HOUR = 3_600_000


@rule(
    id="mixin-rate-interval",
    group="mixin",
    severity="warning",
    looks_at=QueryView,
    profiles=("mixin",),
)
def check(query: QueryView) -> Iterator[Finding]:
    expression = query.expression
    if expression is None or query.instant:
        return
    for call, samples in iter_sampled_calls(expression, _RATES):
        window = str(samples.window)
        if window not in _RATE_INTERVAL and not (
            call.name == "increase" and _counts_events(samples.window)
        ):
            yield Finding(
                what=f"{call.name} has the range {window}, not $__rate_interval",
                fix="Write [$__rate_interval].",
                span=expression.locate_window(samples),
            )


def _counts_events(window: Duration) -> bool:
    """Return whether `increase` over this range is meant as a number of events, not as a rate."""
    return str(window) in _COUNTING_RANGES or (window.milliseconds or 0) >= _HOUR
