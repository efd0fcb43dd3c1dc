"""A threshold is outside the range from min to max.

## Reported cases
This rule reports absolute thresholds outside the range from min to max, if the panel sets min and
max for all fields. The rule checks gauges, bar gauges, and time series that draw thresholds or
colour values by thresholds. Panels in which an override sets the colour, range or thresholds of a
field are not reported. The rule belongs to the profile `strict`, because only the data could show
that no value reaches the threshold.

A gauge also colours values outside the range. The rule therefore reports a threshold of a gauge
only if the gauge shows a ratio or a percentage, and if the threshold is at least ten times as large
as min and max. A gauge shows a ratio or a percentage if its range is within -1 and 1, or if its
unit is a percentage.

## Why
No value reaches the threshold, so the panel never turns red. For example, no value reaches a
threshold of 80 on an axis from 0 to 1.

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

_OVERRIDING = frozenset({"color", "max", "min", "thresholds"})
_OTHER_UNIT = 10
"""A gauge's threshold that is at least this many times as large as the range is probably in another
unit, such as percent instead of a ratio.
"""
_SHARES = frozenset({"percent", "percentunit"})
_STEPS = ("fieldConfig", "defaults", "thresholds", "steps")


@rule(
    id="threshold-outside-range",
    group="board",
    severity="warning",
    looks_at=PanelView,
    profiles=("strict",),
)
def check(panel: PanelView) -> Iterator[Finding]:
    low, high = panel.min, panel.max
    if low is None or high is None or panel.thresholds_in_percent or not _has_scale(panel):
        return
    if any(_OVERRIDING & override.properties.keys() for override in panel.overrides):
        return
    for index, step in enumerate(panel.thresholds):
        value = step.value
        if value is not None and index and _is_misplaced(panel, value, low, high):
            yield Finding(
                what=f"the threshold {value:g} is outside the range of {low:g} to {high:g}",
                fix="Write the threshold in the unit of the panel, or widen min and max.",
                key=(*_STEPS, index, "value"),
            )


def _is_misplaced(panel: PanelView, value: float, low: float, high: float) -> bool:
    """Return whether a threshold is outside the axis of a time series, or probably has another unit
    than the range of a gauge.
    """
    if panel.type == "timeseries":
        return not low <= value <= high
    is_share = panel.unit in _SHARES or max(abs(low), abs(high)) <= 1
    return is_share and abs(value) >= _OTHER_UNIT * max(abs(low), abs(high))


def _has_scale(panel: PanelView) -> bool:
    """Return whether the panel draws a scale from min to max. A stat panel draws no scale."""
    return panel.type != "stat" and panel.shows_thresholds
