from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import BoardView
from boardwright.checks.rules.undefined_variable import check
from boardwright.checks.settings import Settings
from boardwright.checks.views.reading import source_of_json
from boardwright.schema.document import Place
from checks.views import board, messages, problems
from schema.v2.boards import board as v2_board
from schema.v2.boards import grid, tab, tabs

JOB = {"name": "job", "type": "query", "query": "label_values(up, job)"}


def asking(expr: str, **raw: Any) -> dict[str, Any]:
    return {"type": "timeseries", "title": "P", "targets": [{"refId": "A", "expr": expr, **raw}]}


@pytest.mark.parametrize("text", ['up{job="$jop"}', 'up{job=~"${jop:regex}"}', "up{job='[[jop]]'}"])
def test_a_query_with_an_undefined_variable_is_reported(text: str) -> None:
    (problem,) = problems(check, board(variables=[JOB], panels=[asking(text)]))
    assert problem.what == "the query uses $jop, but the board has no variable of this name"
    assert problem.fix == "Did you mean '$job'?"
    assert problem.expression is not None
    assert "jop" in problem.expression[slice(*(problem.span or (0, 0)))]
    assert (problem.panel, problem.query) == ("P", "A")


@pytest.mark.parametrize(
    "text",
    [
        'up{job="$job"}',
        "rate(x[$__rate_interval])",
        "x{u='${__user.login}'}",
        "label_replace(x, 'a', '$1', 'b', '(.*)')",
    ],
)
def test_defined_and_built_in_variables_are_not_reported(text: str) -> None:
    assert messages(check, board(variables=[JOB], panels=[asking(text)])) == []


def test_macros_of_other_languages_are_not_reported() -> None:
    sql = asking("SELECT $columns", datasource={"type": "mysql", "uid": "m"})
    assert messages(check, board(panels=[sql])) == []


def test_an_undefined_data_source_variable_is_reported_unless_it_is_an_input() -> None:
    panels = [{**asking("up"), "datasource": {"type": "prometheus", "uid": "${DS_PROM}"}}]
    (problem,) = problems(check, board(panels=panels))
    assert problem.pointer == ("panels", 0, "datasource")
    inputs = [{"name": "DS_PROM", "type": "datasource", "pluginId": "prometheus"}]
    assert messages(check, board(panels=panels, __inputs=inputs)) == []


def test_each_variable_is_reported_once_at_the_worst_use() -> None:
    """`repeat` without a variable has no effect, but a query without a variable has no result."""
    (found,) = problems(
        check,
        board(
            panels=[{"type": "row", "title": "R", "repeat": "node"}],
            annotations={"list": [{"name": "a", "expr": "changes(x{n='$node'}[5m])"}]},
            variables=[{**JOB, "query": "label_values(up{n='$node'}, job)"}],
        ),
    )
    assert found.pointer == ("annotations", "list", 0, "expr")
    assert found.what == (
        "the query uses $node (also used in 2 other places), "
        "but the board has no variable of this name"
    )
    assert found.severity == "error"


@pytest.mark.parametrize(
    ("text", "severity", "certain"),
    [
        ('up{job="$jop"}', "error", True),
        # the matcher excludes no series: the query works, but not as its author meant
        ('up{job!="$jop"}', "warning", True),
        ('up{job="api", pod!~"$jop.*"}', "warning", True),
        ('up{a!="x", job=~"$jop"}', "error", True),
        # the other alternative still matches series
        ('up{job=~"$jop|api"}', "info", False),
        ('up{job=~"api|$jop"}', "info", False),
    ],
)
def test_the_severity_depends_on_the_effect_of_the_use(
    text: str, severity: str, certain: bool
) -> None:
    (found,) = problems(check, board(variables=[JOB], panels=[asking(text)]))
    assert (found.severity, found.certain) == (severity, certain)


def test_a_repeat_for_an_undefined_variable_is_a_warning() -> None:
    row = {"type": "row", "title": "R", "repeat": "node"}
    (found,) = problems(check, board(panels=[row]))
    assert found.severity == "warning"
    assert found.what == (
        "the panel is repeated for each value of $node, but the board has no variable of this name"
    )


def test_hidden_queries_are_not_reported() -> None:
    assert messages(check, board(panels=[asking('up{job="$job"}', hide=True)])) == []


@pytest.mark.parametrize(("name", "known"), [("detail", True), ("detial", False)])
def test_an_undefined_variable_in_a_condition_of_schema_v2_is_reported(
    name: str, known: bool
) -> None:
    condition = {
        "kind": "ConditionalRenderingVariable",
        "spec": {"variable": name, "operator": "equals", "value": "true"},
    }
    group = {
        "kind": "ConditionalRenderingGroup",
        "spec": {"visibility": "show", "condition": "and", "items": [condition, condition]},
    }
    switch = {"kind": "SwitchVariable", "spec": {"name": "detail", "current": "false"}}
    data = v2_board(layout=tabs(tab("A", grid(), conditionalRendering=group)), variables=[switch])
    view = BoardView(source_of_json(data, place=Place(file="board.json")), Settings())
    found = problems(check, view)
    what = (
        "the condition for showing the panel, row or tab uses $detial, but the board has no "
        "variable of this name"
    )
    assert [(each.what, each.fix) for each in found] == (
        [] if known else [(what, "Did you mean '$detail'?")]
    )


def test_a_data_source_is_reported_once_a_board() -> None:
    """Three panels, each with a query that inherits the panel's data source: 3 - 1 = 2 others."""
    source = {"type": "prometheus", "uid": "${DS_PROM}"}
    panels = [{**asking("up"), "datasource": source} for _ in range(3)]
    (message,) = messages(check, board(panels=panels))
    assert message.startswith("the data source is $DS_PROM (also used in 2 other places), but")


def test_a_variable_in_the_uid_of_an_expression_is_ignored() -> None:
    """Grafana 12.4.3 answers `$A * 2` with a data source of type `__expr__` and any uid."""
    math = {"refId": "B", "type": "math", "expression": "$A * 2"}
    math["datasource"] = {"type": "__expr__", "uid": "${DS_EXPRESSION}"}
    asked = asking("up")
    asked["targets"].append(math)
    assert messages(check, board(panels=[asked])) == []


def test_grafana_ignores_the_data_source_of_a_row() -> None:
    row = {**asking("up"), "type": "row", "datasource": {"type": "prometheus", "uid": "${DS_PROM}"}}
    row["targets"][0]["datasource"] = row["datasource"]
    assert messages(check, board(panels=[row])) == []


@pytest.mark.parametrize(
    ("missing", "others", "certain"),
    [
        # 5 of 9 queries are more than half
        ("namespace", 4, False),
        # 5 of 10 queries are not
        ("namespace", 5, True),
        # the name is probably a misspelt $job
        ("jop", 0, True),
        ("NAMESPACE", 5, False),
        ("DS_PROM", 5, False),
    ],
)
def test_a_variable_that_another_program_may_replace_is_a_guess(
    missing: str, others: int, certain: bool
) -> None:
    panels = [asking(f'up{{n="${missing}"}}') for _ in range(5)]
    panels += [asking('up{job="$job"}') for _ in range(others)]
    (found,) = problems(check, board(Settings(), variables=[JOB], panels=panels))
    assert (found.certain, found.severity) == (certain, "error" if certain else "info")
    (found,) = problems(check, board(variables=[JOB], panels=panels))
    assert found.severity == "error"  # in a project, boardwright writes the board


def test_variables_that_juju_charms_add_are_not_reported() -> None:
    source = {"type": "prometheus", "uid": "${prometheusds}"}
    panels = [{**asking('up{juju_model=~"$juju_model"}'), "datasource": source}]
    assert messages(check, board(panels=panels)) == []


def test_a_much_shorter_name_is_not_suggested() -> None:
    known = {**JOB, "name": "name"}
    (found,) = problems(check, board(variables=[known], panels=[asking('up{a="$alertname"}')]))
    assert found.fix == "Add the variable to the board."
