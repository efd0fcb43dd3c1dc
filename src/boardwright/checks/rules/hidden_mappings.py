"""A state timeline coloured by thresholds does not show its value mappings.

## Reported cases
This rule reports state timelines that have value mappings and the colour scheme "From thresholds",
if the option "Merge equal consecutive values" is on. This option is on by default. The rule ignores
panels without thresholds, and panels in which an override sets the colour, mappings or thresholds.
The rule also ignores panels with transformations, because a transformation can turn numbers into
text, which Grafana always maps. The rule belongs to the profile `strict`, because only the data
could show whether the values are numbers.

## Why
Grafana draws a band for each threshold and ignores the mappings. For example, a mapping shows 0 as
a red "down" and 1 as a green "up". With the default thresholds, Grafana shows both values as a
green "< 80".

## Bad
```json
{
  "id": 1,
  "type": "state-timeline",
  "targets": [{"refId": "A", "expr": "up"}],
  "fieldConfig": {
    "defaults": {
      "color": {"mode": "thresholds"},
      "thresholds": {
        "mode": "absolute",
        "steps": [
          {"color": "green", "value": null},
          {"color": "red", "value": 80}
        ]
      },
      "mappings": [
        {"type": "value", "options": {"0": {"text": "down", "color": "red"}}}
      ]
    }
  }
}
```

## Good
```json
{
  "id": 1,
  "type": "state-timeline",
  "targets": [{"refId": "A", "expr": "up"}],
  "fieldConfig": {
    "defaults": {
      "color": {"mode": "fixed"},
      "mappings": [
        {"type": "value", "options": {"0": {"text": "down", "color": "red"}}}
      ]
    }
  }
}
```

## Source
We observed in Grafana 12.2 and 12.4 that the mappings have no effect. Grafana's page [State
timeline](https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/state-timeline/)
describes the options of the panel.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, rule

_OVERRIDING = frozenset({"color", "mappings", "thresholds"})


@rule(
    id="hidden-mappings",
    group="board",
    severity="warning",
    looks_at=PanelView,
    profiles=("strict",),
)
def check(panel: PanelView) -> Iterator[Finding]:
    if panel.type != "state-timeline" or not panel.merges_equal_values:
        return
    by_threshold = panel.color_mode == "thresholds" and panel.thresholds
    if not by_threshold or not panel.mappings:
        return
    if any(_OVERRIDING & override.properties.keys() for override in panel.overrides):
        return
    if panel.transformations:
        return
    yield Finding(
        what="the value mappings have no effect, because the panel takes its colours from "
        "thresholds",
        fix='Set the colour scheme to "Single color" (fixed). Then each mapped value has the '
        "colour of its mapping.",
        key=("fieldConfig", "defaults", "color", "mode"),
    )
