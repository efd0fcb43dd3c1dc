from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import PanelView
from boardwright.checks.rules.transformed_label_missing import check
from checks.views import messages, panel, problems


def transform_panel(kind: str, options: Any, *exprs: str, **raw: Any) -> PanelView:
    targets = [{"refId": chr(65 + i), "expr": e, "format": "table"} for i, e in enumerate(exprs)]
    steps = [{"id": kind, "options": options}]
    return panel(**{"type": "table", "targets": targets, "transformations": steps, **raw})


BAD = [
    ("joinByField", {"byField": "pod"}, "sum by (pod) (x)", "sum(y)"),
    ("seriesToColumns", {"byField": "pod"}, "sum by (pod) (x)", "sum by (node) (y)"),
    ("labelsToFields", {"keepLabels": ["pod", "node"]}, "sum by (pod) (x)"),
    ("labelsToFields", {"valueLabel": "node"}, "sum by (pod) (x)", "sum(y)"),
]
GOOD = [
    ("joinByField", {"byField": "pod"}, "sum by (pod) (x)", "sum by (pod, node) (y)"),
    ("joinByField", {"byField": "Time"}, "sum(x)", "sum(y)"),
    ("joinByField", {"byField": "$by"}, "sum(x)", "sum(y)"),
    ("joinByField", {"byField": "pod"}, "sum by ($by) (x)", "y"),
    ("joinByField", {"byField": "pod"}, "sum(x)", "no promql("),
    ("joinByField", {}, "sum(x)"),
    ("joinByField", None, "sum(x)"),
    ("labelsToFields", {"keepLabels": ["pod"]}, "sum by (pod) (x)", "sum(y)"),
    ("labelsToFields", {"keepLabels": "pod", "valueLabel": 1}, "sum(y)"),
    ("labelsToFields", {"keepLabels": ["__name__", "pod"]}, "sum by (pod) (x)"),
    ("organize", {"excludeByName": {"pod": True}}, "sum(y)"),
]


@pytest.mark.parametrize("case", BAD, ids=str)
def test_a_transformation_that_names_a_lost_label_is_reported(case: tuple[Any, ...]) -> None:
    assert len(messages(check, transform_panel(*case))) == 1


@pytest.mark.parametrize("case", GOOD, ids=str)
def test_a_transformation_that_names_a_possible_label_is_not_reported(
    case: tuple[Any, ...],
) -> None:
    assert messages(check, transform_panel(*case)) == []


def test_later_transformations_and_other_languages_are_not_judged() -> None:
    case = BAD[0]
    first = [{"id": "merge"}, {"id": "joinByField", "options": {"byField": "pod"}}]
    influx = {"type": "influxdb", "uid": "i"}
    assert messages(check, transform_panel(*case, transformations=first)) == []
    assert messages(check, transform_panel(*case, datasource=influx)) == []
    series = [{"refId": "A", "expr": "sum(x)"}]
    assert messages(check, transform_panel(*case, targets=series)) == []


def test_the_problem_is_placed_at_the_query_without_the_label() -> None:
    (problem,) = problems(check, transform_panel(*BAD[0]).board)
    assert (problem.query, problem.expression) == ("B", "sum(y)")
