"""Alerts that Grafana evaluates, made from the declarations of Prometheus's alerts."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from declared_rules import BOARD_HEAD, HEAD, RULES, board, compile_rules, names_by_group

from support import BOARD, TOML, MakeProject, Run

GRAFANA = TOML + '\n[rules]\nalerts_in = ["grafana"]\n'
BOTH = TOML + '\n[environments.prod]\nalerts_in = ["prometheus", "grafana"]\n'


def rule_of(make_project: MakeProject, *lines: str) -> dict[str, Any]:
    files = {"dashboards/demo.py": BOARD, "rules/a.py": HEAD + "\n".join(lines)}
    compiled = compile_rules(make_project(files, toml=GRAFANA))
    assert not compiled.errors, [str(error) for error in compiled.errors]
    ((_, group),) = compiled.alerts
    (rule,) = group.rules
    return dict(rule.data)


def test_a_comparison_with_a_number_becomes_a_query_and_a_threshold(
    make_project: MakeProject,
) -> None:
    files = {
        "rules/node.py": RULES,
        "dashboards/node.py": "from rules.node import busy\n" + BOARD_HEAD + board("busy"),
    }
    compiled = compile_rules(make_project(files, toml=GRAFANA))
    assert not compiled.errors
    ((folder, group),) = compiled.alerts
    ((_, node),) = compiled.boards
    assert (folder.title, group.name, group.interval) == ("Demo", "node", 10)
    (rule,) = group.rules
    query, threshold = rule.data["data"]
    assert rule.data["condition"] == "B"
    assert (query["refId"], query["datasourceUid"]) == ("A", "prometheus")
    assert query["model"]["expr"] == "instance:node_cpu_usage:ratio"
    assert query["model"]["instant"] is True
    assert threshold["model"]["type"] == "threshold"
    assert threshold["model"]["conditions"] == [{"evaluator": {"type": "gt", "params": [0.9]}}]
    assert (rule.data["for"], rule.data["noDataState"]) == ("15m", "OK")
    assert rule.data["labels"] == {"severity": "warning"}
    assert rule.data["annotations"] == {
        "__boardwright__": "demo",
        "__dashboardUid__": "node",
        "__panelId__": str(node.body["panels"][0]["id"]),
        "summary": "busy",
    }
    assert names_by_group(compiled) == {
        "rules/node.py": {"node": ["instance:node_cpu_usage:ratio"]}
    }


@pytest.mark.parametrize(
    ("condition", "query", "expression"),
    [
        ("metric('up').eq(0)", "up", "$A == 0"),
        ("metric('up') <= 0.5", "up", "$A <= 0.5"),
        (
            "(metric('a') > 1) & (metric('b') > 2)",
            "a > 1 and b > 2",
            "is_number($A) || is_nan($A) || is_inf($A)",
        ),
        ("metric('a')", "a", "is_number($A) || is_nan($A) || is_inf($A)"),
    ],
)
def test_other_conditions_are_a_query_and_an_expression(
    make_project: MakeProject, condition: str, query: str, expression: str
) -> None:
    """`up == 0` has the value 0, which Grafana would treat as `not firing`."""
    first, second = rule_of(make_project, f"a = alert('A', {condition})")["data"]
    assert first["model"]["expr"] == query
    assert (second["model"]["type"], second["model"]["expression"]) == ("math", expression)


def test_templates_use_the_value_of_the_query(make_project: MakeProject) -> None:
    text = "{{ $labels.x }} {{ $value | humanize }} {{ .Value }} $value {{ $values.A.Value }}"
    found = rule_of(make_project, f"a = alert('A', metric('a') > 1, summary={text!r})")
    assert found["annotations"]["summary"] == (
        "{{ $labels.x }} {{ $values.A.Value | humanize }} {{ $values.A.Value }} $value"
        " {{ $values.A.Value }}"
    )


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ('{{ printf "%s}} " $value }}', '{{ printf "%s}} " $values.A.Value }}'),
        ('{{ printf "$value %s" $value }}', '{{ printf "$value %s" $values.A.Value }}'),
        ('{{ print "$externalURL" }}', '{{ print "$externalURL" }}'),
    ],
)
def test_braces_and_variables_in_quoted_texts_are_only_text(
    make_project: MakeProject, text: str, translated: str
) -> None:
    """The compiler once ended an action at the first `}}`, and kept the `$value` after it."""
    found = rule_of(make_project, f"a = alert('A', metric('a') > 1, summary={text!r})")
    assert found["annotations"]["summary"] == translated


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("{{ $externalURL }}", "$externalURL"),
        ('{{ query "up" | first }}', "query"),
        ('{{ printf "}} %v" (query "up") }}', "query"),
    ],
)
def test_templates_that_grafana_cannot_expand_are_refused(
    make_project: MakeProject, text: str, used: str
) -> None:
    lines = f"{HEAD}a = alert('A', metric('a') > 1, summary={text!r})\n"
    root = make_project({"dashboards/demo.py": BOARD, "rules/a.py": lines}, toml=GRAFANA)
    (error,) = compile_rules(root).errors
    assert str(error) == (
        f'rules/a.py:5, alert "A": the template of summary uses {used}, '
        "which Grafana's templates do not support"
        '\n  Use only $labels and $value in the template, or remove "grafana" from alerts_in in '
        "boardwright.toml."
    )


def test_alerts_with_the_same_name_and_other_labels_have_different_titles(
    make_project: MakeProject,
) -> None:
    lines = HEAD + (
        "g = group('g', alert('A', metric('a') > 1, severity='warning'),"
        " alert('A', metric('a') > 2, severity='critical'))\n"
    )
    root = make_project({"dashboards/demo.py": BOARD, "rules/a.py": lines}, toml=GRAFANA)
    compiled = compile_rules(root)
    assert not compiled.errors
    ((_, group),) = compiled.alerts
    assert [rule.title for rule in group.rules] == ["A (severity=warning)", "A (severity=critical)"]


def test_an_environment_can_choose_which_servers_evaluate_alerts(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project({"dashboards/demo.py": BOARD, "rules/node.py": RULES}, toml=BOTH)
    assert not compile_rules(root).alerts
    assert run("build", "--env", "prod", cwd=root).returncode == 0
    output = root / "provisioning-prod"
    managed = yaml.safe_load((output / "grafana/provisioning/alerting/demo.node.yaml").read_text())
    assert managed["groups"][0]["rules"][0]["title"] == "HostCpuHigh"
    assert "alert: HostCpuHigh" in (output / "prometheus/rules/node.yml").read_text()
