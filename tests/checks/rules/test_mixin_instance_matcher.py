from __future__ import annotations

import pytest

from boardwright.checks.rules.mixin_instance_matcher import check
from checks.views import marks, query


@pytest.mark.parametrize(
    ("expr", "marked"),
    [
        ("up", ["up"]),
        ('up{instance="a"}', ['instance="a"']),
        ('up{instance="$instance"}', ['instance="$instance"']),
        ('up{instance=~"$instance"} / down', ["down"]),
        ('up{instance=~"$instance"}', []),
        ('up{instance=~"${instance}"}', []),
        ("1", []),
        ("up{", []),
    ],
)
def test_a_selector_without_the_instance_matcher_is_reported(expr: str, marked: list[str]) -> None:
    assert marks(check, query(expr)) == marked
