from __future__ import annotations

import pytest

from boardwright.checks.rules.matchers_exclude_all import check
from checks.views import marks, messages, query

BAD = [
    ('up{job="a",job="b"}', 'job="b"'),
    ('up{job="a",x="y",job!="a"}', 'job!="a"'),
    ('up{job="a",job=~"b|c"}', 'job=~"b|c"'),
    ('up{job!~"a.*",job="ab"}', 'job!~"a.*"'),
    ('up{job="",job=~".+"}', 'job=~".+"'),
    ('up{job="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",job=~"(a|a)+b"}', 'job=~"(a|a)+b"'),
    ('sum(rate(x{job!~".*"}[$__rate_interval]))', 'job!~".*"'),
]
GOOD = [
    'up{job="a",job=~"([a-z]+)+"}',
    'up{job="a",job=~"[[:alpha:]]"}',
    'up{job="a",job=~"(b"}',
    'up{job="a",job="a"}',
    'up{job="a",job!="b"}',
    'up{job="a",job=~"a|b"}',
    'up{job="$job",job="b"}',
    'up{job="a",job=~"$job"}',
    'up{job=~"a|b",job!="a"}',
    'up{job=~"a",job=~"b"}',
    'up{job="",job!~".+"}',
    'up{job!~".+"}',
    'up{job="a",job=~"(?i)A"}',
    'up{job="a",instance="b"}',
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_matchers_that_exclude_all_series_are_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_matchers_that_a_series_may_match_are_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    loki = query('up{job="a",job="b"}', datasource={"type": "loki", "uid": "l"})
    assert messages(check, loki) == []
