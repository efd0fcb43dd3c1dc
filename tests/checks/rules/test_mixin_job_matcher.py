from __future__ import annotations

import pytest

from boardwright.checks.rules.mixin_job_matcher import check
from checks.views import marks, query


@pytest.mark.parametrize(
    ("expr", "marked"),
    [
        ("up", ["up"]),
        ('up{job="a"}', ['job="a"']),
        ('up{job="$job"}', ['job="$job"']),
        ('up{job=~"$job"} / down', ["down"]),
        ('up{job=~"$job"}', []),
        ('up{job=~"${job}"}', []),
        ("1", []),
        ("up{", []),
    ],
)
def test_a_selector_without_the_job_matcher_is_reported(expr: str, marked: list[str]) -> None:
    assert marks(check, query(expr)) == marked
