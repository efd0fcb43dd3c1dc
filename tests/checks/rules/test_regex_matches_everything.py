from __future__ import annotations

import pytest

from boardwright.checks.rules.regex_matches_everything import check
from checks.views import marks, messages, query

BAD = [
    ('up{job=~".*"}', 'job=~".*"'),
    ('up{a="b",job=~"(.*)"}', 'job=~"(.*)"'),
    ('rate(x{job=~"^.*$"}[$__rate_interval])', 'job=~"^.*$"'),
]
GOOD = [
    'up{job=~".+"}',
    'up{job=~"$job"}',
    'up{job=~"$job.*"}',
    'up{job!~".*"}',
    '{__name__=~".*"}',
    'up{job=~"a.*"}',
    'up{job=".*"}',
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_a_regex_that_matches_any_value_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_a_regex_that_matches_some_values_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    loki = query('up{job=~".*"}', datasource={"type": "loki", "uid": "l"})
    assert messages(check, loki) == []
