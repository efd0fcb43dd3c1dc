"""`check` uses the results of an earlier check: never for anything that changed since."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from boardwright.checks.baseline import build_baseline
from boardwright.checks.problem import Problem
from boardwright.commands.checking.check import CheckOptions, find_problems
from boardwright.config.project_file import read_project
from support import TOML

RATE = "rate(node_load1[1s])"
"""Its window is shorter than two scrapes of any project."""


def module(uid: str, expr: str = RATE, comment: str = "") -> str:
    return f"""\
from grafanalib.core import Dashboard, Target, TimeSeries

dashboard = Dashboard(  {comment}
    title="{uid.title()}",
    uid="{uid}",
    panels=[TimeSeries(title="Load", targets=[Target(expr="{expr}", legendFormat="x")])],
)
"""


def classic(uid: str, expr: str = RATE) -> str:
    target = {"refId": "A", "expr": expr}
    panel = {"id": 1, "type": "timeseries", "title": "Load", "targets": [target]}
    return json.dumps({"uid": uid, "title": uid.title(), "schemaVersion": 41, "panels": [panel]})


@dataclass
class CheckedProject:
    """A project with one module and one JSON board."""

    root: Path

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def check(self, *, cache: bool = True, **options: Any) -> tuple[tuple[Problem, ...], int]:
        """Return the problems, and the number of boards whose rules ran."""
        ran: list[int] = []
        checked = find_problems(
            read_project(self.root),
            here=self.root,
            options=CheckOptions(**options),
            cache=cache,
            processes=1,
            progress=lambda done, total: ran.append(done),
        )
        assert not checked.errors
        return checked.problems, len(ran)

    def both(self, **options: Any) -> tuple[tuple[Problem, ...], int]:
        """Check with the cache, and compare the problems with those of a check without it."""
        problems, ran = self.check(**options)
        assert problems == self.check(cache=False, **options)[0]
        return problems, ran


@pytest.fixture
def project(tmp_path: Path) -> CheckedProject:
    made = CheckedProject(tmp_path)
    made.write("boardwright.toml", TOML)
    made.write("dashboards/a.py", module("a"))
    made.write("dashboards/b.json", classic("b"))
    made.write(".boardwright/.gitignore", "*\n")
    assert made.both()[1] == 2
    return made


def test_an_unchanged_project_runs_no_rule(project: CheckedProject) -> None:
    problems, ran = project.both()
    assert ran == 0
    assert {problem.board_uid for problem in problems} == {"a", "b"}


def rules_of(problems: tuple[Problem, ...], uid: str) -> set[str]:
    return {problem.rule for problem in problems if problem.board_uid == uid}


@pytest.mark.parametrize("file", ["dashboards/a.py", "dashboards/b.json"])
def test_a_changed_board_is_checked_again(project: CheckedProject, file: str) -> None:
    text = (project.root / file).read_text()
    before = project.check()[0]
    project.write(file, text.replace(RATE, "node_load1"))
    after, ran = project.both()
    assert ran == 1
    assert len(after) < len(before)


def test_a_moved_panel_of_a_module_has_its_new_line(project: CheckedProject) -> None:
    project.write("dashboards/a.py", "\n\n" + module("a"))
    problems, ran = project.both()
    assert ran == 1
    lines = {each.place.line for each in problems if each.board_uid == "a"}
    assert lines <= {None, 5, 8}


Edit = Callable[[CheckedProject], None]


def add_own_rule(project: CheckedProject) -> None:
    text = '''\
"""Own."""
from boardwright.checks import BoardView, Finding, rule

@rule(id="own-rule", severity="warning", looks_at=BoardView)
def check(board):
    """No board is good enough."""
    yield Finding(what="it is a board", fix="Delete it.")
'''
    project.write("own.py", text)
    project.write("boardwright.toml", TOML + '\n[check]\nrules = ["own.py"]\n')


def add_recording_rule(project: CheckedProject) -> None:
    rule = f"groups: [{{name: g, rules: [{{record: 'a:b', expr: '{RATE}'}}]}}]"
    project.write("rules/recorded.yml", rule)


SETTINGS: dict[str, tuple[Edit, int]] = {
    "the scrape interval": (
        lambda p: p.write(
            "boardwright.toml", TOML.replace('"demo"', '"demo"\nscrape_interval = "1m"')
        ),
        2,
    ),
    "a suppression in a comment": (
        lambda p: p.write("dashboards/a.py", module("a", comment="# boardwright: ignore[queries]")),
        0,
    ),
    "another board with the same uid": (
        lambda p: p.write("dashboards/c.json", classic("b")),
        1,
    ),
    "own rules": (add_own_rule, 2),
    "rules of Prometheus": (add_recording_rule, 2),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_change_of_any_other_input_runs_the_rules_again(
    project: CheckedProject, name: str
) -> None:
    edit, expected = SETTINGS[name]
    edit(project)
    _, ran = project.both()
    assert ran == expected


@pytest.mark.parametrize(
    "options",
    [{"profile": "strict"}, {"select": ["queries"]}, {"ignore": ["principles"]}],
    ids=["profile", "select", "ignore"],
)
def test_another_selection_of_rules_runs_the_rules(
    project: CheckedProject, options: dict[str, Any]
) -> None:
    assert project.both(**options)[1] == 2


def test_boards_are_checked_again_if_metrics_are_passed(project: CheckedProject) -> None:
    project.write("metrics.txt", "# TYPE node_load1 gauge\nnode_load1 1\n")
    metrics = [str(project.root / "metrics.txt")]
    assert project.both(metrics=metrics)[1] == 2
    assert project.both(metrics=metrics)[1] == 2


def test_a_baseline_applies_to_stored_results(project: CheckedProject) -> None:
    baseline = project.root / "known.json"
    baseline.write_text(json.dumps(build_baseline(project.check()[0])))
    assert project.both(baseline=baseline) == ((), 0)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"key": 1}', None])
def test_a_damaged_file_of_results_is_ignored(
    project: CheckedProject, content: bytes | None
) -> None:
    file = project.root / ".boardwright/checked.json"
    damaged = file.read_bytes().replace(b'"problems":', b'"other":')
    file.write_bytes(damaged if content is None else content)
    assert project.both()[1] == 2
    assert project.both()[1] == 0


def test_a_named_pipe_is_refused_at_once(project: CheckedProject) -> None:
    pipe = project.root / "pipe.json"
    os.mkfifo(pipe)
    checked = find_problems(read_project(project.root), here=project.root, paths=[pipe], cache=True)
    (error,) = checked.errors
    assert "named pipe" in error.what


def test_a_check_of_one_file_keeps_the_results_of_the_others(project: CheckedProject) -> None:
    path = project.root / "dashboards/a.py"
    find_problems(read_project(project.root), here=project.root, paths=[path], cache=True)
    assert project.both()[1] == 0
