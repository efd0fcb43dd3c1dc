"""An alerting or recording rule uses `irate`.

## Reported cases
`irate` in a rule file that is checked: one that `check.rule_files` or a `prometheus.yml` names, or
one given as an argument; and in the alert rules that a project declares. `rate(x[5m]) or
irate(x[5m])`, where `irate` only replaces a missing rate, is not reported.

## Why
`irate` looks at the last two samples only. In an alert one short peak decides, and each dip
restarts the time that `for` waits. A recording rule stores what happened between two scrapes, and
loses everything else between its evaluations.

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
Prometheus 101;
[irate](https://prometheus.io/docs/prometheus/latest/querying/functions/#irate): "Use rate for
alerts and slow-moving counters, as brief changes in the rate can reset the FOR clause".
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.checks.fallbacks import deciding_irates


@rule(id="irate-in-rules", group="principles", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        for call in deciding_irates(each.expression):
            yield Finding(
                what=f"the {each.called} uses irate, so that its last two samples decide",
                fix="Use rate, which uses all samples of its window.",
                at=PlaceAt(each.place),
                expression=each.expression,
                node=call,
            )
