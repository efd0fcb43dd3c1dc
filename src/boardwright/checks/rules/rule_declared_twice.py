"""Two recording rules or alerts have the same name and the same labels.

## Reported cases
Two recording rules with the same name, the same labels and different expressions are an error. Two
alerts with the same name and labels in one file have the severity `info`, because their series may
have different labels. The same alert with another `severity` is common and is not reported.

## Why
Both recording rules write the same series, and Prometheus drops one of the two samples at each
evaluation. Two alerts with the same labels are one alert for Alertmanager, which sends the text of
only one of them.

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
`promtool check rules` reports duplicate rules; [naming](https://prometheus.io/docs/practices/rules/).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.promql.bounds import shape_of


@rule(id="rule-declared-twice", group="alerts", severity="error", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    first: dict[Hashable, PrometheusRule] = {}
    known = (each for each in configuration.settings.rules if each.records)
    for each in (*known, *(one for one in configuration.rules if one.is_alert)):
        other = first.setdefault(_key(each), each)
        if other is each or each.place == other.place:
            continue
        if each.records and (_shape(each) == _shape(other) or each not in configuration.rules):
            continue
        yield Finding(
            what=f"the {each.called} also exists at {other.place}, with the same labels",
            fix="Rename one of the two, or add a label to one of them.",
            severity="error" if each.records else "info",
            at=PlaceAt(each.place),
            expression=each.expression,
        )


def _key(each: PrometheusRule) -> Hashable:
    return each.records, each.name, tuple(sorted(each.labels.items()))


def _shape(each: PrometheusRule) -> Hashable:
    tree = each.expression.tree
    return each.expression.text if tree is None else shape_of(tree)
