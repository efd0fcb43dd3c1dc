"""The expression of an alert contains no comparison or other condition.

## Reported cases
Alerts whose expression has no comparison that removes series, no `and` or `unless`, and no
`absent`. A constant such as `vector(1)` is not reported, because it is meant to fire always. An
expression that is only a selector is not reported either if the selector has matchers, such as
`info{state="down"}`, or selects a recorded series. Such an alert is meant to fire while the series
exists. The same applies if `label_replace` or `* on (…) group_left (…)` adds labels to the selected
series.

## Why
The alert fires for every series that the expression returns, whatever the value of the series.

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
[Alerting rules](https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/): the
alert is active for each element of the result.
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
                what=f"the {each.called} fires for each series, whatever the series' value",
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
    """Return whether an expression only selects series whose existence is the condition of the
    alert. `label_replace` and `group_left` may add labels to these series.
    """
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
