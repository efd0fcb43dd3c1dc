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
def test_one_group_only(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_several_groups(text: str) -> None:
    assert messages(check, query(text)) == []


def test_other_languages_are_not_judged() -> None:
    loki = query(
        'sum by (mode) (rate(x{mode="idle"}[5m]))', datasource={"type": "loki", "uid": "l"}
    )
    assert messages(check, loki) == []


def test_a_legend_or_a_table_may_need_it() -> None:
    text = "sum by (mode) (x{mode='idle'})"
    assert messages(check, query(text, legendFormat="{{mode}}")) == []
    assert messages(check, query(text, format="table")) == []
