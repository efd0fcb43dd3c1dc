"""A quantile of a classic histogram is calculated from buckets without the label `le`.

## Reported cases
This rule reports `histogram_quantile`, `histogram_quantiles` and `histogram_fraction` of series
whose names end in `_bucket`, if an aggregation or a vector match has dropped the label `le`. Native
histograms are not reported, because they need no label `le`, and their names do not end in
`_bucket`. Histograms of VictoriaMetrics that are grouped by `vmrange` are not reported either.

## Why
The label `le` distinguishes the buckets of a histogram. Without this label, Prometheus cannot
compute a quantile. The result is empty, and the panel shows "No data".

## Bad
```promql
histogram_quantile(0.99, sum by (job) (rate(http_request_duration_seconds_bucket[5m])))
```

## Good
```promql
histogram_quantile(0.99, sum by (job, le) (rate(http_request_duration_seconds_bucket[5m])))
```
```promql
histogram_quantile(0.99, sum by (job) (rate(http_request_duration_seconds[5m])))
```

## Source
[histogram_quantile](https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import (
    Aggregation,
    AnnotationView,
    Call,
    Expr,
    Finding,
    QueryView,
    Selector,
    VariableView,
    derive_labels,
    rule,
)

_BUCKETS_AT = {"histogram_quantile": 1, "histogram_fraction": 2, "histogram_quantiles": 0}
"""The index of the argument that contains the buckets, for each function."""
_VICTORIA = "vmrange"
"""The label of VictoriaMetrics' own histograms, which have no `le`."""

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(id="quantile-without-le", group="queries", severity="error", looks_at=LOOKS_AT)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    for call in query.expression.calls if query.expression else ():
        at = _BUCKETS_AT.get(call.name)
        if at is None or at >= len(call.args):
            continue
        buckets = call.args[at]
        if _has_buckets(buckets) and derive_labels(buckets).has("le") == "no":
            yield _build_finding(call, _find_dropping_aggregation(buckets))


def _build_finding(call: Call, culprit: Aggregation | None) -> Finding:
    if culprit is None:
        return Finding(
            what=f"{call.name} has no result, because its buckets lack the label le",
            fix="Keep the label le in the argument.",
            node=call,
        )
    without = culprit.grouping == "without"
    how = "Remove le from without (...)." if without else "Add le to by (...)."
    return Finding(
        what=f"{call.name} has no result, because {culprit.op} inside it drops the label le",
        fix=how,
        node=culprit,
    )


def _has_buckets(node: Expr) -> bool:
    parts = list(node.walk())
    if any(isinstance(part, Aggregation) and _VICTORIA in part.labels for part in parts):
        return False
    names = [part.name or "" for part in parts if isinstance(part, Selector)]
    return bool(names) and all(name.endswith("_bucket") for name in names)


def _find_dropping_aggregation(node: Expr) -> Aggregation | None:
    parts = (part for part in node.walk() if isinstance(part, Aggregation))
    return next((part for part in parts if _drops_le(part)), None)


def _drops_le(part: Aggregation) -> bool:
    return derive_labels(part).has("le") == "no" and derive_labels(part.expr).has("le") != "no"
