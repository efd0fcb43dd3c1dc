"""An alerting or recording rule uses `irate`.

## Reported cases
`check` reports `irate` in the expressions of alerts and recording rules. `check` examines the rules
that a project declares, and the rules in all rule files that it reads. The setting
`check.rule_files`, a `prometheus.yml`, or the arguments of `check` name these rule files. The
expression `rate(x[5m]) or irate(x[5m])` is not reported, because here `irate` is used only if
`rate` has no result.

## Why
`irate` uses only the last two samples in its range. In an alert, one short peak therefore fulfils
the condition, and each short dip restarts the `for` duration. In a recording rule, `irate` ignores
all samples between two evaluations except the last two.

## Bad
```yaml
groups:
  - name: node
    rules:
      - alert: Busy
        expr: sum by (instance) (irate(node_cpu_seconds_total{mode!="idle"}[5m])) > 0.9
```

## Good
```yaml
groups:
  - name: node
    rules:
      - alert: Busy
        expr: sum by (instance) (rate(node_cpu_seconds_total{mode!="idle"}[5m])) > 0.9
```

## Source
The documentation of [irate](https://prometheus.io/docs/prometheus/latest/querying/functions/#irate)
recommends `rate` for alerts, because brief changes of the rate can restart the `for` duration. The
board "Prometheus 101", which boardwright ships, gives the same advice.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.checks.sampled_calls import find_deciding_irates


@rule(id="irate-in-rules", group="principles", severity="error", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        for call in find_deciding_irates(each.expression):
            yield Finding(
                what=f"the {each.called} uses irate, so only the last two samples determine the"
                " result",
                fix="Use rate, which uses all samples in its range.",
                at=PlaceAt(each.place),
                expression=each.expression,
                node=call,
            )
