"""Bytes or seconds are shown as plain numbers.

## What
Time series, stats, gauges and charts without a unit, all of whose queries give bytes, bytes per
second or seconds, by the names of their metrics and by what the expressions do with them. A unit
of an override counts, and so does `short`: somebody chose it.

## Why
34359738368 is 32 GiB, and nobody reads it. Without a unit there is no telling milliseconds from
seconds either.

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
from boardwright.checks.units import NAMES, measured, unit_of

_TOLD = frozenset({"bytes", "bytes per second", "seconds"})


@rule(id="missing-unit", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    unit = unit_of(panel)
    if unit.id:
        return
    found = {quantity for _, quantity in measured(panel)}
    for quantity in found if len(found) == 1 else ():
        if quantity in _TOLD:
            what = f"it shows {quantity}, and has no unit"
            yield Finding(what=what, fix=f'Set the unit "{NAMES[quantity]}".')
