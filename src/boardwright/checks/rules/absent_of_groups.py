"""An alert or recording rule uses `absent` with an aggregation by labels.

## Reported cases
`check` reports calls of `absent` whose argument is an aggregation with `by` or `without`, such as
`absent(sum by (job) (x))`.

## Why
`absent` returns a series only if its argument returns no series at all. If the metrics of one job
disappear, `absent(sum by (job) (x))` returns nothing, because the groups of the other jobs still
exist. If the metrics of all jobs disappear, the series that `absent` returns has no label `job`.

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
The documentation of
[absent](https://prometheus.io/docs/prometheus/latest/querying/functions/#absent) explains which
labels the returned series gets.
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
                    what=f"the {each.called} {verb} only if all groups of the aggregation are "
                    "missing; a single missing group has no effect",
                    fix="Write one absent(...) for each group that must exist, for example "
                    'absent(up{job="api"}).',
                    at=PlaceAt(each.place),
                    expression=each.expression,
                    node=call,
                )
