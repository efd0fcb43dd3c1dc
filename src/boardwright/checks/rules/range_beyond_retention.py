"""A recording rule or alert needs older samples than Prometheus keeps.

## Reported cases
A range, including its offset, that is longer than `retention` in the section `[prometheus]` of
`boardwright.toml`. Recording rules and alerts of rule files and of the project are checked. The
rules of SLOs are checked as well, because their longest range is the window of the SLO. Without
`retention` nothing is reported.

## Why
Prometheus computes the result from the samples that are still stored, and reports no error. An
error budget of 30 days, for example, is computed from only 15 days.

## Bad
```yaml
groups:
  - name: shop
    rules:
      - record: job:requests:increase30d
        expr: sum by (job) (increase(requests_total[30d]))
```

## Good
```yaml
groups:
  - name: shop
    rules:
      - record: job:requests:increase7d
        expr: sum by (job) (increase(requests_total[7d]))
```

## Source
This rule exists only in boardwright; see
[storage](https://prometheus.io/docs/prometheus/latest/storage/): `--storage.tsdb.retention.time` is
15 days by default.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.notation.durations import format_duration
from boardwright.promql import Range, Subquery
from boardwright.promql.duration_nodes import count_known_milliseconds


@rule(id="range-beyond-retention", group="alerts", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    retention = configuration.settings.retention
    for each in configuration.rules if retention else ():
        ranges = [node for node in each.expression.nodes if isinstance(node, Range | Subquery)]
        longest = max(ranges, key=_look_back, default=None)
        if retention and longest is not None and _look_back(longest) > retention:
            yield Finding(
                what=f"the {each.called} looks back {format_duration(_look_back(longest))}, but "
                f"Prometheus keeps samples for only {format_duration(retention)}",
                fix="Shorten the range, or let Prometheus keep samples longer "
                "(--storage.tsdb.retention.time) and change prometheus.retention in "
                "boardwright.toml.",
                at=PlaceAt(each.place),
                expression=each.expression,
                node=longest,
            )


def _look_back(node: Range | Subquery) -> int:
    """Return how many milliseconds before the evaluation a range begins. Unknown durations, such as
    variables, are treated as 0.
    """
    if isinstance(node, Range):
        return count_known_milliseconds(node.window) + count_known_milliseconds(node.selector.shift)
    return count_known_milliseconds(node.range) + count_known_milliseconds(node.shift)
