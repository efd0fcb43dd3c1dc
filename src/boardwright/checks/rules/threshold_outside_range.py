"""A threshold is outside the range of min and max.

## Reported cases
Absolute thresholds of panels that show them (gauges, bar gauges, time series that draw thresholds
or colour by them) and that have both a min and a max for all fields. A gauge also colours values
outside of its range, so its thresholds must be ten times as large as the range. Panels where an
override sets a field's colour, range or thresholds are not reported.

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
_OTHER_UNIT = 10
"""A threshold that is so many times as large as the range is in percent, say, instead of shares."""
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
        if value is not None and index and _is_out(panel, value, low, high):
            yield Finding(
                what=f"the threshold {value:g} is outside the range of {low:g} to {high:g}",
                fix="Write the threshold in the unit of the panel, or widen min and max.",
                key=(*_STEPS, index, "value"),
            )


def _is_out(panel: PanelView, value: float, low: float, high: float) -> bool:
    """Return whether a threshold is not on the axis, or in another unit than a gauge's range.

    A gauge colours a value that is a little outside of its range.
    """
    if panel.type == "timeseries":
        return not low <= value <= high
    return abs(value) >= _OTHER_UNIT * max(abs(low), abs(high))


def _has_scale(panel: PanelView) -> bool:
    """Return whether min and max bound what the panel draws; a stat has no scale."""
    return panel.type != "stat" and shows_thresholds(panel)
