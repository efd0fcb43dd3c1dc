"""A function is applied to a metric of the wrong type.

## Reported cases
This rule reports `histogram_quantile` and similar functions if they are applied to a metric that is
not a histogram. The rule also reports quantiles of a summary that are averaged, summed, or passed
to `rate`. The types of the metrics come from `--metrics`. Rates of gauges and raw counters are
reported by the rules [rate-of-gauge](rate-of-gauge.md),
[counter-without-rate](counter-without-rate.md) and [delta-of-counter](delta-of-counter.md).

## Why
The result is empty, or it is a meaningless number. For example, the average of the 99th percentiles
of two machines is not a percentile.

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
from boardwright.checks.judged_selectors import JudgedSelector, iter_judged_selectors

_HISTOGRAM_FUNCTIONS = frozenset(
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
    for judged in iter_judged_selectors(board, catalogue) if catalogue else ():
        misuse = _find_histogram_misuse(judged) or _find_quantile_misuse(judged)
        if misuse is not None:
            node, what, fix = misuse
            fault_node = None if isinstance(judged.view, VariableView) else node
            yield Finding(what=what, fix=fix, at=judged.view, node=fault_node)


def _find_histogram_misuse(judged: JudgedSelector) -> tuple[Call, str, str] | None:
    kinds = {metric.type for metric in judged.metrics}
    if not kinds or kinds & _HISTOGRAMS:
        return None
    for parent in judged.selector.parents():
        if isinstance(parent, Call) and parent.name in _HISTOGRAM_FUNCTIONS:
            name, kind = judged.metrics[0].name, judged.metrics[0].type
            what = f"{parent.name} needs a histogram, but {name} is a {kind}"
            return parent, what, "Use the buckets of a histogram, or another function."
    return None


def _find_quantile_misuse(judged: JudgedSelector) -> tuple[Call | Aggregation, str, str] | None:
    if not judged.metrics or not all(
        metric.type == "summary" and "quantile" in metric.labels for metric in judged.metrics
    ):
        return None
    name = judged.metrics[0].name
    reads_one_target = any(m.name in _ONE_TARGET and m.op == "=" for m in judged.selector.matchers)
    for parent in judged.selector.parents():
        if isinstance(parent, Aggregation):
            if reads_one_target or parent.op not in _MIXING or _keeps_series_apart(parent):
                return None
            what = f"{parent.op} of the quantiles of {name} is not a quantile"
            return parent, what, f"Show each quantile, or divide {name}_sum by {name}_count."
        if isinstance(parent, Call) and parent.name in _RATES:
            what = f"{parent.name} is for counters, but the values of {name} are quantiles"
            return parent, what, f"Use {name}_count, {name}_sum, or the quantile itself."
        if isinstance(parent, Call):
            return None
    return None


def _keeps_series_apart(aggregation: Aggregation) -> bool:
    """Return whether each group of the aggregation usually has one series, as in
    `by (instance, quantile)`.
    """
    kept = {"instance", "quantile"} <= set(aggregation.labels)
    return kept if aggregation.grouping == "by" else aggregation.grouping == "without"
