"""A panel shows bytes or seconds without a unit.

## Reported cases
This rule reports a time series, stat, gauge or chart without a unit, if all its queries return
bytes, bytes per second or seconds. The rule derives the unit of a query from the names of the
metrics and the operations of the expression. If a metric is not in boardwright's list of well-known
exporters, only the profile `strict` reports the panel, with severity `info`. Queries that may get a
unit from an override are not checked. The rule [plain-unit](plain-unit.md) reports the units
`short` and `none`.

## Why
Few people recognise 34359738368 as 32 GiB. Without a unit, readers cannot distinguish milliseconds
from seconds either.

## Bad
```json
{
  "id": 1,
  "type": "timeseries",
  "targets": [{"refId": "A", "expr": "process_resident_memory_bytes"}]
}
```

## Good
```json
{
  "id": 1,
  "type": "timeseries",
  "targets": [{"refId": "A", "expr": "process_resident_memory_bytes"}],
  "fieldConfig": {"defaults": {"unit": "bytes"}, "overrides": []}
}
```

## Source
[Standard options:
unit](https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit);
[metric names](https://prometheus.io/docs/practices/naming/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, rule
from boardwright.checks.units import NAMES, find_plain_quantity
from boardwright.schema.shown_unit import read_shown_unit


@rule(id="missing-unit", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    measurement = None if read_shown_unit(panel).id else find_plain_quantity(panel)
    if measurement is not None and measurement.quantity:
        yield Finding(
            what=f"the panel shows {measurement} and has no unit",
            fix=f'Set the unit "{NAMES[measurement.quantity]}".',
            certain=measurement.known,
        )
