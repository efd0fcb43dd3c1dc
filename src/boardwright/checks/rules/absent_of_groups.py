"""`absent` of an aggregation by labels.

## Reported cases
`absent(sum by (job) (x))` and its like: an aggregation with `by` or `without` inside `absent`.

## Why
`absent` returns something only when the aggregation has no group at all. One job that disappears is
not noticed as long as another is there, and the result has none of the labels.

## Bad
```yaml
groups:
  - name: node
    rules:
      - alert: JobGone
        expr: absent(sum by (job) (up))
        labels: {severity: critical}
        annotations: {summary: A job is gone}
```

## Good
```yaml
groups:
  - name: node
    rules:
      - alert: JobGone
        expr: absent(up{job="api"})
        labels: {severity: critical}
        annotations: {summary: The API is gone}
```

## Source
[absent](https://prometheus.io/docs/prometheus/latest/querying/functions/#absent): "In the first two
examples, absent() tries to be smart about deriving labels of the 1-element output vector from the
input vector."
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Aggregation, ConfigurationView, Finding, PlaceAt, rule


@rule(id="absent-of-groups", group="alerts", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        for call in each.expression.calls:
            inner = call.args[0].bare if call.name == "absent" and call.args else None
            if isinstance(inner, Aggregation) and inner.labels:
                verb = "fires" if each.is_alert else "has a result"
                yield Finding(
                    what=f"the {each.called} {verb} only when every group is missing",
                    fix='Select the series of one group: absent(up{job="api"}).',
                    at=PlaceAt(each.place),
                    expression=each.expression,
                    node=call,
                )
