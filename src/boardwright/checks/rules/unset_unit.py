"""A panel that shows numbers has no unit.

## Reported cases
This rule reports time series, stats, gauges and charts that have a Prometheus query but no unit.
The units `short` and `none` are accepted, because both mean a plain number. Panels with value
mappings are not reported.

## Why
The unit shows what an axis measures, and that the author has thought about the unit.

## Bad
```json
{"id": 1, "type": "timeseries", "targets": [{"refId": "A", "expr": "up"}]}
```

## Good
```json
{
  "id": 1,
  "type": "timeseries",
  "targets": [{"refId": "A", "expr": "up"}],
  "fieldConfig": {"defaults": {"unit": "short"}, "overrides": []}
}
```

## Source
[`panel-units-rule`](https://github.com/grafana/dashboard-linter/blob/main/docs/rules/panel-units-rule.md)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, rule
from boardwright.checks.units import iter_measurements
from boardwright.schema.shown_unit import read_shown_unit


@rule(
    id="unset-unit",
    group="board",
    severity="info",
    looks_at=PanelView,
    profiles=("strict", "mixin"),
)
def check(panel: PanelView) -> Iterator[Finding]:
    if read_shown_unit(panel).id or panel.mappings:
        return
    if any(measurement.query.expression for measurement in iter_measurements(panel)):
        yield Finding(
            what="the panel has no unit", fix='Set a unit, such as "short" for plain numbers.'
        )
