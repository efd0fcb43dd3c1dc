"""Recording rules depend on each other in a circle.

## Reported cases
`check` reports a recording rule whose expression reads the series that it records, directly or
through other recording rules. `check` compares the recording rules of several files if the project
or one `prometheus.yml` loads these files together.

A recording rule that reads its earlier values on purpose is not reported. For example, a recording
rule `a` keeps its last value with the expression `x or a`. The expressions `x +
max_over_time(a[10m])` and `a offset 1m` read earlier values explicitly.

## Why
Each evaluation of the recording rule reads the result of the previous evaluation. A value can
therefore grow without end. After a gap, the recording rule never returns a result again. Authors
hardly ever want a recording rule to read its own results.

## Bad
```yaml
groups:
  - name: node
    rules:
      - record: job:a:sum
        expr: sum by (job) (job:b:sum)
      - record: job:b:sum
        expr: sum by (job) (job:a:sum)
```

## Good
```yaml
groups:
  - name: node
    rules:
      - record: job:a:sum
        expr: sum by (job) (a)
      - record: job:b:sum
        expr: sum by (job) (job:a:sum)
```

## Source
[Recording rules](https://prometheus.io/docs/practices/rules/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.checks.circles import find_circle
from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.promql.operators import Binary
from boardwright.promql.selectors import Selector


@rule(id="recorded-cycle", group="alerts", severity="error", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    reads: dict[str, dict[str, set[str]]] = {}
    for each in configuration.settings.rules:
        if each.records:
            metrics = reads.setdefault(each.loaded_with, {}).setdefault(each.name, set())
            metrics.update(_list_read_metrics(each))
    for each in configuration.rules:
        reads_by_name = reads.get(each.loaded_with, {})
        circle = find_circle(each.name, reads_by_name) if each.records else ()
        if circle:
            chain = " reads ".join((*circle, each.name))
            yield Finding(
                what=f"the {each.called} reads its own result: {chain}",
                fix="Compute one of these series from scraped metrics instead.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )


def _list_read_metrics(recorded: PrometheusRule) -> frozenset[str]:
    """Return the metrics that a recording rule reads, except its own earlier values."""
    metrics, tree = recorded.expression.metrics, recorded.expression.tree
    if tree is None or recorded.name not in metrics:
        return metrics
    own = [n for n in tree.walk() if isinstance(n, Selector) and n.name == recorded.name]
    return metrics - {recorded.name} if all(map(_reads_earlier_value, own)) else metrics


def _reads_earlier_value(selector: Selector) -> bool:
    """Return whether a selector has a range or an offset, or replaces a missing value."""
    return selector.window is not None or selector.shift is not None or _is_fallback(selector)


def _is_fallback(selector: Selector) -> bool:
    """Return whether a selector is on the right side of `or`."""
    return any(
        isinstance(each, Binary)
        and each.op == "or"
        and any(node is selector for node in each.rhs.walk())
        for each in selector.parents()
    )
