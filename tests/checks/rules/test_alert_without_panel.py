from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks.rules.alert_without_panel import check
from boardwright.promql import parse
from boardwright.promql.bounds import compute_shape
from checks.views import SETTINGS, configuration, messages

SHOWN = replace(
    SETTINGS, shown=frozenset({compute_shape(parse("busy")), compute_shape(parse("a > b"))})
)


@pytest.mark.parametrize(
    ("expr", "found"),
    [("busy > 0.9", False), ("a > b", False), ("free < 1", True), ("busy > 1 and x > 2", False)],
)
def test_an_alert_is_reported_unless_a_panel_shows_the_value(expr: str, found: bool) -> None:
    view = configuration(rules=[{"alert": "A", "expr": expr}], settings=SHOWN)
    assert messages(check, view) == (["no panel shows the value of the alert A"] if found else [])


def test_nothing_is_reported_when_only_a_part_of_the_project_is_checked() -> None:
    assert messages(check, configuration(rules=[{"alert": "A", "expr": "free < 1"}])) == []
