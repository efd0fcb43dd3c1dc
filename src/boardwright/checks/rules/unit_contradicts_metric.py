"""The unit of a panel does not fit the values of its query.

## Reported cases
This rule reports time series, stats, gauges and charts whose unit does not fit the values of a
query. Typical cases are:

- The query returns bytes, but the unit is seconds.
- The query returns seconds, but the unit is milliseconds.
- The query returns bytes per second, but the unit is bytes or bits.
- The query returns a ratio from 0 to 1, but the unit is a percentage from 0 to 100.
- The query multiplies a ratio by 100, but the unit is a ratio from 0 to 1.

The rule derives the quantity of the values, such as bytes or seconds, from the names of the metrics
(`_bytes`, `_seconds`, `_ratio`) and from the operations of the query. If a metric is not in
boardwright's list of well-known exporters, only the profile `strict` reports the panel, with
severity `info`. Queries that may get another unit from an override are not checked.

## Why
The panel shows a wrong number. With the unit percent, Grafana shows a ratio of 0.45 as 0.45 %
instead of 45 %. With the unit `ms`, Grafana shows 0.2 seconds as 0.2 ms instead of 200 ms.

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
from boardwright.checks.units import (
    NAMES,
    Measurement,
    find_contradiction,
    find_unit_family,
    iter_measurements,
)
from boardwright.schema.shown_unit import read_shown_unit


@rule(id="unit-contradicts-metric", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    unit = read_shown_unit(panel)
    if find_unit_family(unit.id) is None:
        return
    reported = set()
    for measurement in iter_measurements(panel):
        quantity = measurement.quantity
        needed = find_contradiction(quantity, unit.id) if quantity else None
        if _may_be_throughput(measurement, unit.id):
            continue
        if quantity and needed and quantity not in reported:
            reported.add(quantity)
            yield Finding(
                what=f"the unit {unit.id!r} expects {needed}, but query {measurement.query.ref_id} "
                f"returns {measurement}",
                fix=f'Set the unit "{NAMES[quantity]}", or convert the value in the query.',
                key=unit.key,
                expression=measurement.query.expression,
                certain=measurement.known,
            )


def _may_be_throughput(measurement: Measurement, unit: str) -> bool:
    """Return whether a value may be bytes per second, because only the metric's name suggests
    bytes, and the panel's unit is a unit per second.
    """
    is_per_second = (find_unit_family(unit) or "").endswith("per second")
    return measurement.quantity == "bytes" and not measurement.known and is_per_second
