"""A rule looks further back than Prometheus keeps samples.

## Reported cases
A range, with its offset, that is longer than `retention` of `[prometheus]` in `boardwright.toml`:
in recording rules and alerts of rule files, in the rules that a project declares, and in those of
SLOs, whose window is such a range. Without `retention` nothing is reported.

## Why
Prometheus computes the result of the samples that it still has, without an error: an error budget
of 30 days is then one of 15 days.

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
boardwright's own;
[storage](https://prometheus.io/docs/prometheus/latest/storage/): `--storage.tsdb.retention.time`,
15 days unless it is set.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.notation.durations import shown
from boardwright.promql import Range, Subquery
from boardwright.promql.duration_nodes import Duration


@rule(id="range-beyond-retention", group="alerts", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    kept = configuration.settings.retention
    for each in configuration.rules if kept else ():
        ranges = [node for node in each.expression.nodes if isinstance(node, Range | Subquery)]
        longest = max(ranges, key=_look_back, default=None)
        if kept and longest is not None and _look_back(longest) > kept:
            yield Finding(
                what=f"the {each.called} looks back {shown(_look_back(longest))}, and Prometheus"
                f" keeps samples for {shown(kept)}",
                fix="Shorten the range, or keep samples for longer (--storage.tsdb.retention.time)"
                " and change prometheus.retention in boardwright.toml.",
                at=PlaceAt(each.place),
                expression=each.expression,
                node=longest,
            )


def _look_back(node: Range | Subquery) -> int:
    """Return how far back a range begins, in milliseconds, as far as that is known."""
    if isinstance(node, Range):
        return _length(node.window) + _length(node.selector.shift)
    return _length(node.range) + _length(node.shift)


def _length(duration: Duration | None) -> int:
    return (duration.milliseconds or 0) if duration else 0
