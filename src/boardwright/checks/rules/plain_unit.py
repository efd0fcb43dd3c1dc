"""A panel shows bytes or seconds with a unit for plain numbers.

## Reported cases
This rule reports a time series, stat, gauge or chart with the unit `short` or `none`, if all its
queries return bytes, bytes per second or seconds. The rule derives the unit of a query from the
names of the metrics and the operations of the expression. If a metric is not in boardwright's list
of well-known exporters, only the profile `strict` reports the panel, with severity `info`. Queries
that may get another unit from an override are not checked.

## Why
With the unit `short`, Grafana shows 34359738368 bytes as "34.4 Bil" and 0.2 seconds as "0.2".
Readers have to guess the unit. With the units `bytes` and `s`, Grafana shows 32 GiB and 200 ms.

## Bad
```json
{
  "id": 1,
  "type": "timeseries",
  "targets": [{"refId": "A", "expr": "process_resident_memory_bytes"}],
  "fieldConfig": {"defaults": {"unit": "short"}, "overrides": []}
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

_PLAIN_NUMBERS = frozenset({"none", "short"})


@rule(id="plain-unit", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    unit = read_shown_unit(panel)
    measurement = find_plain_quantity(panel) if unit.id in _PLAIN_NUMBERS else None
    if measurement is not None and measurement.quantity:
        yield Finding(
            what=f"the panel shows {measurement} with the unit {unit.id!r}, which is for plain "
            "numbers",
            fix=f'Set the unit "{NAMES[measurement.quantity]}".',
            key=unit.key,
            certain=measurement.known,
        )
