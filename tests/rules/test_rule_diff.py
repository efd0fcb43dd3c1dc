"""`diff` of Prometheus's rules: each changed rule, with its changes and its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from declared_rules import HEAD, RULES

from support import BOARD, MakeProject, Run

CHANGED = RULES.replace("0.9", "0.8").replace('"busy"', '"very busy"')
MORE = CHANGED + "down = group('up', alert('Down', metric('up').eq(0), for_='1m'))\n"


@pytest.fixture
def root(make_project: MakeProject, run: Run) -> Path:
    """Return a project that was built, and whose rules have changed since."""
    root = make_project({"dashboards/demo.py": BOARD, "rules/node.py": RULES})
    assert run("build", cwd=root).returncode == 0
    (root / "rules/node.py").write_text(MORE)
    return root


def test_unchanged_rules_have_no_difference(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/demo.py": BOARD, "rules/node.py": RULES})
    run("build", cwd=root)
    result = run("diff", "--against", "committed", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    assert "1 board: 1 same; 1 rule group: 1 same" in result.stdout


def test_each_changed_rule_is_reported_with_the_changes(root: Path, run: Run) -> None:
    result = run("diff", "--against", "committed", "--format", "json", cwd=root)
    assert result.returncode == 1
    node, up = json.loads(result.stdout)["groups"]
    assert (node["name"], node["kind"], up["name"], up["kind"]) == (
        *("node", "changed"),
        *("up", "created"),
    )
    (rule,) = node["rules"]
    changes = {each["what"]: (each["before"], each["after"]) for each in rule["changes"]}
    name = "instance:node_cpu_usage:ratio"
    assert changes == {
        "expression": (f"{name} > 0.9", f"{name} > 0.8"),
        "annotation summary": ("busy", "very busy"),
    }
    assert rule["place"] == "rules/node.py:7"
    assert [each["title"] for each in up["rules"]] == ["Down"]


def test_removed_rules_are_reported(root: Path, run: Run) -> None:
    (root / "rules/node.py").write_text(HEAD + "x = record('a:b:c', metric('x'))\n")
    result = run("diff", "--against", "committed", cwd=root)
    assert result.returncode == 1
    for line in ('- rule "HostCpuHigh"', '+ rule "a:b:c"', 'rule group "node"'):
        assert line in result.stdout


def test_a_damaged_rule_file_is_reported(root: Path, run: Run) -> None:
    (root / "provisioning/prometheus/rules/node.yml").write_text("groups: 1")
    result = run("diff", "--against", "committed", cwd=root)
    assert result.returncode == 2
    assert (
        "provisioning/prometheus/rules/node.yml: the file is not a Prometheus rule file"
        in result.stderr
    )
