from __future__ import annotations

import pytest

from boardwright.checks.rules.regex_like_glob import check
from checks.views import marks, messages, query

BAD = [
    ('x{pod=~"api-*"}', 'pod=~"api-*"'),
    ('x{pod!~"api*|web"}', 'pod!~"api*|web"'),
    ('sum(rate(x{path=~"/api/*"}[$__rate_interval]))', 'path=~"/api/*"'),
]
GOOD = [
    'x{pod=~"a*bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb."}',
    'x{pod=~"api-.*"}',
    'x{pod=~"api[0-9]*"}',
    'x{pod=~"(ab)*"}',
    'x{pod=~"$pod*"}',
    'x{pod="api-*"}',
    'x{pod=~"a\\\\d*"}',
    'x{pod=~"ab*c?"}',
    'x{pod=~".*"}',
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_a_regex_with_a_star_after_text_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_a_regex_with_a_star_after_a_pattern_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    loki = query('x{pod=~"api-*"}', datasource={"type": "loki", "uid": "l"})
    assert messages(check, loki) == []
