"""A function is given a metric of a type that it is not made for.

## What
By the types that `--metrics` tells: `histogram_quantile` and its kin of a metric that is no
histogram, and a summary's quantiles that are averaged, summed or given to `rate`. Rates of gauges
and raw counters have rules of their own (`rate-of-gauge`, `counter-without-rate`,
`delta-of-counter`), which use the types, too.

## Why
The result is empty, or a number that means nothing: the average of the 99th percentiles of two
machines is no percentile of anything.

## Bad
```text
histogram_quantile(0.99, rate(prometheus_http_requests_total[5m]))
```
```text
avg(go_gc_duration_seconds{quantile="0.75"})
```

## Good
```text
histogram_quantile(0.99, rate(prometheus_http_request_duration_seconds_bucket[5m]))
```
```text
max(go_gc_duration_seconds{quantile="0.75"})
```

## Source
[Histograms and summaries](https://prometheus.io/docs/practices/histograms/#quantiles)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Aggregation, BoardView, Call, Finding, VariableView, rule
from boardwright.checks.emitted import Asked, asked_of

_OF_HISTOGRAMS = frozenset(
    {"histogram_avg", "histogram_count", "histogram_fraction", "histogram_quantile"}
    | {"histogram_quantiles", "histogram_stddev", "histogram_stdvar", "histogram_sum"}
)
_HISTOGRAMS = frozenset({"gaugehistogram", "histogram", "unknown"})
_ONE_TARGET = frozenset({"instance", "pod"})
_MIXING = frozenset({"avg", "sum"})
_RATES = frozenset({"increase", "irate", "rate"})


@rule(
    id="wrong-metric-type",
    group="metrics",
    severity="error",
    looks_at=BoardView,
    needs_metrics=True,
)
def check(board: BoardView) -> Iterator[Finding]:
    catalogue = board.settings.catalogue
    for asked in asked_of(board, catalogue) if catalogue else ():
        found = _of_histogram(asked) or _of_quantiles(asked)
        if found is not None:
            node, what, fix = found
            shown = None if isinstance(asked.view, VariableView) else node
            yield Finding(what=what, fix=fix, at=asked.view, node=shown)


def _of_histogram(asked: Asked) -> tuple[Call, str, str] | None:
    kinds = {metric.type for metric in asked.metrics}
    if not kinds or kinds & _HISTOGRAMS:
        return None
    for parent in asked.selector.parents():
        if isinstance(parent, Call) and parent.name in _OF_HISTOGRAMS and not parent.variable:
            name, kind = asked.metrics[0].name, asked.metrics[0].type
            what = f"{parent.name} is given {name}, which is a {kind} and no histogram"
            return parent, what, "Take the histogram's buckets, or another function."
    return None


def _of_quantiles(asked: Asked) -> tuple[Call | Aggregation, str, str] | None:
    if not asked.metrics or not all(
        metric.type == "summary" and "quantile" in metric.labels for metric in asked.metrics
    ):
        return None
    name = asked.metrics[0].name
    one = any(m.name in _ONE_TARGET and m.op == "=" for m in asked.selector.matchers)
    for parent in asked.selector.parents():
        if isinstance(parent, Aggregation):
            if one or parent.op not in _MIXING or parent.variable or _keeps_apart(parent):
                return None
            what = f"{parent.op} of {name} puts quantiles into one number that is none"
            return parent, what, f"Show them apart, or divide {name}_sum by {name}_count."
        if isinstance(parent, Call) and parent.name in _RATES and not parent.variable:
            what = f"{parent.name} is taken of {name}, whose values are quantiles and no counters"
            return parent, what, f"Take {name}_count or {name}_sum, or the quantile itself."
        if isinstance(parent, Call):
            return None
    return None


def _keeps_apart(aggregation: Aggregation) -> bool:
    """Whether each result is of one series, as `by (instance, job, quantile)` most often gives."""
    kept = {"instance", "quantile"} <= set(aggregation.labels)
    return kept if aggregation.grouping == "by" else aggregation.grouping == "without"
