"""Rounds query intervals as Grafana does.

Source: the options "Max data points" and "Min interval" in
https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/, and the steps
in queries that a real Grafana sent.
"""

from __future__ import annotations

from bisect import bisect_right

_UPPER_BOUNDS = (
    *(10, 15, 35, 75, 150, 350, 750, 1_500, 3_500, 7_500, 12_500, 17_500, 25_000, 45_000, 90_000),
    *(210_000, 450_000, 750_000, 1_050_000, 1_500_000, 2_700_000, 5_400_000, 9_000_000),
    *(16_200_000, 32_400_000, 86_400_000, 604_800_000, 1_814_400_000, 3_628_800_000),
)
"""Upper bounds in milliseconds, in ascending order. An interval is rounded to `_ROUNDED[i]`, where
`i` is the index of the first bound that is larger than the interval.
"""

_ROUNDED = (
    *(1, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 60_000),
    *(120_000, 300_000, 600_000, 900_000, 1_200_000, 1_800_000, 3_600_000, 7_200_000),
    *(10_800_000, 21_600_000, 43_200_000, 86_400_000, 604_800_000, 2_592_000_000, 31_536_000_000),
)


def round_interval(interval: float) -> int:
    """Round an interval in milliseconds as Grafana does: 4600 becomes 5000."""
    return _ROUNDED[bisect_right(_UPPER_BOUNDS, interval)]
