from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.mixin_description import check
from checks.views import messages, panel

TARGETS = [{"refId": "A", "expr": "up"}]


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ({"targets": TARGETS}, 1),
        ({"targets": TARGETS, "description": " "}, 1),
        ({"targets": TARGETS, "description": "Targets that answer."}, 0),
        ({"type": "text"}, 0),
        ({"targets": TARGETS, "libraryPanel": {"uid": "x"}}, 0),
    ],
)
def test_a_panel_with_queries_and_no_description_is_reported(
    raw: dict[str, Any], count: int
) -> None:
    assert len(messages(check, panel(**raw))) == count
