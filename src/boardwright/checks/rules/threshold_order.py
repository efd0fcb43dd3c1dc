"""Thresholds of a panel are equal, or not in ascending order.

## Reported cases
This rule reports a threshold that is not greater than the previous threshold. The rule checks the
default field settings of a panel and its overrides. Equal thresholds have the severity `info`,
because only a colour is lost.

The rule checks only panels that show thresholds: stats, gauges, bar gauges, and time series that
draw their thresholds or use them to colour values. The rule ignores the first threshold, because
the first threshold is the base colour.

## Why
To choose a colour, Grafana goes through the list of thresholds and stops at the first threshold
above the measured value. If two thresholds are equal, the colour of the first one never appears. A
threshold that is lower than the previous threshold has no effect.

## Bad
```json
{
  "id": 1,
  "type": "stat",
  "targets": [{"refId": "A", "expr": "up"}],
  "fieldConfig": {
    "defaults": {
      "thresholds": {
        "mode": "absolute",
        "steps": [
          {"color": "green", "value": null},
          {"color": "orange", "value": 80},
          {"color": "red", "value": 80}
        ]
      }
    }
  }
}
```

## Good
```json
{
  "id": 1,
  "type": "stat",
  "targets": [{"refId": "A", "expr": "up"}],
  "fieldConfig": {
    "defaults": {
      "thresholds": {
        "mode": "absolute",
        "steps": [
          {"color": "green", "value": null},
          {"color": "orange", "value": 80},
          {"color": "red", "value": 90}
        ]
      }
    }
  }
}
```

## Source
[Configure
thresholds](https://grafana.com/docs/grafana/latest/panels-visualizations/configure-thresholds/)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from boardwright.checks import Finding, PanelView, rule
from boardwright.schema.json_object import Pointer
from boardwright.schema.panel import ThresholdStep


@rule(id="threshold-order", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    if not panel.shows_thresholds:
        return
    yield from _report_first_fault(
        panel.thresholds, ("fieldConfig", "defaults", "thresholds", "steps")
    )
    for override in panel.overrides:
        yield from _report_first_fault(override.thresholds, override.pointer)


def _report_first_fault(steps: Sequence[ThresholdStep], key: Pointer) -> Iterator[Finding]:
    """Yield the first pair of thresholds that is out of order, without the base colour."""
    for before, step in pairwise(steps[1:]):
        if before.value is None or step.value is None or before.value < step.value:
            continue
        if before.value > step.value:
            yield Finding(
                what=f"the threshold {step.value:g} ({step.color}) comes after the higher "
                f"threshold {before.value:g}",
                fix="Put the thresholds in ascending order.",
                key=key,
            )
        elif before.color != step.color:
            yield Finding(
                what=f"two thresholds are {step.value:g}, so the colour {before.color} never "
                "appears",
                fix="Give each threshold a different value, or remove the first of the two.",
                key=key,
                severity="info",
            )
        else:
            continue
        return
