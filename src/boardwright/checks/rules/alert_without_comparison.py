"""The expression of an alert contains no comparison or other condition.

## Reported cases
`check` reports an alert whose expression contains no condition. A condition is a comparison without
`bool`, or one of `and`, `unless`, `absent` and `absent_over_time`. A constant such as `vector(1)`
is not reported, because the author wants the alert to fire all the time.

An expression that is only a selector is not reported if the selector has matchers, such as
`info{state="down"}`, or if the metric name contains a colon, as the names of recording rules do.
The author of such an alert wants it to fire while the selected series exists. The selector may also
be inside `label_replace` or `label_join`, or on the left side of `* on (…) group_left (…)`.

## Why
An alert without a condition fires for every series that its expression returns, whatever the value
of the series.

## Bad
```yaml
groups:
  - name: node
    rules:
      - alert: Errors
        expr: rate(http_errors_total[5m])
        labels: {severity: warning}
        annotations: {summary: Errors}
```

## Good
```yaml
groups:
  - name: node
    rules:
      - alert: Errors
        expr: rate(http_errors_total[5m]) > 0
        labels: {severity: warning}
        annotations: {summary: Errors}
```

## Source
Prometheus's page [Alerting
rules](https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/) explains that an
alert is active for each element of the expression's result.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import (
    Binary,
    Call,
    ConfigurationView,
    Expr,
    Finding,
    PlaceAt,
    Selector,
    rule,
)
from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.promql.function_table import LABEL_FUNCTIONS
from boardwright.promql.operators import COMPARISONS

_ABSENT = frozenset({"absent", "absent_over_time"})


@rule(id="alert-without-comparison", group="alerts", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        if each.is_alert and each.expression.selectors and not _has_condition(each):
            yield Finding(
                what=f"the {each.called} fires for each series, whatever the value of the series",
                fix="Compare the expression with a limit: expr > limit.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )


def _has_condition(alert: PrometheusRule) -> bool:
    tree = alert.expression.tree
    if tree is None:
        return True
    if _tests_existence(tree):
        return True
    return any(map(_is_condition, alert.expression.nodes))


def _tests_existence(tree: Expr) -> bool:
    """Return whether an alert is meant to fire while the series that it selects exist."""
    part = tree.bare
    if isinstance(part, Call) and part.name in LABEL_FUNCTIONS:
        return _tests_existence(part.args[0])
    if isinstance(part, Binary) and part.op == "*" and part.group == "left":
        return _tests_existence(part.lhs)
    return isinstance(part, Selector) and (bool(part.matchers) or ":" in (part.name or ""))


def _is_condition(part: Expr) -> bool:
    if isinstance(part, Call):
        return part.name in _ABSENT or part.variable
    if isinstance(part, Binary):
        is_filter = part.op in COMPARISONS and not part.returns_bool
        return is_filter or part.op in {"and", "unless"}
    return False
