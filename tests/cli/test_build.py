"""`boardwright build`: many boards, schema v2, and builds that are interrupted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import BOARD, TOML, MakeProject, Run, files_of


@pytest.mark.parametrize("name", ["other", 'My "own" Prometheus, \\ö', "loki one", "x" * 60])
def test_the_suggested_lines_declare_the_missing_data_source(
    make_project: MakeProject, run: Run, name: str
) -> None:
    panel = {"type": "stat", "id": 1, "title": "P", "targets": [{"expr": "up"}]}
    body = {"uid": "a", "title": "A", "panels": [{**panel, "datasource": name}]}
    root = make_project({"dashboards/a.json": json.dumps(body)})
    note, instruction, *lines = run("build", cwd=root).stderr.splitlines()
    assert f'the project has no data source "{name}"' in note
    assert instruction.startswith("  To add the data source, put these lines into boardwright.toml")
    added = "\n".join(lines).replace("HOST:PORT", "localhost:9090")
    (root / "boardwright.toml").write_text(f"{TOML}\n{added}\n")
    result = run("build", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")


def boards(number: int) -> dict[str, str]:
    """Return that many modules of one board each."""
    each = {f"b{n}": BOARD.replace('"demo"', f'"b{n}"') for n in range(number)}
    return {f"dashboards/{n}.py": text.replace('"Demo"', f'"{n}"') for n, text in each.items()}


@pytest.mark.parametrize("targets", ["provisioning", "configmaps", "operator", "manifests"])
@pytest.mark.parametrize("left", [0, 5], ids=["an empty project", "half of the boards"])
def test_many_boards_at_once_are_not_removed(
    make_project: MakeProject, run: Run, targets: str, left: int
) -> None:
    """A mount that vanished leaves an empty folder behind."""
    toml = TOML.replace("[project]\n", f'[project]\ntargets = ["{targets}"]\n')
    root = make_project(boards(10), toml=toml)
    assert run("build", cwd=root).returncode == 0
    before = files_of(root / "provisioning")
    for name in list(boards(10))[left:]:
        (root / name).unlink()
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert f"the files of {10 - left} " in result.stderr
    assert "nothing was written, because the" in result.stderr
    assert files_of(root / "provisioning") == before
    again = run("build", "--remove-share", "60", cwd=root)
    assert again.returncode == (0 if left else 2)


def test_nothing_is_removed_while_a_folder_of_boards_is_empty(
    make_project: MakeProject, run: Run
) -> None:
    """A missing mount leaves an empty folder behind, also where only one board was in it."""
    files = boards(8)
    files["dashboards/team/more.py"] = BOARD.replace("demo", "more").replace("Demo", "More")
    root = make_project(files)
    assert run("build", cwd=root).returncode == 0
    before = files_of(root / "provisioning")
    (root / "dashboards/team/more.py").unlink()
    shutil.rmtree(root / "dashboards/team/__pycache__", ignore_errors=True)
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert "dashboards/team: 1 file would be removed, because this folder" in result.stderr
    assert files_of(root / "provisioning") == before
    (root / "dashboards/team").rmdir()
    assert run("build", cwd=root).returncode == 0
    assert len(files_of(root / "provisioning")) == len(before) - 1


def test_boards_that_move_to_another_folder_are_not_removed(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project(boards(6))
    assert run("build", cwd=root).returncode == 0
    for name in boards(6):
        (root / name).write_text('folder = "Elsewhere"\n' + (root / name).read_text())
    result = run("build", cwd=root)
    assert result.returncode == 0, result.stderr
    assert " removed  provisioning/dashboards/demo/b0.json" in result.stdout


def test_a_read_only_output_folder_gives_exit_code_2(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    output = root / "provisioning"
    output.mkdir(mode=0o555)
    if os.geteuid() == 0:  # root may write anywhere but into the kernel's own folders
        output = Path("/proc/sys/boardwright")
    result = run("build", "--output", str(output), cwd=root)
    assert result.returncode == 2
    assert "cannot be written" in result.stderr
    assert "No file was changed." in result.stderr
    assert "Traceback" not in result.stderr


def test_ctrl_c_during_a_build_leaves_all_files_unchanged(make_project: MakeProject) -> None:
    slow = "import time, pathlib\npathlib.Path('started').touch()\ntime.sleep(60)\n"
    root = make_project({"dashboards/a.py": BOARD, "dashboards/slow.py": slow})
    process = subprocess.Popen(
        [sys.executable, "-m", "boardwright", "build"], cwd=root, stderr=subprocess.PIPE, text=True
    )
    wait_for(root / "started")
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stderr.startswith("Interrupted; nothing was written.")
    assert not (root / "provisioning").exists()


def test_ctrl_c_names_the_file_that_was_running(make_project: MakeProject) -> None:
    slow = "import pathlib\npathlib.Path('started').touch()\nwhile True: pass\n"
    root = make_project({"dashboards/a.py": BOARD, "dashboards/slow.py": slow})
    command = [sys.executable, "-m", "boardwright", "build"]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        wait_for(root / "started")
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        interrupted = "Interrupted; nothing was written. Python was running dashboards/slow.py.\n"
        assert process.stderr.read() == interrupted
    assert process.returncode == 130


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} did not appear"
        time.sleep(0.02)


def test_a_board_of_schema_v2_builds(make_project: MakeProject, run: Run) -> None:
    viz = {
        "kind": "VizConfig",
        "group": "text",
        "version": "",
        "spec": {"options": {"content": "x"}},
    }
    place = {"x": 0, "y": 0, "width": 6, "height": 4}
    item = {**place, "element": {"kind": "ElementReference", "name": "p"}}
    layout = {"kind": "GridLayout", "spec": {"items": [{"kind": "GridLayoutItem", "spec": item}]}}
    elements = {"p": {"kind": "Panel", "spec": {"id": 3, "title": "Notes", "vizConfig": viz}}}
    resource = {
        "apiVersion": "dashboard.grafana.app/v2beta1",
        "kind": "Dashboard",
        "metadata": {"name": "second"},
        "spec": {"title": "Second", "elements": elements, "layout": layout},
    }
    root = make_project({"dashboards/second.json": json.dumps(resource)})
    result = run("build", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    board = json.loads((root / "provisioning/dashboards/demo/second.json").read_text())
    assert (board["schemaVersion"], "elements" in board, "$v2" in board) == (41, False, False)
    (panel,) = board["panels"]
    assert (panel["id"], panel["type"], panel["title"]) == (3, "text", "Notes")
    assert panel["gridPos"] == {"x": 0, "y": 0, "w": 6, "h": 4}


@pytest.mark.parametrize("output", ["dashboards", "dashboards/compiled", ".", "./x/../dashboards"])
def test_an_output_folder_inside_the_boards_folder_is_refused(
    make_project: MakeProject, run: Run, output: str
) -> None:
    configured = TOML.replace('"demo"', f'"demo"\noutput = "{output}"', 1)
    of_environment = f'{TOML}\n[environments.prod]\noutput = "{output}"\n'
    for toml, options, place in (
        (configured, (), "boardwright.toml:3"),
        (of_environment, (), "boardwright.toml:15"),
        (TOML, ("--output", output), f"--output {output.removeprefix('./')}"),
    ):
        root = make_project(toml=toml)
        result = run("build", *options, cwd=root)
        assert result.returncode == 2
        assert f"error: {place}: the output folder" in result.stderr
        assert "overlaps the folder 'dashboards', whose files declare the boards" in result.stderr
        assert "Choose another folder" in result.stderr
        assert sorted(path.name for path in (root / "dashboards").iterdir()) == ["demo.py"]
