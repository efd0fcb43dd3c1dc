from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import BoardView
from boardwright.checks.rules.unused_variable import check
from boardwright.checks.views.reading import source_of_json
from boardwright.schema.document import Place
from checks.views import SETTINGS, board, messages, problems

JOB = {"name": "job", "type": "query", "query": "label_values(up, job)"}


def shown(**raw: Any) -> dict[str, Any]:
    return {"type": "timeseries", "targets": [{"refId": "A", "expr": "up"}], **raw}


def asking(expr: str) -> dict[str, Any]:
    return shown(targets=[{"refId": "A", "expr": expr}])


@pytest.mark.parametrize(
    "found",
    [
        JOB,
        {"name": "job", "type": "custom", "query": "a,b"},
        {"name": "job", "type": "interval", "query": "1m,5m"},
        {"name": "job", "type": "datasource", "query": "prometheus"},
        {"name": "job", "type": "textbox"},
        {**JOB, "hide": 2},
    ],
)
@pytest.mark.parametrize("panel", [shown(), asking("x{a='$jobs'}"), shown(title="job")])
def test_a_variable_that_nothing_uses_is_reported(
    found: dict[str, Any], panel: dict[str, Any]
) -> None:
    (problem,) = problems(check, board(variables=[found], panels=[panel]))
    assert problem.what == "nothing on the board uses the variable $job"
    assert problem.pointer == ("templating", "list", 0, "name")


@pytest.mark.parametrize(
    "panel",
    [
        asking("up{job=~'$job'}"),
        asking("up{job=~'${job:regex}'}"),
        asking("up{job=~'[[job]]'}"),
        shown(title="Of ${job}"),
        shown(repeat="job"),
        shown(links=[{"url": "/d/x?var-job=${job:queryparam}"}]),
        shown(links=[{"url": "/d/x", "includeVars": True}]),
        shown(datasource={"type": "prometheus", "uid": "$job"}),
        shown(targets=[{"rawSql": "SELECT $job"}]),
        {"type": "text", "options": {"content": "# $job"}},
        {"libraryPanel": {"uid": "x"}},
        {"type": "row", "repeat": "job"},
        {"type": "text", "options": {"content": "${__all_variables}"}},
    ],
)
def test_a_variable_that_a_panel_uses_is_not_reported(panel: dict[str, Any]) -> None:
    assert messages(check, board(variables=[JOB], panels=[shown(), panel])) == []


@pytest.mark.parametrize(
    "found",
    [
        {"name": "job", "type": "adhoc"},
        {"name": "job", "type": "groupby"},
        {"name": "job", "type": "constant", "query": "a"},
        {"name": "job", "type": "textbox", "hide": 2},
        {"name": "", "type": "query"},
        {"type": "query"},
    ],
)
def test_variables_that_work_without_a_use_are_not_reported(found: dict[str, Any]) -> None:
    assert messages(check, board(variables=[found], panels=[shown()])) == []


def test_uses_in_annotations_links_and_variables_count() -> None:
    annotations = {"list": [{"name": "a", "expr": "changes(x{job='$job'}[5m])"}]}
    assert messages(check, board(variables=[JOB], panels=[shown()], annotations=annotations)) == []
    link = {"type": "dashboards", "includeVars": True}
    assert messages(check, board(variables=[JOB], panels=[shown()], links=[link])) == []
    other = {"name": "i", "type": "query", "query": "label_values(up{job='$job'}, i)"}
    (message,) = messages(check, board(variables=[JOB, other], panels=[shown()]))
    assert message.endswith("$i")
    assert messages(check, board(variables=[JOB])) == []


def test_a_repeat_in_schema_v2_counts_as_a_use() -> None:
    variable = {"kind": "QueryVariable", "spec": {"name": "job", "query": {"kind": "DataQuery"}}}
    element = {"kind": "Panel", "spec": {"id": 1, "title": "P"}}
    shown = {"kind": "GridLayoutItem", "spec": {"element": {"name": "a"}}}
    spec = {"title": "B", "elements": {"a": element}, "variables": [variable]}
    grid = {"kind": "GridLayout", "spec": {"items": [shown]}}
    repeat = {"mode": "variable", "value": "job"}
    row = {"kind": "RowsLayoutRow", "spec": {"repeat": repeat, "layout": grid}}
    assert len(messages(check, read({**spec, "layout": grid}))) == 1
    rows = {"kind": "RowsLayout", "spec": {"rows": [row]}}
    assert messages(check, read({**spec, "layout": rows})) == []


def read(spec: dict[str, Any]) -> BoardView:
    return BoardView(source_of_json(spec, place=Place(file="b.json")), SETTINGS)


def test_many_unused_variables_give_one_problem() -> None:
    unused = [
        {"name": f"v{number}", "type": "query", "query": "label_values(up, a)"}
        for number in range(6)
    ]
    (found,) = problems(check, board(variables=unused, panels=[shown()]))
    assert found.what == (
        "nothing on the board uses 6 of its variables: $v0, $v1, $v2, $v3, $v4, $v5"
    )
    assert found.pointer == ("templating", "list", 0, "name")
