"""Boards of schema v2 from the Foundation SDK 0.0.21, which `make test` installs next to 11.6.

The SDK's own JSON encoder is the reference: the built file has the same `spec`, except for the ids
of panels, which are 0 in the SDK unless the author sets them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support import ROOT, MakeProject, Run

SDK = ROOT / ".venv/sdk"
TOML = """
[project]
name = "demo"
schema = "v2"

[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "http://prometheus:9090"
"""
BOARD = """
import sys
from grafana_foundation_sdk.builders import {module} as v2, prometheus, timeseries
from boardwright.promql import metric

def panel(title, expr):
    query = prometheus.{query}().expr(expr)
    graph = timeseries.{viz}().unit("percent")
    group = v2.QueryGroup().target(v2.Target().query(query).ref_id("A"))
    return v2.Panel().title(title).visualization(graph).data(group)

condition = v2.ConditionalRenderingGroup().visibility("show").condition("and").item(
    v2.ConditionalRenderingVariable().variable("detail").operator("equals").value("true")
)
shown = v2.AutoGridItem().name("usage").conditional_rendering(condition)
grid = v2.AutoGrid().max_column_count(2).item(shown).with_item("load")
fixed = v2.Grid().item(v2.GridItem().name("usage").x(3).y(0).width(9).height(5))
board = (
    v2.Dashboard("SDK")
    .variable(v2.SwitchVariable("detail"))
    .element("usage", panel("Usage", metric("up")))
    .element("load", panel("Load", "node_load1"))
    .layout(
        v2.Tabs()
        .tab(v2.Tab().title("One").layout(grid))
        .tab(v2.Tab().title("Two").layout(v2.Rows().row(v2.Row().title("R").collapse(False).layout(fixed))))
    )
)
"""
MODULES = [
    ("dashboardv2", "QueryV2", "VisualizationV2"),
    ("dashboardv2beta1", "Query", "Visualization"),
]
MANIFEST = """
from grafana_foundation_sdk.models.resource import Manifest, Metadata
resource = Manifest(
    api_version="{version}",
    kind="Dashboard",
    metadata=Metadata(name="by-manifest"),
    spec=board.build(),
)
"""


@pytest.fixture
def sdk() -> dict[str, str]:
    if not (SDK / "0.0.21").exists():
        message = f"the Foundation SDK 0.0.21 is not at {SDK}: run scripts/sdk"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    return {"PYTHONPATH": os.fspath(SDK), "PYTHONWARNINGS": "ignore"}


def board_code(module: str, query: str, viz: str) -> str:
    return BOARD.format(module=module, query=query, viz=viz)


def written_by_the_sdk(code: str, folder: Path, env: dict[str, str]) -> Any:
    """Return the board as the SDK's encoder writes it."""
    (folder / "reference.py").write_text(
        f"{code}\nfrom grafana_foundation_sdk.cog.encoder import JSONEncoder\n"
        "import json\nprint(json.dumps(json.loads(JSONEncoder().encode(board.build()))))\n"
    )
    made = subprocess.run(
        [sys.executable, "reference.py"],
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(made.stdout)


@pytest.mark.parametrize(("module", "query", "viz"), MODULES)
def test_a_builder_compiles_to_the_same_board(
    module: str,
    query: str,
    viz: str,
    sdk: dict[str, str],
    make_project: MakeProject,
    run: Run,
    tmp_path: Path,
) -> None:
    code = board_code(module, query, viz)
    root = make_project({"dashboards/sdk.py": code}, toml=TOML)
    result = run("build", cwd=root, env=sdk)
    assert (result.returncode, result.stderr) == (0, "")
    (file,) = (root / "provisioning/dashboards/demo").iterdir()
    spec = json.loads(file.read_text())["spec"]
    theirs = written_by_the_sdk(code.replace('metric("up")', '"up"'), tmp_path, sdk)
    ids = [element["spec"].pop("id") for element in spec["elements"].values()]
    assert len({0, *ids}) == 3
    assert [element["spec"].pop("id") for element in theirs["elements"].values()] == [0, 0]
    assert spec == {**theirs, "tags": ["boardwright:demo"]}


def test_a_manifest_gives_the_uid(sdk: dict[str, str], make_project: MakeProject, run: Run) -> None:
    code = board_code(*MODULES[0]) + MANIFEST.format(version="dashboard.grafana.app/v2")
    root = make_project({"dashboards/sdk.py": code}, toml=TOML)
    result = run("build", cwd=root, env=sdk)
    assert (result.returncode, result.stderr) == (0, "")
    (file,) = (root / "provisioning/dashboards/demo").iterdir()
    assert file.name == "by-manifest.json"


def test_a_problem_of_a_panel_has_the_line_of_the_panel(
    sdk: dict[str, str], make_project: MakeProject, run: Run
) -> None:
    code = board_code(*MODULES[0]).replace('"node_load1"', '"rate(node_load1)"')
    root = make_project({"dashboards/sdk.py": code}, toml=TOML)
    result = run("check", cwd=root, env=sdk)
    line = 1 + code.splitlines().index(
        "    return v2.Panel().title(title).visualization(graph).data(group)"
    )
    found = next(each for each in result.stdout.splitlines() if "promql-syntax" in each)
    assert found.split()[:2] == [str(line), "error"]
    assert 'panel "Load"' in found
