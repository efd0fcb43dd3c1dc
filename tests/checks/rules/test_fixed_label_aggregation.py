from __future__ import annotations

import pytest

from boardwright.checks.rules.fixed_label_aggregation import check
from checks.views import marks, messages, query

BAD = [
    ('sum by (mode) (rate(x{mode="idle"}[5m]))', "mode"),
    ('max(x{a="1",b="$b"}) by (a, b)', "a"),
    ('histogram_quantile(0.9, sum by (le, a) (rate(x_bucket{a="1"}[$__rate_interval])))', "a"),
]
GOOD = [
    'sum by (mode) (rate(x{mode=~"idle|user"}[5m]))',
    'sum by (mode) (rate(x{mode="$mode"}[5m]))',
    'sum by (mode) (x{mode!="idle"})',
    'sum without (mode) (x{mode="idle"})',
    'sum by (a) (x{a="1"}) / on (a) y',
    'sum by (a) (x{a=""})',
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_an_aggregation_by_a_label_with_one_value_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_an_aggregation_with_several_groups_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    loki = query(
        'sum by (mode) (rate(x{mode="idle"}[5m]))', datasource={"type": "loki", "uid": "l"}
    )
    assert messages(check, loki) == []


def test_a_label_that_a_legend_or_a_table_may_show_is_not_reported() -> None:
    text = "sum by (mode) (x{mode='idle'})"
    assert messages(check, query(text, legendFormat="{{mode}}")) == []
    assert messages(check, query(text, format="table")) == []
