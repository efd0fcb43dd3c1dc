"""Every supported Python of this machine installs the wheel, and works through the first steps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from packages.environments import MINORS, Environment, find_pythons, make_environment
from support import ROOT, server_program

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packages")]

LARGEST_WHEEL = 2_000_000
PYTHONS = find_pythons()
USER_CODE = """\
import boardwright
from boardwright.promql import irate, metric

expr = irate(metric("node_network_receive_bytes_total")) * 8
panel = {"type": "timeseries", "title": "In", "targets": [{"refId": "A", "expr": str(expr)}]}
board = {"title": "Typed", "uid": "typed", "panels": [panel]}
compiled = boardwright.compile(board)
reveal_type(compiled)
reveal_type(expr)
with boardwright.Project(".") as project:
    plan = project.plan()
    titles: list[str] = [step.item.title for step in plan.boards]
    rules: list[str] = [problem.rule for problem in project.check().problems]
    failed: bool = project.apply(plan).failed
boardwright.compile(board, no_such_option=1)
"""


@pytest.fixture(scope="session", params=MINORS, ids=lambda minor: f"3.{minor}")
def installed(
    request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Environment:
    """Return an environment with the wheel and the extra `test`."""
    minor = request.param
    if minor not in PYTHONS:
        pytest.skip(f"this machine has no Python 3.{minor}")
    environment = make_environment(PYTHONS[minor], tmp_path_factory.mktemp(f"python3{minor}"))
    environment.install(f"{wheel}[test]")
    return environment


def run_well(environment: Environment, *words: str, cwd: Path | None = None) -> str:
    result = environment.run(*words, cwd=cwd)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_a_new_project_is_built_checked_tested_and_drawn(installed: Environment) -> None:
    server_program("promtool")
    assert run_well(installed, "boardwright", "--version") == "boardwright 0.2.0\n"
    run_well(installed, "boardwright", "new", "shop")
    shop = installed.work / "shop"
    run_well(installed, "boardwright", "build", cwd=shop)
    assert (shop / "provisioning/prometheus/prometheus.yml").exists()
    checked = json.loads(run_well(installed, "boardwright", "check", "--format", "json", cwd=shop))
    assert checked["problems"] == []
    assert "passed" in run_well(installed, "pytest", "-q", "tests", cwd=shop)
    run_well(installed, "boardwright", "preview", cwd=shop)
    page = (shop / ".boardwright/preview/shop-first.html").read_text()
    assert len(page) > 1_000_000, "the page contains the script that draws it"


def test_the_tutorial_runs_with_the_wheel(installed: Environment) -> None:
    """The commands of the page run the wheel instead of the checkout."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    result = subprocess.run(
        [*command, "docs/tutorial/first-board.md"],
        cwd=ROOT,
        env=os.environ | {"BOARDWRIGHT_COMMAND": str(installed.folder / "bin/boardwright")},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout


def test_the_source_distribution_installs_without_node(distributions: Path, tmp_path: Path) -> None:
    """It contains the preview script, so pip builds nothing from `preview/`."""
    (source,) = distributions.glob("*.tar.gz")
    environment = make_environment(sys.executable, tmp_path)
    environment.install(str(source))
    code = "import boardwright, pathlib; print(pathlib.Path(boardwright.__file__).parent)"
    folder = Path(run_well(environment, "python", "-c", code).strip())
    assert folder.is_relative_to(environment.folder)
    code = "from boardwright.preview.bundle import read_bundle as r; print(len(r().script))"
    assert int(run_well(environment, "python", "-c", code)) > 1_000_000


def test_the_wheel_is_small_and_has_its_notices(wheel: Path) -> None:
    """Each package of the bundle has a notice, and the licence of boardwright is there."""
    assert wheel.stat().st_size <= LARGEST_WHEEL
    with zipfile.ZipFile(wheel) as archive:
        bundle = "boardwright/preview/bundle"
        manifest = json.loads(archive.read(f"{bundle}/manifest.json"))
        notices = archive.read(f"{bundle}/NOTICES.txt").decode()
        assert "boardwright-0.2.0.dist-info/licenses/LICENSE" in archive.namelist()
        assert "boardwright/py.typed" in archive.namelist()
    assert len(manifest["packages"]) >= 5
    for name, version in manifest["packages"].items():
        assert f"\n{name} {version} (" in f"\n{notices}", name
    assert notices.count("Copyright (c)") >= 20, "texts, and not names of licences"


@pytest.fixture(scope="module")
def typed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment of the newest Python with a user's module and basedpyright.

    basedpyright is pyright with Node.js in its wheel: pyright's own package downloads both.
    """
    root = tmp_path_factory.mktemp("typed")
    environment = make_environment(PYTHONS[max(PYTHONS)], root)
    environment.install(str(wheel), "basedpyright==1.40.2")
    (environment.work / "user.py").write_text(USER_CODE)
    return environment


def test_mypy_reads_the_types_of_the_wheel(typed: Environment) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports"]
    python = ["--python-executable", str(typed.folder / "bin/python"), "--cache-dir", os.devnull]
    result = subprocess.run(
        [*command, *python, "user.py"], cwd=typed.work, capture_output=True, text=True
    )
    assert (
        'note: Revealed type is "boardwright.python_api.public_board.CompiledBoard"'
        in result.stdout
    )
    assert "user.py:15: error:" in result.stdout, result.stdout
    assert result.stdout.count(": error:") == 1, result.stdout


def test_pyright_reads_the_types_of_the_wheel(typed: Environment) -> None:
    python = str(typed.folder / "bin/python")
    result = typed.run("basedpyright", "--outputjson", "--pythonpath", python, "user.py")
    found = json.loads(result.stdout)["generalDiagnostics"]
    errors = [each["message"] for each in found if each["severity"] == "error"]
    assert len(errors) == 1, errors
    assert "no_such_option" in errors[0]
