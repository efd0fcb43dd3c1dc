"""Boards of the Foundation SDK 10.1 and 11.6, which have the classic schema only.

`make test` installs 10.1, the oldest supported version, next to 11.6.
"""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from pathlib import Path

import pytest

from support import ROOT, MakeProject, Run

OLDEST = ROOT / ".venv/sdk-10.1"
BOARD = """
from grafana_foundation_sdk.builders.dashboard import Dashboard, Row
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.builders.timeseries import Panel

panel = (
    Panel()
    .title("Load")
    .unit("short")
    .with_target(Dataquery().expr("node_load1").legend_format("{{instance}}"))
)
board = Dashboard("SDK").uid("sdk").tags(["own"]).with_row(Row("Machine")).with_panel(panel)
"""


@pytest.fixture(params=["10.1", "11.6"])
def sdk(request: pytest.FixtureRequest) -> dict[str, str]:
    """Return the environment in which this version of the SDK is imported."""
    if request.param == "11.6":
        assert version("grafana-foundation-sdk").partition("!")[2].startswith("11.6.")
        return {}
    if not (OLDEST / "10.1.0").exists():
        message = f"the Foundation SDK 10.1 is not at {OLDEST}: run scripts/sdk"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    return {"PYTHONPATH": os.fspath(OLDEST)}


def test_a_builder_of_an_older_sdk_compiles(
    sdk: dict[str, str], make_project: MakeProject, run: Run
) -> None:
    root = make_project({"dashboards/sdk.py": BOARD})
    result = run("build", cwd=root, env=sdk)
    assert (result.returncode, result.stderr) == (0, "")
    (file,) = Path(root / "provisioning/dashboards/demo").iterdir()
    board = json.loads(file.read_text())
    assert (board["uid"], board["title"], board["schemaVersion"]) == ("sdk", "SDK", 41)
    assert board["tags"] == ["own", "boardwright:demo"]
    row, panel = board["panels"]
    assert (row["type"], row["title"]) == ("row", "Machine")
    assert (panel["type"], panel["title"]) == ("timeseries", "Load")
    assert panel["fieldConfig"]["defaults"]["unit"] == "short"
    assert panel["datasource"] == {"type": "prometheus", "uid": "prometheus"}
    (query,) = panel["targets"]
    assert (query["expr"], query["legendFormat"]) == ("node_load1", "{{instance}}")


def test_a_problem_of_a_panel_has_the_line_of_the_panel(
    sdk: dict[str, str], make_project: MakeProject, run: Run
) -> None:
    code = BOARD.replace('"node_load1"', '"rate(node_load1)"')
    root = make_project({"dashboards/sdk.py": code})
    result = run("check", cwd=root, env=sdk)
    found = next(each for each in result.stdout.splitlines() if "promql-syntax" in each)
    line = 1 + code.splitlines().index("    Panel()")
    assert found.split()[:2] == [str(line), "error"]


def test_the_installed_version_of_the_sdk_is_imported(
    sdk: dict[str, str], make_project: MakeProject, run: Run
) -> None:
    """The path of the imported SDK is the title of the board."""
    code = BOARD.replace('Dashboard("SDK")', "Dashboard(grafana_foundation_sdk.__file__)")
    root = make_project({"dashboards/sdk.py": f"import grafana_foundation_sdk\n{code}"})
    run("build", cwd=root, env=sdk)
    (file,) = Path(root / "provisioning/dashboards/demo").iterdir()
    title = json.loads(file.read_text())["title"]
    assert title.startswith(os.fspath(OLDEST)) == bool(sdk)
