"""Groups of alert rules: found in modules, compiled as boards' queries are, refused with places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from alerts.declared import HEAD, module
from boardwright.config.project_file import read_project
from boardwright.errors import DocumentError
from boardwright.projects.compiled_project import CompiledProject, compile_project
from boardwright.provisioning.alerting import encode_group_file, read_group_file
from boardwright.provisioning.output_paths import build_group_path
from boardwright.schema.alerting.alerts import CompiledGroup
from support import BOARD, TOML, MakeProject

LINE = HEAD.count("\n") + 1


def compile_alerts(make_project: MakeProject, *lines: str, **files: str) -> CompiledProject:
    more = {f"dashboards/{name}.py": text for name, text in files.items()}
    root: Path = make_project({"dashboards/a.py": module(*lines), **more})
    project = read_project(root)
    return compile_project(project, environment=project.find_environment(None))


def group(make_project: MakeProject, *lines: str) -> CompiledGroup:
    found = compile_alerts(make_project, *lines)
    assert not found.errors, [str(error) for error in found.errors]
    ((_, only),) = found.alerts
    return only


def data(make_project: MakeProject, text: str) -> dict[str, Any]:
    ((rule),) = group(make_project, f"g = AlertGroup(name='load', rules=[{text}])").rules
    return dict(rule.data)


def error_of(make_project: MakeProject, *lines: str) -> str:
    (error,) = compile_alerts(make_project, *lines).errors
    return str(error)


def test_a_rule_is_compiled_to_the_form_of_the_api(make_project: MakeProject) -> None:
    text = "rule(triggers=[Target(expr=irate(metric('x')), refId='A', instant=True), B])"
    found = data(make_project, text)
    usual = {"intervalMs": 1000, "maxDataPoints": 43200}
    prometheus = {"type": "prometheus", "uid": "prometheus"}
    expression = {"type": "__expr__", "uid": "__expr__"}
    uid = found.pop("uid")
    assert uid.startswith("high-load-")
    assert found == {
        "title": "High load",
        "condition": "B",
        "noDataState": "Alerting",
        "execErrState": "Alerting",
        "for": "5m",
        "annotations": {"__boardwright__": "demo"},
        "labels": {},
        "data": [
            {
                "refId": "A",
                "queryType": "",
                "relativeTimeRange": {"from": 300, "to": 0},
                "datasourceUid": "prometheus",
                "model": {
                    **usual,
                    "refId": "A",
                    "expr": "irate(x[1m])",
                    "instant": True,
                    "range": False,
                    "editorMode": "code",
                    "legendFormat": "__auto",
                    "datasource": prometheus,
                },
            },
            {
                "refId": "B",
                "queryType": "",
                "relativeTimeRange": {"from": 0, "to": 0},
                "datasourceUid": "__expr__",
                "model": {
                    **usual,
                    "refId": "B",
                    "type": "math",
                    "expression": "$A > 1",
                    "datasource": expression,
                },
            },
        ],
    }


def test_a_rule_of_grafana_8_becomes_classic_conditions(make_project: MakeProject) -> None:
    text = "AlertRulev8(title='Old', triggers=[(RANGE, AlertCondition(evaluator=GreaterThan(1)))])"
    found = data(make_project, text)
    assert found["condition"] == "CONDITION"
    model = found["data"][1]["model"]
    assert model["type"] == "classic_conditions"
    assert model["conditions"] == [
        {
            "evaluator": {"type": "gt", "params": [1]},
            "operator": {"type": "and"},
            "query": {"params": ["A"]},
            "reducer": {"type": "last", "params": []},
            "type": "query",
        }
    ]


def test_a_strict_reduction_has_an_empty_mode(make_project: MakeProject) -> None:
    reduce = "AlertExpression(refId='B', expression='A', expressionType=EXP_TYPE_REDUCE)"
    model = data(make_project, f"rule(triggers=[RANGE, {reduce}])")["data"][1]["model"]
    assert (model["reducer"], model["settings"]) == ("mean", {"mode": ""})
    assert "window" not in model


@pytest.mark.parametrize(
    ("given", "written"),
    [("90s", "1m30s"), ("0s", "0s"), ("7d", "1w"), ("36h", "1d12h"), ("1y", "1y"), ("5m", "5m")],
)
def test_the_pending_period_is_written_as_grafana_returns_it(
    make_project: MakeProject, given: str, written: str
) -> None:
    assert data(make_project, f"rule(evaluateFor={given!r})")["for"] == written


def test_states_are_written_with_the_names_of_the_api(make_project: MakeProject) -> None:
    found = data(make_project, "rule(noDataAlertState='No Data', errorAlertState='Error')")
    assert (found["noDataState"], found["execErrState"]) == ("NoData", "Error")


def test_the_panel_of_a_rule_becomes_an_annotation(make_project: MakeProject) -> None:
    found = data(make_project, "rule(dashboard_uid='node', panel_id=3)")
    assert found["annotations"] == {
        "__boardwright__": "demo",
        "__dashboardUid__": "node",
        "__panelId__": "3",
    }


def test_the_uid_of_a_moved_rule_is_unchanged(make_project: MakeProject) -> None:
    first = data(make_project, "rule()")["uid"]
    moved = group(make_project, "g = AlertGroup(name='other', folder='X', rules=[rule()])")
    assert moved.rules[0].uid == first
    assert data(make_project, "rule(uid='mine')")["uid"] == "mine"


def test_each_group_has_a_folder_and_an_interval(make_project: MakeProject) -> None:
    found = compile_alerts(
        make_project,
        "folder = 'Infra/Load'",
        "a = AlertGroup(name='a', rules=[rule()], evaluateInterval='2m')",
        "b = AlertGroup(name='b', rules=[rule(title='B')], folder='Other')",
    )
    assert [(folder.title, g.name, g.interval) for folder, g in found.alerts] == [
        ("Infra/Load", "a", 120),
        ("Other", "b", 60),
    ]


def test_groups_in_lists_and_dicts_are_found_once_where_they_are_declared(
    make_project: MakeProject,
) -> None:
    found = compile_alerts(
        make_project,
        "one = AlertGroup(name='one', rules=[rule(title='1')])",
        "several = [one, AlertGroup(name='two', rules=[rule(title='2')])]",
        "by_name = {'x': AlertGroup(name='three', rules=[rule(title='3')])}",
        b="from a import one\n",
        board=BOARD,
    )
    assert not found.errors
    assert sorted((g.name, str(g.place)) for _, g in found.alerts) == [
        ("one", f"dashboards/a.py:{LINE}"),
        ("three", f"dashboards/a.py:{LINE + 2}"),
        ("two", f"dashboards/a.py:{LINE + 1}"),
    ]
    assert len(found.boards) == 1


def test_a_rule_outside_every_group_is_reported(make_project: MakeProject) -> None:
    found = compile_alerts(make_project, "single = rule()")
    (note,) = found.notes
    assert "`single` is in no alert group" in note.what
    assert note.place.file == "dashboards/a.py"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "rule(condition='Z')",
            "the condition is 'Z', which does not exist\n  This rule has the refIds A, B.",
        ),
        ("rule(triggers=[RANGE, B])", "the condition B returns a time series"),
        ("rule(triggers=[RANGE], condition='A')", "the condition A returns a time series"),
        ("rule(triggers=[A, A, B])", "two queries or expressions have the refId 'A'"),
        ("rule(triggers=[A, AlertExpression(refId='', expression='A')])", "has no refId"),
        ("rule(triggers=[B])", "expression B uses 'A', which does not exist"),
        (
            "rule(triggers=[A, AlertExpression(refId='B', expression='B', "
            "expressionType=EXP_TYPE_REDUCE)])",
            "expression B uses its own refId",
        ),
        ("rule(evaluateFor='soon')", "evaluateFor is 'soon', which is not a duration"),
        (
            "rule(timeRangeFrom=0)",
            "timeRangeFrom is 0 and timeRangeTo is 0, but timeRangeFrom must be larger",
        ),
        ("rule(labels={'severity': 1})", "labels['severity'] is 1"),
        ("rule(uid='a b')", "the uid 'a b' is not valid"),
        ("rule(panel_id=3)", "panel_id is set without dashboard_uid"),
        ("rule(dashboard_uid='x')", "dashboard_uid is set without panel_id"),
        ("rule(title='')", "the title of the alert rule is empty"),
        (
            "rule(title='t' * 191)",
            "Write a text of at most 190 characters that does not consist of spaces.",
        ),
        (
            "rule(triggers=[Target(expr='up{job=\"$job\"}', refId='A', instant=True), B])",
            "query A uses the variable $job, but alert rules have no variables",
        ),
    ],
)
def test_a_rule_that_grafana_cannot_evaluate_is_refused(
    make_project: MakeProject, text: str, message: str
) -> None:
    error_text = error_of(make_project, f"g = AlertGroup(name='load', rules=[{text}])")
    assert message in error_text
    assert error_text.startswith("dashboards/a.py:")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("AlertGroup(name='x')", "has no rules"),
        ("AlertGroup(name='', rules=[rule()])", "the name of the alert group is empty"),
        ("AlertGroup(name='x', rules=['no'])", "rules[0] is str, not an alert rule"),
        (
            "AlertGroup(name='x', rules=[rule()], evaluateInterval='15s')",
            "not a multiple of 10",
        ),
        ("AlertGroup(name='x', rules=[rule(), rule()])", 'two alert rules have the title "High lo'),
    ],
)
def test_an_incomplete_group_is_refused(make_project: MakeProject, text: str, message: str) -> None:
    assert message in error_of(make_project, f"g = {text}")


LOGS = """
[[datasources]]
name = "Logs"
uid = "logs"
type = "loki"
url = "http://loki:3100"
"""


def promql_errors(make_project: MakeProject, arguments: str) -> list[str]:
    query = f"Target({arguments}, refId='A', instant=True)"
    text = f"AlertRulev9(title='High load', triggers=[{query}, B])"
    lines = module(f"g = AlertGroup(name='load', rules=[{text}])")
    project = read_project(make_project({"dashboards/a.py": lines}, toml=TOML + LOGS))
    found = compile_project(project, environment=project.find_environment(None))
    return [str(error) for error in found.errors]


@pytest.mark.parametrize(
    ("expr", "message"),
    [
        (
            "sum(up",
            (
                "the ( is never closed\n  sum(up\n     ^\n  Correct the expression. For an "
                "expression in another language, such as LogQL, set the query's data source."
            ),
        ),
        (
            "rate(sum(x)[5m])",
            "a range is allowed only after a selector\n  rate(sum(x)[5m])\n             ^^^",
        ),
        (
            "sumx(up)",
            "Prometheus has no function sumx\n  sumx(up)\n  ^^^^\n  Correct the expression.",
        ),
    ],
)
@pytest.mark.parametrize(
    "source",
    [
        "",
        "datasource='Prometheus', ",
        "datasource='prometheus', ",
        "datasource={'type': 'prometheus'}, ",
    ],
)
def test_a_query_that_is_not_promql_is_refused(
    make_project: MakeProject, expr: str, message: str, source: str
) -> None:
    (error_text,) = promql_errors(make_project, f"{source}expr={expr!r}")
    where = f'dashboards/a.py:{LINE}, alert rule "High load": '
    assert error_text.startswith(f"{where}query A is not PromQL: {message}")


@pytest.mark.parametrize("expr", ["", "  "])
def test_a_query_without_an_expression_is_refused(make_project: MakeProject, expr: str) -> None:
    (error_text,) = promql_errors(make_project, f"expr={expr!r}")
    assert 'alert rule "High load": query A has no expression' in error_text


@pytest.mark.parametrize(
    "arguments",
    [
        "datasource='Logs', expr='sum(count_over_time({a=\"b\"} |= \"c\" [5m]))'",
        "datasource='Nobody knows', expr='sum(count_over_time({a=\"b\"} |= \"c\" [5m]))'",
        "datasource={'type': 'victoriametrics-metrics-datasource'}, expr='(up) offset 5m'",
        "expr='(vm_rows) offset 5m'",
        "expr='(' * 3000 + 'x' + ')' * 3000",
        "expr='rate(x[$__rate_interval]) > $__interval_ms'",
    ],
)
def test_queries_of_other_data_sources_are_not_parsed(
    make_project: MakeProject, arguments: str
) -> None:
    assert promql_errors(make_project, arguments) == []


def test_two_groups_of_one_name_in_a_folder_are_refused(make_project: MakeProject) -> None:
    error_text = error_of(
        make_project,
        "a = AlertGroup(name='x', rules=[rule()])",
        "b = AlertGroup(name='x', rules=[rule(title='2')])",
    )
    assert 'has two alert groups with the name "x"' in error_text


def test_built_in_macros_of_grafana_are_unchanged(make_project: MakeProject) -> None:
    text = "rule(triggers=[Target(expr='rate(x[$__rate_interval])', refId='A', instant=True), B])"
    assert data(make_project, text)["data"][0]["model"]["expr"] == "rate(x[$__rate_interval])"


def test_dollars_are_doubled_where_grafana_interpolates_variables(
    make_project: MakeProject,
) -> None:
    found = compile_alerts(
        make_project,
        "g = AlertGroup(name='n$x', folder='F$y / G', rules=[rule(title='T$z', "
        "labels={'l': '$v'}, annotations={'s': '{{ $labels.a }}'})])",
    )
    ((folder, only),) = found.alerts
    assert build_group_path(folder, only).startswith("grafana/provisioning/alerting/f-y-g-")
    (written,) = yaml.safe_load(encode_group_file(folder, only))["groups"]
    assert (written["name"], written["folder"], written["interval"]) == ("n$$x", "F$$y/G", "60s")
    (rule,) = written["rules"]
    assert (rule["title"], rule["labels"]) == ("T$$z", {"l": "$$v"})
    assert rule["annotations"]["s"] == "{{ $labels.a }}"
    assert rule["data"][1]["model"]["expression"] == "$A > 1"


def test_a_written_file_is_read_back_unchanged(make_project: MakeProject) -> None:
    found = compile_alerts(
        make_project,
        "g = AlertGroup(name='n$x', folder='F$y / G', rules=[rule(title='T$$z', "
        "labels={'l': '$v'}, annotations={'s': '{{ $labels.a }}'})])",
    )
    ((folder, only),) = found.alerts
    (read,) = read_group_file(encode_group_file(folder, only), where="x.yaml")
    assert (read.name, read.folder, read.interval) == ("n$x", "F$y/G", 60)
    assert [dict(rule) for rule in read.rules] == [dict(rule.data) for rule in only.rules]


@pytest.mark.parametrize("text", ["", "[", "7", "groups: 1", "groups: [{}]"])
def test_a_file_without_groups_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="is not a provisioning file of alert rules"):
        read_group_file(text.encode(), where="x.yaml")
