"""An alerting or recording rule uses `irate`.

## Reported cases
`irate` in the alerts that a project declares, and in rule files: files in `check.rule_files`, files
in a `prometheus.yml`, and files in the arguments. `rate(x[5m]) or irate(x[5m])` is not reported,
because `irate` replaces only a missing rate.

## Why
`irate` uses only the last two samples. In an alert, one short peak is enough to fulfil the
condition, and each short dip restarts the waiting time of `for`. In a recording rule, all samples
between two evaluations are ignored except the last two samples.

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
The shipped board "Prometheus 101";
[irate](https://prometheus.io/docs/prometheus/latest/querying/functions/#irate): "Use rate for
alerts and slow-moving counters, as brief changes in the rate can reset the FOR clause".
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
