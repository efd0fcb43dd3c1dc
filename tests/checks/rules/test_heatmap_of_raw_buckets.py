"""More cases are in `test_metric_rules.py`."""

from __future__ import annotations

import pytest

from boardwright.checks.rules.heatmap_of_raw_buckets import check
from checks.views import messages, query

HEATMAP = {"type": "heatmap"}


def test_message() -> None:
    (found,) = check(query('x_bucket{job="a"}', on=HEATMAP))
    assert found.what == (
        "the heatmap shows all events that x_bucket (counter, judging by its name) has "
        "counted since the process started"
    )
    assert not found.certain
    assert found.fix == "Write sum by (le) (increase(x_bucket[$__rate_interval]))."


@pytest.mark.parametrize("on", [{"type": "timeseries"}, {**HEATMAP, "title": "Lifetime"}])
def test_panels_that_are_not_judged(on: dict[str, object]) -> None:
    assert messages(check, query("x_bucket", on=on)) == []
