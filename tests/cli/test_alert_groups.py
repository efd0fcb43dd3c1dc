"""Alert groups through `boardwright build` and `deploy`, as processes."""

from __future__ import annotations

from pathlib import Path

import yaml

from standin.server import stand_in
from support import BOARD, TOML, MakeProject, Run

RULES = """\
from grafanalib.core import AlertGroup, AlertRulev9, Target

folder = "Infra/Node"
group = AlertGroup(
    name="Costs $5",
    rules=[
        AlertRulev9(
            title="More than $5",
            triggers=[Target(expr='costs{job=~"a$"} > 5', refId="A", instant=True)],
            condition="A",
            annotations={"summary": "{{ $value }}"},
            labels={"job": "{{ $labels.job }}"},
        )
    ],
)
"""
FILES = {"dashboards/demo.py": BOARD, "dashboards/alerts.py": RULES}


def alert_files(root: Path) -> list[Path]:
    return sorted((root / "provisioning/grafana/provisioning/alerting").glob("*"))


def test_a_group_is_a_file_that_comes_and_goes(make_project: MakeProject, run: Run) -> None:
    root = make_project(FILES)
    assert run("build", cwd=root).returncode == 0
    (path,) = alert_files(root)
    first = path.read_bytes()
    data = yaml.safe_load(first)
    (group,) = data["groups"]
    (rule,) = group.pop("rules")
    assert group == {
        "orgId": 1,
        "name": "Costs $$5",
        "folder": "Infra - Node alerts",
        "interval": "60s",
    }
    assert rule["title"] == "More than $$5"
    assert rule["labels"] == {"job": "{{ $$labels.job }}"}
    assert rule["annotations"] == {"summary": "{{ $value }}"}
    assert rule["data"][0]["model"]["expr"] == 'costs{job=~"a$"} > 5'
    for _ in range(2):  # with what the build before kept
        assert run("build", "--check", cwd=root).returncode == 0
    assert run("build", cwd=root).returncode == 0
    assert path.read_bytes() == first
    (root / "dashboards/alerts.py").write_text("")
    assert run("build", "--check", cwd=root).returncode == 1
    assert run("build", cwd=root).returncode == 0
    assert alert_files(root) == []


def test_a_build_of_other_files_leaves_it(make_project: MakeProject, run: Run) -> None:
    root = make_project(FILES)
    assert run("build", cwd=root).returncode == 0
    assert run("build", "dashboards/demo.py", cwd=root).returncode == 0
    assert len(alert_files(root)) == 1


def test_a_file_of_rules_alone_can_be_named(make_project: MakeProject, run: Run) -> None:
    root = make_project(FILES)
    assert run("build", "dashboards/alerts.py", cwd=root).returncode == 0
    assert len(alert_files(root)) == 1


def test_a_build_of_some_files_takes_no_others_group(make_project: MakeProject, run: Run) -> None:
    root = make_project(FILES)
    assert run("build", cwd=root).returncode == 0
    before = alert_files(root)[0].read_bytes()
    (root / "dashboards/b.py").write_text(RULES)
    result = run("build", "dashboards/b.py", cwd=root)
    assert result.returncode == 2
    assert "there is an alert group 'Costs $5' of dashboards/alerts.py" in result.stderr
    assert alert_files(root)[0].read_bytes() == before


def test_other_targets_say_that_they_take_none(make_project: MakeProject, run: Run) -> None:
    root = make_project(FILES)
    result = run("build", "--target", "configmaps", cwd=root)
    assert result.returncode == 0
    assert "only the target provisioning takes alert rules" in result.stderr
    assert alert_files(root) == []


def test_what_is_there_twice_is_refused(make_project: MakeProject, run: Run) -> None:
    twin = RULES.replace("Costs $5", "Other")
    root = make_project(FILES | {"dashboards/twin.py": RULES, "dashboards/b.py": twin})
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert "has two alert groups 'Costs $5'" in result.stderr
    assert "two alert rules have the title 'More than $5'" in result.stderr
    assert not alert_files(root)


def test_a_bad_rule_stops_the_build_at_its_line(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/a.py": RULES.replace('condition="A"', 'condition="Z"')})
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert "dashboards/a.py:7: " in result.stderr
    assert "Traceback" not in result.stderr


def test_deploy_says_that_it_sends_none(make_project: MakeProject, run: Run) -> None:
    with stand_in() as server:
        server.store.add_token("hunter2", "Admin")
        root = make_project(FILES, toml=f'{TOML}\n[grafana]\nurl = "{server.url}"\n')
        result = run("deploy", "--yes", cwd=root, env={"GRAFANA_TOKEN": "hunter2"})
    assert result.returncode == 0, result.stderr
    assert "the alert group 'Costs $5' is not sent" in result.stderr
