"""A threshold is outside the range of min and max.

## Reported cases
Absolute thresholds of panels that show them (gauges, bar gauges, time series that draw thresholds
or colour by them) and that have both a min and a max for all fields. Panels where an override sets
a field's colour, range or thresholds are not reported.

## Why
The threshold is never reached, so the panel never turns red: 80 on an axis of 0 to 1.

## Bad
```json
{
  "id": 1,
  "type": "gauge",
  "targets": [{"refId": "A", "expr": "up"}],
  "fieldConfig": {
    "defaults": {
      "min": 0,
      "max": 1,
      "thresholds": {
        "mode": "absolute",
        "steps": [
          {"color": "green", "value": null},
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
  "type": "gauge",
  "targets": [{"refId": "A", "expr": "up"}],
  "fieldConfig": {
    "defaults": {
      "min": 0,
      "max": 1,
      "thresholds": {
        "mode": "absolute",
        "steps": [
          {"color": "green", "value": null},
          {"color": "red", "value": 0.8}
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

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, rule
from boardwright.checks.threshold_display import shows_thresholds

_OVERRIDING = frozenset({"color", "max", "min", "thresholds"})
_STEPS = ("fieldConfig", "defaults", "thresholds", "steps")


@rule(id="threshold-outside-range", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    low, high = panel.min, panel.max
    if low is None or high is None or panel.thresholds_in_percent or not _has_scale(panel):
        return
    if any(_OVERRIDING & override.properties.keys() for override in panel.overrides):
        return
    for index, step in enumerate(panel.thresholds):
        value = step.value
        if value is not None and index and not low <= value <= high:
            yield Finding(
                what=f"the threshold {value:g} is outside the range of {low:g} to {high:g}",
                fix="Write the threshold in the unit of the panel, or widen min and max.",
                key=(*_STEPS, index, "value"),
            )


def _has_scale(panel: PanelView) -> bool:
    """Return whether min and max bound what the panel draws; a stat has no scale."""
    return panel.type != "stat" and shows_thresholds(panel)
