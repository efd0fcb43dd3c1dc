"""More cases are in `test_metric_rules.py`."""

from __future__ import annotations

import pytest

from boardwright.checks.rules.heatmap_of_raw_buckets import check
from checks.views import messages, query

HEATMAP = {"type": "heatmap"}


def test_the_message_explains_the_heatmap_and_suggests_increase() -> None:
    (found,) = check(query('x_bucket{job="a"}', on=HEATMAP))
    assert found.what == (
        "the heatmap shows all events that x_bucket (counter, judging by its name) has "
        "counted since the process started"
    )
    assert not found.certain
    assert found.fix == "Write sum by (le) (increase(x_bucket[$__rate_interval]))."


@pytest.mark.parametrize("on", [{"type": "timeseries"}, {**HEATMAP, "title": "Lifetime"}])
def test_other_panels_and_heatmaps_of_a_lifetime_are_not_reported(on: dict[str, object]) -> None:
    assert messages(check, query("x_bucket", on=on)) == []
