"""`boardwright suggest-rules` as a process: report, changed files and measured costs."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

import pytest

from cli.json_reports import read_valid_json
from support import MakeProject, Run, files_of

BUSY = 'sum by (instance) (rate(cpu_seconds_total{instance="$instance"}[5m]))'
PYTHON = """\
from grafanalib.core import Dashboard, Target, TimeSeries

from boardwright.promql import metric, rate, sum_

busy = sum_(rate(metric("cpu_seconds_total", instance="$instance"), "5m"), by="instance")
dashboard = Dashboard(
    title="Nodes",
    uid="nodes",
    refresh="30s",
    panels=[
        TimeSeries(
            title="Text",
            targets=[
                Target(
                    expr='sum by (instance) (rate(cpu_seconds_total{instance="$instance"}[5m]))',
                    legendFormat="busy",
                )
            ],
        ),
        TimeSeries(title="Values", targets=[Target(expr=busy * 100, legendFormat="busy")]),
    ],
)
"""
BOARD: dict[str, Any] = {
    "title": "Exported",
    "uid": "exported",
    "refresh": "1m",
    "panels": [
        {
            "id": 1,
            "type": "timeseries",
            "title": "Busy",
            "datasource": {"type": "prometheus", "uid": "prometheus"},
            "targets": [{"refId": "A", "expr": BUSY.replace("$instance", "$node")}],
        }
    ],
}
RULES = """\
groups:
  - name: cpu
    rules:
      - alert: Busy
        expr: sum by (instance) (rate(cpu_seconds_total[5m])) > 0.9
"""
FILES = {
    "dashboards/nodes.py": PYTHON,
    "dashboards/exported.json": json.dumps(BOARD, indent=2) + "\n",
    "alerts.yml": RULES,
}
TOML_END = '\n[check]\nrule_files = ["alerts.yml"]\n'
NAME = "instance:cpu_seconds:rate5m"


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    root = make_project(FILES)
    with (root / "boardwright.toml").open("a") as file:
        file.write(TOML_END)
    return root


def test_the_table_counts_uses_boards_and_queries(project: Path, run: Run) -> None:
    """The two panels of Nodes query every 30 s, 120 times an hour; Exported every minute, 60 times;
    the alert at the scrape interval of 10 s, 360 times: 2 * 120 + 60 + 360 = 660."""
    before = files_of(project)
    result = run("suggest-rules", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    header, row, *_ = result.stdout.splitlines()
    assert header.split() == ["RULE", "USES", "BOARDS", "QUERIES/H"]
    assert row.split() == [NAME, "4", "3", "660"]
    assert result.stdout.endswith(
        "1 new rule for 4 queries of 2 boards. Pass --write to write 3 files.\n"
    )
    assert files_of(project) == before


def test_queries_that_are_not_text_in_a_file_are_listed(project: Path, run: Run) -> None:
    result = run("suggest-rules", cwd=project)
    by_hand = result.stdout.partition("Change these queries yourself:\n")[2]
    assert by_hand.startswith('  dashboards/nodes.py:20, panel "Values"\n')
    assert "  alerts.yml:5, alert Busy\n" in by_hand
    assert f"    + {NAME} > 0.9\n" in by_hand
    assert "Exported" not in by_hand
    assert '"Text"' not in by_hand


def test_the_option_write_changes_literals_and_adds_the_rules(project: Path, run: Run) -> None:
    result = run("suggest-rules", "--write", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith(
        "Wrote 1 new rule for 4 queries of 2 boards; changed 2 queries.\n"
    )
    board = json.loads((project / "dashboards/exported.json").read_text())
    target = board["panels"][0]["targets"][0]
    # Grafana shows all labels of a query without a legend: the name would be one more.
    assert target["expr"] == f'sum by (instance) ({NAME}{{instance="$node"}})'
    module = (project / "dashboards/nodes.py").read_text()
    changed = PYTHON.replace(f"expr='{BUSY}'", f"expr='{NAME}{{instance=\"$instance\"}}'")
    assert module == changed
    rules = (project / "rules/suggested.py").read_text()
    assert f'    "{NAME}",\n    "sum by (instance) (rate(cpu_seconds_total[5m]))",\n' in rules
    assert (project / "alerts.yml").read_text() == RULES


def test_a_module_keeps_its_byte_order_mark(project: Path, run: Run) -> None:
    """The mark has three bytes before the first line, and no column of it counts them."""
    module = project / "dashboards/nodes.py"
    module.write_bytes(BOM_UTF8 + f'text = "{"é" * 9}"; {PYTHON}'.encode())
    result = run("suggest-rules", "--write", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    changed = PYTHON.replace(f"expr='{BUSY}'", f"expr='{NAME}{{instance=\"$instance\"}}'")
    assert module.read_bytes() == BOM_UTF8 + f'text = "{"é" * 9}"; {changed}'.encode()


def test_a_literal_that_a_rule_may_use_is_not_changed(make_project: MakeProject, run: Run) -> None:
    """With the recorded name in it, the rule would record itself."""
    module = (
        "from grafanalib.core import Dashboard, Target, TimeSeries\n\n"
        "from boardwright.rules import record\n\n"
        'BUSY = "sum by (instance) (rate(cpu_seconds_total[5m]))"\n'
        f'busy = record("{NAME}", BUSY)\n'
        'panel = TimeSeries(title="P", targets=[Target(expr=BUSY, legendFormat="x")])\n'
        'dashboard = Dashboard(title="Nodes", uid="nodes", panels=[panel])\n'
    )
    root = make_project({"dashboards/nodes.py": module})
    result = run("suggest-rules", "--write", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    assert (root / "dashboards/nodes.py").read_text() == module
    assert "Change these queries yourself:" in result.stdout


@pytest.mark.parametrize("others", ["adhoc", "other data source"])
def test_a_literal_shared_with_another_query_is_listed_for_manual_change(
    make_project: MakeProject, run: Run, others: str
) -> None:
    """Two panels query the project's Prometheus, which is the number of uses that a rule needs. The
    third one, on another server or with ad hoc filters, gets no rule, but its literal is equal."""
    source = '"other"' if others == "other data source" else "None"
    filters = (
        "Templating([Template('f', None, type='adhoc')])" if others == "adhoc" else "Templating()"
    )
    module = (
        "from grafanalib.core import Dashboard, Target, Template, Templating, TimeSeries\n\n"
        "def board(title, expr, count, source=None, templating=Templating()):\n"
        "    panels = [TimeSeries(title=f'{title}{at}', dataSource=source, "
        "targets=[Target(expr=expr, legendFormat='x')]) for at in range(count)]\n"
        "    return Dashboard(title=title, uid=title, templating=templating, panels=panels)\n\n"
        f"changed = board('A', {BUSY.replace('$instance', 'a')!r}, 2)\n"
        f"kept = board('B', {BUSY.replace('$instance', 'a')!r}, 1, {source}, {filters})\n"
    )
    root = make_project({"dashboards/nodes.py": module})
    result = run("suggest-rules", "--write", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    assert (root / "dashboards/nodes.py").read_text() == module
    by_hand = result.stdout.partition("Change these queries yourself:\n")[2]
    assert ['panel "A0"' in by_hand, 'panel "A1"' in by_hand] == [True, True]
    assert 'panel "B0"' not in by_hand


def test_a_second_run_finds_the_written_rules(project: Path, run: Run) -> None:
    """The panel that Python's operators make and the alert can read the rule that exists now."""
    run("suggest-rules", "--write", cwd=project)
    written = files_of(project)
    found = json.loads(run("suggest-rules", "--format", "json", cwd=project).stdout)
    assert [(rule["name"], rule["isKnown"], rule["uses"]) for rule in found["rules"]] == [
        (NAME, True, 2)
    ]
    assert [change["inFile"] for change in found["changes"]] == [False, False]
    assert (found["module"], found["files"]) == ("", [])
    run("suggest-rules", "--write", cwd=project)
    assert files_of(project) == written


def test_the_written_project_builds_and_shows_the_recorded_series(project: Path, run: Run) -> None:
    run("suggest-rules", "--write", cwd=project)
    result = run("build", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    rules = (project / "provisioning/prometheus/rules/suggested.yml").read_text()
    assert f"record: {NAME}" in rules


def test_no_rule_is_suggested_for_the_rules_of_an_slo(make_project: MakeProject, run: Run) -> None:
    """The rules of an objective repeat one rate, and boardwright generates their text."""
    module = (
        "from boardwright.promql import metric\n"
        "from boardwright.rules import slo, slo_board\n\n"
        'total = metric("requests_total")\n'
        'level = slo("shop", objective=99, errors=total.where(code="500"), total=total)\n'
        'dashboard = slo_board("Shop", [level], uid="shop")\n'
    )
    root = make_project({"dashboards/shop.py": module})
    result = run("suggest-rules", cwd=root)
    assert result.stdout.splitlines()[-1].startswith("No recording rule would make ")


def test_an_existing_rule_is_used_and_not_written_again(project: Path, run: Run) -> None:
    expr = "sum(rate(cpu_seconds_total[300s])) by (instance)"
    record = f"      - record: i:cpu:rate5m\n        expr: {expr}\n"
    (project / "alerts.yml").write_text(RULES + record)
    result = run("suggest-rules", "--format", "json", cwd=project)
    found = json.loads(result.stdout)
    assert [(rule["name"], rule["isKnown"], rule["uses"]) for rule in found["rules"]] == [
        ("i:cpu:rate5m", True, 4)
    ]
    assert found["module"] == ""


def test_the_option_write_changes_a_v2_board_in_the_stored_file(project: Path, run: Run) -> None:
    query = {
        "kind": "PanelQuery",
        "spec": {
            "refId": "A",
            "query": {
                "kind": "DataQuery",
                "group": "prometheus",
                "datasource": {"name": "prometheus"},
                "spec": {"expr": BUSY, "legendFormat": "busy"},
            },
        },
    }
    size = {"x": 0, "y": 0, "width": 8, "height": 8}
    element = {"kind": "ElementReference", "name": "panel-1"}
    item = {"kind": "GridLayoutItem", "spec": {**size, "element": element}}
    spec = {
        "title": "Two",
        "elements": {
            "panel-1": {
                "kind": "Panel",
                "spec": {
                    "id": 1,
                    "title": "P",
                    "data": {"kind": "QueryGroup", "spec": {"queries": [query]}},
                    "vizConfig": {"kind": "VizConfig", "group": "timeseries", "spec": {}},
                },
            }
        },
        "layout": {"kind": "GridLayout", "spec": {"items": [item]}},
    }
    board = {"apiVersion": "dashboard.grafana.app/v2", "kind": "Dashboard", "spec": spec}
    path = project / "dashboards/two.json"
    path.write_text(json.dumps(board, indent=1))
    result = run(
        "suggest-rules", "dashboards/two.json", "--least-uses", "1", "--write", cwd=project
    )
    assert (result.returncode, result.stderr) == (0, "")
    before = f'"expr": {json.dumps(BUSY)}'
    after = '"expr": ' + json.dumps(f'{NAME}{{instance="$instance"}}')
    assert path.read_text() == json.dumps(board, indent=1).replace(before, after)


def test_a_board_with_ad_hoc_filters_is_ignored(tmp_path: Path, run: Run) -> None:
    """Grafana adds ad hoc filters to every selector; recorded series lack the labels."""
    panels = BOARD["panels"] * 2
    board = {**BOARD, "panels": panels, "templating": {"list": [{"type": "adhoc", "name": "f"}]}}
    (tmp_path / "board.json").write_text(json.dumps(board))
    result = run("suggest-rules", "board.json", cwd=tmp_path)
    assert result.stdout.startswith("No rule for 2 queries: the board has an ad hoc filter")
    assert result.stdout.endswith("No recording rule would make 2 queries of 1 board cheaper.\n")


def test_invalid_input_gives_one_message(tmp_path: Path, project: Path, run: Run) -> None:
    (tmp_path / "board.json").write_text(json.dumps(BOARD))
    outside = run("suggest-rules", "board.json", "--write", cwd=tmp_path)
    assert outside.returncode == 2
    assert "--write needs a project, because it adds rules to the project" in outside.stderr
    without = run("suggest-rules", "--range", "1h", cwd=project)
    assert (without.returncode, "--range needs --prometheus." in without.stderr) == (2, True)
    down = run("suggest-rules", "--prometheus", "http://127.0.0.1:1", cwd=project)
    assert down.returncode == 2
    assert down.stderr.startswith("error: http://127.0.0.1:1")
    bad = run("suggest-rules", "--prometheus", "http://127.0.0.1:1", "--range", "soon", cwd=project)
    assert (bad.returncode, "--range 'soon' is not the length of a time range" in bad.stderr) == (
        2,
        True,
    )
    (project / "dashboards/broken.json").write_text("{")
    broken = run("suggest-rules", cwd=project)
    assert broken.returncode == 2
    assert "dashboards/broken.json" in broken.stderr


def test_the_json_report_follows_its_schema(project: Path, run: Run) -> None:
    result = run("suggest-rules", "--format", "json", cwd=project)
    found = read_valid_json(result.stdout, "suggest-rules")
    assert found["files"] == [
        "dashboards/exported.json",
        "dashboards/nodes.py",
        "rules/suggested.py",
    ]
