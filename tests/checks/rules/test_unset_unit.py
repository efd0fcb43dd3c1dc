from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.unset_unit import check
from checks.views import messages, panel, query


@pytest.mark.parametrize("kind", ["timeseries", "stat", "gauge", "graph"])
def test_a_panel_without_a_unit_is_reported(kind: str) -> None:
    assert messages(check, query("up", on={"type": kind}).panel) == ["the panel has no unit"]


@pytest.mark.parametrize(
    "raw",
    [
        {"fieldConfig": {"defaults": {"unit": "none"}}},
        {"fieldConfig": {"defaults": {"mappings": [{"type": "value"}]}}},
        {"type": "table"},
        {"type": "logs"},
        {"targets": [{"refId": "A", "datasource": {"type": "mysql"}, "rawSql": "SELECT 1"}]},
    ],
)
def test_a_panel_that_needs_no_unit_is_not_reported(raw: dict[str, Any]) -> None:
    target = {"refId": "A", "expr": "up", "datasource": {"type": "prometheus", "uid": "x"}}
    assert messages(check, panel(**{"targets": [target], **raw})) == []
