"""A panel's unit does not fit what its query gives.

## Reported cases
Time series, stats, gauges and charts whose unit fits no value of the metric: bytes shown as
seconds, seconds as milliseconds, a rate of bytes as bytes, bytes per second as bits, a ratio of 0
to 1 as percent of 100, or the other way round after `* 100`. The names of the metrics (`_bytes`,
`_seconds`, `_ratio`) and the arithmetic show what a query gives; where that is not certain, nothing
is reported. The severity is `info` unless all metrics are well-known ones that measure in the unit
of their names. Fields that an override may give another unit are not judged.

## Why
The number on the screen is wrong: 0.45 shown as percent reads 0.45 %, not 45 %; 0.2 seconds
shown as `ms` read as a fifth of a millisecond.

## Bad
```json
{
  "id": 1,
  "type": "stat",
  "targets": [{"refId": "A", "expr": "node_memory_MemFree_bytes / node_memory_MemTotal_bytes"}],
  "fieldConfig": {"defaults": {"unit": "percent"}, "overrides": []}
}
```

## Good
```json
{
  "id": 1,
  "type": "stat",
  "targets": [{"refId": "A", "expr": "node_memory_MemFree_bytes / node_memory_MemTotal_bytes"}],
  "fieldConfig": {"defaults": {"unit": "percentunit"}, "overrides": []}
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
from boardwright.checks.units import NAMES, contradiction, family, measurements, unit_of


@rule(id="unit-contradicts-metric", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    unit = unit_of(panel)
    if family(unit.id) is None:
        return
    reported = set()
    for found in measurements(panel):
        quantity = found.quantity
        needed = contradiction(quantity, unit.id) if quantity else None
        if quantity and needed and quantity not in reported:
            reported.add(quantity)
            yield Finding(
                what=f"its unit {unit.id!r} expects {needed}, and query {found.query.ref_id}"
                f" gives {found}",
                fix=f'Set the unit "{NAMES[quantity]}", or convert in the query.',
                key=unit.key,
                expression=found.query.expression,
                severity=found.severity,
            )
