from __future__ import annotations

import pytest

from boardwright.checks.rules.regex_half_anchored import check
from checks.views import marks, messages, query

BAD = [
    ('up{instance=~"^web"}', 'instance=~"^web"'),
    ('up{instance!~":9100$"}', 'instance!~":9100$"'),
    ('up{instance=~"^web\\\\.example"}', 'instance=~"^web\\\\.example"'),
]
GOOD = [
    'up{instance=~"^web$"}',
    'up{instance=~"^web.*"}',
    'up{instance=~".*:9100$"}',
    'up{instance=~"^(a|b)"}',
    'up{instance=~"^$node"}',
    'up{instance=~"$node$"}',
    'up{instance="^web"}',
    'up{instance=~"web"}',
    'up{a=~"a|^b"}',
    'up{a=~"^[[node]]"}',
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_a_regex_with_one_anchor_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_a_regex_without_a_single_anchor_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    loki = query('up{instance=~"^web"}', datasource={"type": "loki", "uid": "l"})
    assert messages(check, loki) == []
