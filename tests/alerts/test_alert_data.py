"""Groups of alert rules as dicts and as the Foundation SDK's RuleGroup: compiled as they are."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.config.project_file import read_project
from boardwright.projects.compiled_project import CompiledProject, compile_project
from boardwright.provisioning.alerting import encode_group_file, read_group_file
from boardwright.provisioning.providers import BoardFolder
from support import BOARD, MakeProject

RULE = """{
    "title": "High load", "condition": "B", "for": "5m", "isPaused": True,
    "noDataState": "OK", "execErrState": "Error", "labels": {"severity": "page"},
    "data": [
        {"refId": "A", "datasourceUid": "prometheus", "relativeTimeRange": {"from": 300, "to": 0},
         "model": {"expr": "node_load1", "instant": True, "refId": "A"}},
        {"refId": "B", "datasourceUid": "__expr__",
         "model": {"type": "math", "expression": "$A > 1", "refId": "B"}},
    ],
}"""

MATH = '{"refId": "B", "datasourceUid": "__expr__",'
RECOVERY = """{"refId": "C", "datasourceUid": "__expr__", "model": {
    "type": "threshold", "expression": "A", "refId": "C", "conditions": [
        {"evaluator": {"type": "gt", "params": [9]},
         "unloadEvaluator": {"type": "lt", "params": [5]}}
    ]}},"""

SDK = """
from grafana_foundation_sdk.builders import alerting, prometheus
from grafana_foundation_sdk.models.alerting import RelativeTimeRange

query = (
    alerting.Query("A").datasource_uid("prometheus")
    .relative_time_range(RelativeTimeRange(600, 0))
    .model(prometheus.Dataquery().expr("node_load1").instant())
)
rule = alerting.Rule("High load").condition("A").for_val("5m").with_query(query)
group = alerting.RuleGroup("load").interval(60).with_rule(rule)
"""


def compile_lines(make_project: MakeProject, lines: str) -> CompiledProject:
    root = make_project({"dashboards/demo.py": BOARD, "dashboards/Alerts/a.py": lines})
    project = read_project(root)
    return compile_project(project, environment=project.find_environment(None))


def only_group(compiled: CompiledProject) -> Any:
    assert not compiled.errors, [str(error) for error in compiled.errors]
    ((folder, group),) = compiled.alerts
    return folder.title, group


@pytest.mark.parametrize(
    ("lines", "interval"),
    [
        (f'group = {{"title": "load", "interval": 60, "rules": [{RULE}]}}', 60),
        (f'file = {{"groups": [{{"name": "load", "interval": "2m", "rules": [{RULE}]}}]}}', 120),
        (f'groups = [{{"name": "load", "interval": 10, "rules": [{RULE}]}}]', 10),
    ],
)
def test_a_group_in_the_form_of_the_api_or_a_file_is_compiled(
    make_project: MakeProject, lines: str, interval: int
) -> None:
    folder, group = only_group(compile_lines(make_project, lines))
    assert (folder, group.name, group.interval) == ("Alerts", "load", interval)
    (rule,) = group.rules
    query, expression = rule.data["data"]
    assert (query["datasourceUid"], query["relativeTimeRange"]) == (
        "prometheus",
        {"from": 300, "to": 0},
    )
    assert (query["model"]["expr"], query["model"]["instant"]) == ("node_load1", True)
    assert expression["model"]["expression"] == "$A > 1"
    kept = ("condition", "for", "isPaused", "noDataState", "execErrState")
    assert [rule.data[key] for key in kept] == ["B", "5m", True, "OK", "Error"]
    assert rule.data["labels"] == {"severity": "page"}


@pytest.mark.parametrize("key", ["missingSeriesEvalsToResolve", "missing_series_evals_to_resolve"])
def test_both_spellings_of_missing_evaluations_are_read(
    make_project: MakeProject, key: str
) -> None:
    """Grafana's API and its provisioning files spell the field in two ways."""
    rule = f'{RULE[:-1]} "{key}": 3}}'
    _, group = only_group(compile_lines(make_project, f'g = {{"name": "a", "rules": [{rule}]}}'))
    assert group.rules[0].data["missingSeriesEvalsToResolve"] == 3
    folder = BoardFolder.from_title("Alerts")
    written = encode_group_file(folder, group)
    assert b"missing_series_evals_to_resolve: 3" in written
    (read,) = read_group_file(written, where="a.yaml")
    assert read.rules == tuple(each.data for each in group.rules)


def test_a_rule_group_of_the_sdk_is_compiled(make_project: MakeProject) -> None:
    folder, group = only_group(compile_lines(make_project, SDK))
    assert (folder, group.name, group.interval) == ("Alerts", "load", 60)
    (rule,) = group.rules
    assert rule.title == "High load"
    (query,) = rule.data["data"]
    assert (query["refId"], query["datasourceUid"]) == ("A", "prometheus")
    assert (query["model"]["expr"], query["relativeTimeRange"]["from"]) == ("node_load1", 600)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (f'g = {{"rules": [{RULE}]}}', "dashboards/Alerts/a.py:1: this group of alert rules"),
        (
            f'g = {{"name": "a", "rules": [{RULE}, 1]}}',
            "dashboards/Alerts/a.py:1: this group of alert rules contains a rule without `data`",
        ),
        (
            f'g = {{"name": "a", "rules": [{RULE[:-1]} "record": {{"metric": "x"}}}}]}}',
            'dashboards/Alerts/a.py:1: rule "High load": boardwright does not support',
        ),
        (
            f'g = {{"name": "a", "rules": [{RULE.replace("$A > 1", "$C > 1")}]}}',
            "dashboards/Alerts/a.py:1, alert rule \"High load\": expression B uses 'C'",
        ),
        (
            f'g = {{"name": "a", "rules": [{RULE[:-1]} "missingSeriesEvalsToResolve": 0}}]}}',
            'dashboards/Alerts/a.py:1, alert rule "High load": missingSeriesEvalsToResolve is 0',
        ),
        (
            f'g = {{"name": "a", "rules": [{RULE.replace(MATH, RECOVERY + MATH)}]}}',
            'dashboards/Alerts/a.py:1, alert rule "High load": expression C has a recovery'
            " threshold, but the condition of the rule is expression B",
        ),
        (
            'g = {"name": "a", "rules": [{"title": "T", "condition": "A", "data": []}]}',
            "dashboards/Alerts/a.py:1, alert rule \"T\": the condition is 'A'",
        ),
        (
            f"{SDK.replace('.with_rule(rule)', '')}",
            'dashboards/Alerts/a.py:11, alert group "load": the alert group has no rules',
        ),
        (
            "from grafana_foundation_sdk.models import alerting\ng = alerting.RuleGroup(title='a')",
            'dashboards/Alerts/a.py:2, alert group "a": the alert group has no rules',
        ),
    ],
)
def test_a_group_that_cannot_be_compiled_is_refused_with_the_line(
    make_project: MakeProject, lines: str, what: str
) -> None:
    (error,) = compile_lines(make_project, lines).errors
    assert str(error).startswith(what)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (SDK.rpartition("group =")[0], "rule"),
        (f"high_load = {RULE}", "high_load"),
    ],
)
def test_a_rule_outside_every_group_is_reported(
    make_project: MakeProject, lines: str, name: str
) -> None:
    (note,) = compile_lines(make_project, lines).notes
    assert note.what.startswith(f"the alert rule `{name}` is in no alert group of this module")


def test_a_rule_that_another_module_declares_is_not_reported(make_project: MakeProject) -> None:
    files = {"common.py": f"RULE = {RULE}", "dashboards/a.py": f"from common import RULE\n{BOARD}"}
    project = read_project(make_project(files))
    assert compile_project(project, environment=project.find_environment(None)).notes == ()


def test_groups_in_nested_lists_and_dicts_are_found(make_project: MakeProject) -> None:
    lines = f'teams = {{"a": [[{{"name": "load", "rules": [{RULE}]}}]]}}'
    assert only_group(compile_lines(make_project, lines))[1].name == "load"


def test_a_group_of_prometheus_rules_as_a_dict_is_reported(make_project: MakeProject) -> None:
    lines = 'file = {"groups": [{"name": "up", "rules": [{"alert": "Down", "expr": "up == 0"}]}]}'
    (note,) = compile_lines(make_project, lines).notes
    assert note.what.startswith("`file['groups'][0]` is a group of Prometheus rules as a dict")
    assert str(note.place) == "dashboards/Alerts/a.py:1"
