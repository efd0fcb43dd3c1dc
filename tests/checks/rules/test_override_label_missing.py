from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import PanelView
from boardwright.checks.rules.override_label_missing import check
from checks.views import messages, panel, problems


def overridden(expr: str, name: Any, matcher: str = "byName", **raw: Any) -> PanelView:
    targets = [{"refId": "A", "expr": expr, "format": "table"}]
    renamed = {"matcher": {"id": "byName", "options": "Value"}}
    renamed["properties"] = [{"id": "displayName", "value": "Pods"}]  # type: ignore[assignment]
    found = {"matcher": {"id": matcher, "options": name}, "properties": [{"id": "unit"}]}
    config = {"overrides": [renamed, found]}
    return panel(**{"type": "table", "targets": targets, "fieldConfig": config, **raw})


def test_override_names_of_wrong_types_are_ignored() -> None:
    odd = {"matcher": {"id": "byName", "options": {}}, "properties": [{"id": "displayName"}]}
    odd["properties"][0]["value"] = []  # type: ignore[index]
    config = {"overrides": [odd, {"matcher": None}, None]}
    assert messages(check, overridden("sum(x)", "node", fieldConfig=config)) == []


def test_an_override_of_a_missing_column_is_reported() -> None:
    (problem,) = problems(check, overridden("sum by (pod) (x)", "node").board)
    assert (
        problem.what == "an override is for the column 'node', which no query of the panel returns"
    )
    assert problem.pointer[-3:] == (1, "matcher", "options")


@pytest.mark.parametrize(
    ("expr", "name", "matcher"),
    [
        ("sum by (pod) (x)", "pod", "byName"),
        ("sum by (pod) (x)", "Value #A", "byName"),
        ("sum by (pod) (x)", "Time", "byName"),
        ("sum by (pod) (x)", "Pods", "byName"),
        ("sum by (pod) (x)", "$by", "byName"),
        ("sum by (pod) (x)", "node", "byRegexp"),
        ("sum by (pod) (x)", ["node"], "byName"),
        ("sum by ($by) (x)", "node", "byName"),
        ("x", "node", "byName"),
        ("sum by (pod) (x", "node", "byName"),
    ],
)
def test_an_override_of_a_column_that_may_exist_is_not_reported(
    expr: str, name: Any, matcher: str
) -> None:
    assert messages(check, overridden(expr, name, matcher)) == []


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "timeseries"},
        {"transformations": [{"id": "merge"}]},
        {"targets": [{"refId": "A", "expr": "sum(x)"}]},
        {"targets": [{"refId": "A", "expr": "SELECT 1", "format": "table", "datasource": "-100"}]},
        {"targets": []},
    ],
)
def test_panels_that_may_have_other_columns_are_not_judged(raw: dict[str, Any]) -> None:
    assert messages(check, overridden("sum(x)", "node", **raw)) == []
