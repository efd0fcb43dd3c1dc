from __future__ import annotations

import pytest

from boardwright.checks.rules.sides_never_match import check
from checks.views import marks, messages, query

BAD = [
    ('x{a="1"} / x{a=""}', "/"),
    ('rate(x{a="1"}[5m]) > vector(1)', ">"),
    ("sum by (a) (x) / sum by (b) (y)", "/"),
    ('sum by (a) (x{a="$a"}) / sum(y)', "/"),
    ("100 * (sum(x) / sum by (a) (y))", "/"),
    ("sum by (a, b) (x) - sum by (a) (y)", "-"),
    ("sum by (a) (x) > vector(0)", ">"),
    ("sum by (a) (x) and sum by (b) (y)", "and"),
    ("sum by (a) (x) / on (a) sum(y)", "/"),
    ("sum by (a, b, c) (x) / ignoring (b) sum by (a) (y)", "/"),
    ('x{a="1"} * on (a) group_left () sum by (b) (y)', "*"),
]
GOOD = [
    "sum by (a) (x) / sum by (a) (y)",
    "sum by (a, b) (x) / on (a) group_left () sum by (a) (y)",
    "sum by (a, b) (x) / ignoring (b) group_left () sum by (a) (y)",
    "sum by (a) (x) / on () group_left () sum(y)",
    "sum by (a) (x) / scalar(sum(y))",
    "sum by (a) (x) / $limit",
    "sum by (a) (x) * -(1024 ^ 2)",
    "sum by (a) (x) or sum(y)",
    "sum by (a) (x) unless sum by (b) (y)",
    "sum by ($by) (x) / sum by (a) (y)",
    "sum by (a) (x) / on ($by) sum(y)",
    "$agg(x) / sum by (a) (y)",
    "sum by (a) (x) / y",
    "sum(x) / sum(y)",
    "histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m]))) / sum(rate(b_total[5m]))",
    "sum without (pod) (sum by (pod, job) (a)) / sum by (job) (b)",
    "time() - max by (a) (x)",
    "sum by (a) (x) * on (a) group_left (b) y_info",
    'sum by (a) (label_replace(x, "a", "$1", "c", "(.*)")) / sum(y)',
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_an_operation_whose_sides_never_match_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_an_operation_whose_sides_may_match_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    loki = query("sum by (a) (x) / sum by (b) (y)", datasource={"type": "loki", "uid": "l"})
    assert messages(check, loki) == []


def test_an_operation_is_reported_once() -> None:
    assert len(messages(check, query("sum by (a) (x) / sum by (b) (y) / sum by (c) (z)"))) == 1


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        # a series without the label `a` would match: by (a) does not prove that `a` exists
        ("sum by (a) (x) / sum(y)", False),
        # the matcher proves that `a` exists
        ('x{a="1"} / sum(y)', True),
        # each scraped series has the label `job`
        ("sum by (job) (x) / sum(y)", True),
    ],
)
def test_a_grouping_does_not_prove_that_a_label_exists(text: str, certain: bool) -> None:
    (found,) = check(query(text))
    assert found.certain == certain
