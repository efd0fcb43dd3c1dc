"""Which rules a project has: found in modules and rule files, each owned by one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from declared_rules import BOARD_HEAD, HEAD, RULES, board, compile_rules, names_by_group

from boardwright.schema.document import Place
from boardwright.schema.rule_values import AlertRule, RecordingRule, RuleGroup
from support import BOARD, TOML, MakeProject

NODE = ["instance:node_cpu_usage:ratio", "HostCpuHigh"]


def test_rules_without_a_group_are_in_a_group_named_after_the_file(
    make_project: MakeProject,
) -> None:
    root = make_project({"dashboards/demo.py": BOARD, "rules/infra/node.py": RULES})
    found = compile_rules(root)
    assert not found.errors
    assert names_by_group(found) == {"rules/infra/node.py": {"infra/node": NODE}}


def test_rules_can_be_next_to_boards(make_project: MakeProject) -> None:
    root = make_project({"dashboards/node.py": RULES + BOARD_HEAD + board("busy")})
    found = compile_rules(root)
    ((_, node),) = found.boards
    assert node.body["panels"][0]["targets"][0]["expr"] == "instance:node_cpu_usage:ratio"
    assert names_by_group(found) == {"dashboards/node.py": {"node": NODE}}


def test_a_board_that_imports_an_expression_does_not_declare_the_rule(
    make_project: MakeProject,
) -> None:
    files = {
        "rules/node.py": RULES,
        "dashboards/a.py": "from rules.node import busy, high\n" + BOARD_HEAD + board("busy"),
        "dashboards/b.py": "import rules.node\n" + BOARD_HEAD
        + board("rules.node.busy").replace("uid='node'", "uid='b'").replace("'Node'", "'B'"),
    }  # fmt: skip
    root = make_project(files)
    found = compile_rules(root)
    assert not found.errors
    assert names_by_group(found) == {"rules/node.py": {"node": NODE}}
    assert names_by_group(compile_rules(root, "dashboards/a.py")) == {}


def test_a_series_that_only_a_panel_or_a_rule_uses_is_recorded(make_project: MakeProject) -> None:
    """A panel of a board records `a:x:max` in place; an alert, `b:x:max`, before itself."""
    lines = (
        HEAD
        + BOARD_HEAD
        + "top = group('top', alert('High', record('b:x:max', metric('x')) > 1))\n"
        + board("record('a:x:max', metric('x'))")
    )
    root = make_project({"dashboards/a.py": lines})
    assert names_by_group(compile_rules(root)) == {
        "dashboards/a.py": {"a": ["a:x:max"], "top": ["b:x:max", "High"]}
    }


def test_a_helper_module_declares_no_rules(make_project: MakeProject) -> None:
    files = {
        "dashboards/_lib.py": RULES,
        "dashboards/a.py": "from _lib import busy\n" + BOARD_HEAD + board("busy"),
    }
    assert names_by_group(compile_rules(make_project(files))) == {
        "dashboards/a.py": {"a": ["instance:node_cpu_usage:ratio"]}
    }


def test_missing_interval_and_for_get_default_values(make_project: MakeProject) -> None:
    """Without `for_`, an alert waits for two evaluations: 2 x 20 s, and 2 x 1 m."""
    lines = (
        HEAD
        + "slow = group('slow', alert('Slow', metric('up').eq(0)), interval='1m')\n"
        + "fast = alert('Fast', metric('up').eq(0))\n"
        + "now = alert('Now', metric('up').eq(0), for_=0)\n"
    )
    toml = TOML.replace('name = "demo"', 'name = "demo"\nscrape_interval = "20s"')
    root = make_project({"dashboards/demo.py": BOARD, "rules/up.py": lines}, toml=toml)
    up, slow = compile_rules(root).rule_groups
    assert (up.interval, slow.interval) == ("20s", "1m")
    waits = {rule.name: rule.for_ for rule in up.rules if isinstance(rule, AlertRule)}
    assert waits == {"Fast": "40s", "Now": "0s"}
    (rule,) = slow.rules
    assert isinstance(rule, AlertRule)
    assert rule.for_ == "2m"


RULE_YAML = """\
groups:
  - name: old
    query_offset: 1m
    limit: 5
    rules:
      - record: job:up:count
        expr: count by (job) (up)
        labels: {tier: 1, on: true}
      - alert: Down
        expr: |
          up
            == 0
        annotations:
          summary: gone
"""


def test_a_rule_file_is_accepted_unchanged(make_project: MakeProject) -> None:
    """Labels are text, as Prometheus reads them: `1` and `true` too."""
    root = make_project({"dashboards/demo.py": BOARD, "rules/old.yml": RULE_YAML})
    (file,) = compile_rules(root).rules
    assert file.source == "rules/old.yml"
    assert file.groups == (
        RuleGroup(
            name="old",
            limit=5,
            options={"query_offset": "1m"},
            rules=(
                RecordingRule(
                    name="job:up:count",
                    expr="count by (job) (up)",
                    labels={"on": "true", "tier": "1"},
                ),
                AlertRule(
                    name="Down", expr="up\n  == 0\n", for_="0s", annotations={"summary": "gone"}
                ),
            ),
        ),
    )
    assert file.groups[0].rules[1].place == Place(file="rules/old.yml", line=9)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("groups: [", "rules/a.yml: the file is not YAML"),
        ("a: 1", "rules/a.yml: the file is not a Prometheus rule file: it has no list `groups`"),
        ("groups:\n- rules: []", "rules/a.yml:2: the rule group has no name"),
        (
            "groups:\n- name: a\n  rules:\n  - expr: up",
            "rules/a.yml:4: the rule must contain exactly one of the keys `record` and `alert`",
        ),
        (
            "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n    severity: x",
            "rules/a.yml:4: unknown key 'severity' in a rule",
        ),
        (
            "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n    lables: {}",
            "rules/a.yml:4: unknown key 'lables' in a rule\n  Did you mean 'labels'?",
        ),
        (
            "groups:\n- name: a\n  rules:\n  - alert: A",
            "rules/a.yml:4: the rule has no expression (`expr`)",
        ),
        (
            "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n"
            "    annotations: {runbook_url: 'https://me:hunter2@example.org/a'}",
            "rules/a.yml:4: alert \"A\": the annotation 'runbook_url' contains a URL with a user",
        ),
        (
            "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n"
            "    labels: {hook: 'https://hunter2@example.org/a'}",
            "rules/a.yml:4: alert \"A\": the label 'hook' contains a URL with a user, password",
        ),
        (
            "groups:\n- name: a\n  rules:\n  - record: a:b:c\n    expr: up\n"
            "    labels: {hook: 'https://example.org/?client_secret=hunter2'}",
            "rules/a.yml:4: recording rule \"a:b:c\": the label 'hook' contains a URL with a user",
        ),
        (
            "groups:\n- name: a\n  labels: {hook: 'https://hunter2@example.org/a'}\n  rules: []",
            "rules/a.yml:2: group \"a\": the label 'hook' contains a URL with a user, password",
        ),
        (
            "groups:\n- name: a\n  limit: x",
            "rules/a.yml:2: the limit of the rule group is 'x', not an integer",
        ),
    ],
)
def test_a_wrong_rule_file_is_refused_with_the_line(
    make_project: MakeProject, text: str, error: str
) -> None:
    root = make_project({"dashboards/demo.py": BOARD, "rules/a.yml": text})
    (found,) = compile_rules(root).errors
    assert str(found).startswith(error)
    assert "hunter2" not in str(found)


def test_modules_of_check_rules_are_not_declarations(make_project: MakeProject) -> None:
    toml = TOML + '\n[check]\nrules = ["rules/own.py"]\n'
    files = {"dashboards/demo.py": BOARD, "rules/own.py": "raise SystemExit"}
    assert not compile_rules(make_project(files, toml=toml)).errors


def test_an_error_in_a_rule_has_the_line_of_the_rule(
    make_project: MakeProject, tmp_path: Path
) -> None:
    lines = HEAD + "bad = record('a:b:c', metric('x', job='$job'))\n"
    root = make_project({"dashboards/demo.py": BOARD, "rules/a.py": lines})
    (error,) = compile_rules(root).errors
    assert str(error).startswith(
        'rules/a.py:5: recording rule "a:b:c": x{job="$job"} contains the Grafana variable $job'
    )
