"""A recording rule or alert needs older samples than Prometheus keeps.

## Reported cases
`check` reports a range that, together with its offset, is longer than `retention` in the section
`[prometheus]` of `boardwright.toml`. `check` reads the recording rules and alerts of rule files and
of the project, including the recording rules and alerts that boardwright generates for SLOs. The
longest range of an SLO is its window. If `retention` is not set, no range is reported.

## Why
Prometheus computes the result from the samples that it still stores, and reports no error. For
example, Prometheus computes an error budget of 30 days from only 15 days of samples.

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
This rule exists only in boardwright. Prometheus's page
[Storage](https://prometheus.io/docs/prometheus/latest/storage/) explains that
`--storage.tsdb.retention.time` is 15 days by default.
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
    """Return how many milliseconds before the evaluation a range begins. A variable counts as 0."""
    if isinstance(node, Range):
        return count_known_milliseconds(node.window) + count_known_milliseconds(node.selector.shift)
    return count_known_milliseconds(node.range) + count_known_milliseconds(node.shift)
