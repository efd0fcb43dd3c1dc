from __future__ import annotations

import pytest

from boardwright.checks.rules.regex_plain_text import check
from checks.views import marks, messages, query

BAD = [
    ('up{job=~"node"}', 'job=~"node"'),
    ("up{a=\"b\",job!~'node-1'}", "job!~'node-1'"),
    ('sum(rate(x{job="$job",mode=~""}[5m]))', 'mode=~""'),
]
GOOD = [
    'up{job="node"}',
    'up{job=~"$job"}',
    'up{job=~"${job:regex}"}',
    'up{job=~"[[job]]"}',
    'up{job=~"a|b"}',
    'up{job=~"a.*"}',
    'up{job=~"a\\\\.b"}',
    'up{job=~"^a$"}',
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_a_regex_of_plain_text_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_a_regex_with_a_pattern_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    loki = query('up{job=~"node"}', datasource={"type": "loki", "uid": "l"})
    assert messages(check, loki) == []
