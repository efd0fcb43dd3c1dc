from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.missing_title import check
from checks.views import messages, panel

TARGETS = [{"refId": "A", "expr": "up"}]


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ({"title": ""}, 1),
        ({"title": None, "type": "table"}, 1),
        ({"title": "  ", "type": "graph"}, 1),
        ({"title": "Up"}, 0),
        ({"title": "", "type": "stat"}, 0),
        ({"title": "", "type": "text"}, 0),
        ({"title": "", "type": "row"}, 0),
        ({"title": "", "targets": []}, 0),
    ],
)
def test_a_panel_without_a_title_is_reported_unless_its_type_needs_none(
    raw: dict[str, Any], count: int
) -> None:
    assert len(messages(check, panel(**{"targets": TARGETS, **raw}))) == count
