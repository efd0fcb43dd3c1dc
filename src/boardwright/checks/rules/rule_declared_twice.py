"""Two recording rules or alerts have the same name and the same labels.

## Reported cases
`check` reports two recording rules with the same name, the same labels and different expressions.
Two recording rules are not reported if their results may be different series. The results may be
different series if the expressions differ only in the matchers, or if one expression reads native
histograms and the other reads classic histograms.

`check` reports two alerts with the same name and labels, with severity `info`, if their expressions
are equal, or if the expressions compare the same value with different limits. Two alerts that
differ in the label `severity` are common and are not reported.

`check` compares the recording rules and alerts of several files if the project or one
`prometheus.yml` loads these files together.

## Why
Two recording rules with the same name and labels write the same series, and Prometheus drops one of
the two samples at each evaluation. Alertmanager treats two alerts with the same labels as one
alert, and sends the text of only one of them.

## Bad
```yaml
groups:
  - name: node
    rules:
      - record: job:requests:rate5m
        expr: sum by (job) (rate(http_requests_total[5m]))
      - record: job:requests:rate5m
        expr: sum by (job) (rate(grpc_requests_total[5m]))
```

## Good
```yaml
groups:
  - name: node
    rules:
      - record: job:http_requests:rate5m
        expr: sum by (job) (rate(http_requests_total[5m]))
      - record: job:grpc_requests:rate5m
        expr: sum by (job) (rate(grpc_requests_total[5m]))
```

## Source
`promtool check rules` also reports duplicate recording rules. Prometheus's page [Recording rules:
naming](https://prometheus.io/docs/practices/rules/) recommends names.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.promql.bounds import compute_shape
from boardwright.promql.operators import COMPARISONS, Binary, Number
from boardwright.promql.selectors import Selector


@rule(id="rule-declared-twice", group="alerts", severity="error", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    first: dict[Hashable, PrometheusRule] = {}
    known = (each for each in configuration.settings.rules if each.records)
    for each in (*known, *(one for one in configuration.rules if one.is_alert)):
        other = first.setdefault(_identify_rule(each), each)
        if other is each or each.place == other.place:
            continue
        if each.records and (_may_coexist(each, other) or each not in configuration.rules):
            continue
        if each.is_alert and _may_concern_other_series(each, other):
            continue
        yield Finding(
            what=f"the {each.called} also exists at {other.place}, with the same labels",
            fix="Rename one of them, or add a label to one of them.",
            severity="error" if each.records else "info",
            at=PlaceAt(each.place),
            expression=each.expression,
        )


def _identify_rule(each: PrometheusRule) -> Hashable:
    return each.loaded_with, each.records, each.name, tuple(sorted(each.labels.items()))


def _may_coexist(one: PrometheusRule, other: PrometheusRule) -> bool:
    """Return whether two recording rules are equal, or may return different series."""
    if _compute_shape(one) == _compute_shape(other) or _drop_matchers(one) == _drop_matchers(other):
        return True
    names, others = one.expression.metrics, other.expression.metrics
    return names != others and _list_histograms(names) == _list_histograms(others)


def _may_concern_other_series(one: PrometheusRule, other: PrometheusRule) -> bool:
    """Return whether two alerts may watch different series.

    Two alerts watch the same series if their expressions are equal, or compare the same value with
    two limits.
    """
    return _compute_shape(one) != _compute_shape(other) and (
        _find_compared_value(one) is None
        or _find_compared_value(one) != _find_compared_value(other)
    )


def _find_compared_value(alert: PrometheusRule) -> tuple[str, str] | None:
    """Return the value that an alert compares with a number, and the operator; None if the alert
    has no such comparison.
    """
    tree = alert.expression.tree
    part = tree.bare if tree is not None else None
    if isinstance(part, Binary) and part.op in COMPARISONS and isinstance(part.rhs.bare, Number):
        return str(part.lhs), part.op
    return None


def _compute_shape(each: PrometheusRule) -> Hashable:
    tree = each.expression.tree
    return each.expression.text if tree is None else compute_shape(tree)


def _drop_matchers(each: PrometheusRule) -> str:
    """Return the expression without the matchers of its selectors."""
    tree = each.expression.tree
    if tree is None:
        return each.expression.text
    text = str(tree)
    for node in tree.walk():
        if isinstance(node, Selector) and node.matchers:
            text = text.replace(str(node), str(replace(node, matchers=())))
    return text


def _list_histograms(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.removesuffix("_bucket") for name in names)
