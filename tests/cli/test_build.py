"""`boardwright build` as a process: each exit code, and what a person reads."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import BOARD, TOML, MakeProject, Run, files_of

LINES_TO_ADD = """\
  To add it, put these lines into boardwright.toml and fill in its address and its uid in Grafana:
    [[datasources]]
    name = "{name}"
    type = "prometheus"
    uid = "{name}"
    url = "http://HOST:PORT"
"""


def test_build_writes_the_tree_and_lists_it(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    result = run("build", cwd=root)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "     new  provisioning/dashboards/demo/demo.json",
        "     new  provisioning/grafana/provisioning/dashboards/boardwright.yaml",
        "     new  provisioning/grafana/provisioning/datasources/boardwright.yaml",
        "     new  provisioning/prometheus/prometheus.yml",
        "1 board compiled to provisioning/ (4 new)",
    ]
    assert result.stderr == ""


def test_a_note_that_many_panels_share_is_reported_once_for_a_file(
    make_project: MakeProject, run: Run
) -> None:
    panels = [
        {
            "id": n,
            "type": "stat",
            "title": f"P{n}",
            "datasource": "Unifi",
            "targets": [{"expr": "up"}],
        }
        for n in (1, 2, 3)
    ]
    files = {f"dashboards/{name}.json": {"uid": name, "title": name} for name in ("a", "b")}
    files["dashboards/a.json"]["panels"], files["dashboards/b.json"]["panels"] = panels, panels[:1]
    root = make_project({path: json.dumps(body) for path, body in files.items()})
    what = 'the project has no data source "Unifi"'
    reported = [
        f'note: dashboards/a.json, panel "P1": {what} (and 2 more panels)',
        f'note: dashboards/b.json, panel "P1": {what}',
        *LINES_TO_ADD.format(name="Unifi").splitlines(),
    ]
    assert run("build", cwd=root).stderr.splitlines() == reported
    assert run("build", "--check", cwd=root).stderr.splitlines() == reported
    notes = json.loads(run("build", "--format", "json", cwd=root).stdout)["notes"]
    assert [note["panel"] for note in notes] == ["P1", "P2", "P3", "P1"]


def test_a_misspelled_data_source_gets_a_suggestion(make_project: MakeProject, run: Run) -> None:
    source = BOARD.replace('title="Up"', 'title="Up", dataSource="Promtheus"')
    root = make_project({"dashboards/demo.py": source})
    result = run("build", cwd=root)
    assert result.returncode == 0
    what = 'the project has no data source "Promtheus": did you mean "Prometheus"?'
    lines = LINES_TO_ADD.format(name="Promtheus")
    assert result.stderr == f'note: dashboards/demo.py:6, panel "Up": {what}\n{lines}'


@pytest.mark.parametrize("name", ["other", 'My "own" Prometheus, \\ö', "loki one", "x" * 60])
def test_the_lines_to_add_for_a_missing_data_source_work(
    make_project: MakeProject, run: Run, name: str
) -> None:
    panel = {"type": "stat", "id": 1, "title": "P", "targets": [{"expr": "up"}]}
    body = {"uid": "a", "title": "A", "panels": [{**panel, "datasource": name}]}
    root = make_project({"dashboards/a.json": json.dumps(body)})
    note, instruction, *lines = run("build", cwd=root).stderr.splitlines()
    assert note.endswith(f'the project has no data source "{name}"')
    assert instruction.startswith("  To add it, put these lines into boardwright.toml")
    added = "\n".join(lines).replace("HOST:PORT", "localhost:9090")
    (root / "boardwright.toml").write_text(f"{TOML}\n{added}\n")
    result = run("build", cwd=root)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_lines_to_add_ask_for_a_type_that_is_not_known(
    make_project: MakeProject, run: Run
) -> None:
    panel = {"type": "stat", "id": 1, "title": "P", "datasource": "other", "targets": [{}]}
    body = {"uid": "a", "title": "A", "panels": [panel]}
    result = run("build", cwd=make_project({"dashboards/a.json": json.dumps(body)}))
    assert "and the id of its plugin (such as loki):" in result.stderr
    assert 'type = "PLUGIN"' in result.stderr


def test_the_same_input_gives_the_same_bytes(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    run("build", cwd=root)
    first = files_of(root / "provisioning")
    for seed, folder in (("0", root), ("1", root / "dashboards"), ("42", root)):
        out = root / f"out{seed}"
        result = run("build", "--output", str(out), cwd=folder, env={"PYTHONHASHSEED": seed})
        assert result.returncode == 0, result.stderr
        assert files_of(out) == first


def test_check_is_0_when_current_and_writes_nothing(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    assert run("build", "--check", cwd=root).returncode == 1
    assert not (root / "provisioning").exists()
    run("build", cwd=root)
    result = run("build", "--check", cwd=root)
    assert (result.returncode, result.stdout) == (0, "provisioning/ is up to date (1 board).\n")


def test_check_is_1_and_names_what_is_stale(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    run("build", cwd=root)
    (root / "dashboards/demo.py").write_text(BOARD.replace('"Up"', '"Down"'))
    before = files_of(root)
    result = run("build", "--check", cwd=root)
    assert result.returncode == 1
    assert "   stale  provisioning/dashboards/demo/demo.json" in result.stdout
    assert files_of(root) == before


def test_a_board_that_is_gone_takes_its_file_with_it(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/a.py": BOARD, "dashboards/b.py": BOARD.replace("emo", "odo")})
    (root / "dashboards/b.py").write_text(BOARD.replace('"demo"', '"b"').replace('"Demo"', '"B"'))
    assert run("build", cwd=root).returncode == 0
    (root / "dashboards/b.py").unlink()
    result = run("build", cwd=root)
    assert " removed  provisioning/dashboards/demo/b.json" in result.stdout
    assert not (root / "provisioning/dashboards/demo/b.json").exists()


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


def test_verbose_lists_the_place_of_each_panel(make_project: MakeProject, run: Run) -> None:
    result = run("build", "-v", cwd=make_project())
    assert 'dashboards/demo.py:3: "Demo" (demo) in Demo' in result.stdout
    assert "dashboards/demo.py:6: " in result.stdout


def test_every_problem_is_reported_in_one_run_and_nothing_is_written(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project(
        {
            "dashboards/good.py": BOARD,
            "dashboards/raises.py": "x = 1\n\n\ndef f():\n    return 1 / 0\n\n\nf()\n",
            "dashboards/syntax.py": "def f(:\n",
        }
    )
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert "dashboards/raises.py:5" in result.stderr
    assert "division by zero" in result.stderr
    assert "dashboards/syntax.py:1" in result.stderr
    assert "boardwright/loading" not in result.stderr
    assert "importlib" not in result.stderr
    assert not (root / "provisioning").exists()


def test_two_boards_with_one_uid(make_project: MakeProject, run: Run) -> None:
    root = make_project(
        {"dashboards/a.py": BOARD, "dashboards/b.py": BOARD.replace('"Demo"', '"Twin"')}
    )
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert (
        'two boards have the uid \'demo\': "Twin" and "Demo" (dashboards/a.py:3)' in result.stderr
    )


def test_a_build_of_one_file_may_not_take_anothers_uid(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/a.py": BOARD})
    run("build", cwd=root)
    (root / "dashboards/b.py").write_text(BOARD.replace('"Demo"', '"Twin"'))
    result = run("build", "dashboards/b.py", cwd=root)
    assert result.returncode == 2
    clash = "two boards have the uid 'demo': \"Twin\" and one in dashboards/a.py"
    assert clash in result.stderr


def test_an_environments_uids_and_folder(make_project: MakeProject, run: Run) -> None:
    toml = TOML + '\n[environments.prod]\n[environments.prod.datasources]\nprometheus = "P1"\n'
    root = make_project(toml=toml)
    assert run("build", "--env", "prod", cwd=root).returncode == 0
    board = json.loads((root / "provisioning-prod/dashboards/demo/demo.json").read_text())
    assert board["panels"][0]["datasource"] == {"type": "prometheus", "uid": "P1"}


def test_an_unknown_environment_is_2(make_project: MakeProject, run: Run) -> None:
    result = run("build", "--env", "prod", cwd=make_project())
    assert result.returncode == 2
    assert "error: boardwright.toml: there is no environment 'prod'" in result.stderr


def test_no_project_is_2(tmp_path: Path, run: Run) -> None:
    result = run("build", cwd=tmp_path)
    assert result.returncode == 2
    assert "create a project here with `boardwright new .`" in result.stderr
    assert "Traceback" not in result.stderr


def test_no_dashboards_folder_is_2(make_project: MakeProject, run: Run) -> None:
    result = run("build", cwd=make_project({"boardwright.toml": TOML}))
    assert result.returncode == 2
    assert "there is no folder 'dashboards'" in result.stderr


def test_a_read_only_output_folder_is_2(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    output = root / "provisioning"
    output.mkdir(mode=0o555)
    if os.geteuid() == 0:  # root may write anywhere but into the kernel's own folders
        output = Path("/proc/sys/boardwright")
    result = run("build", "--output", str(output), cwd=root)
    assert result.returncode == 2
    assert "cannot be written" in result.stderr
    assert "Nothing was changed." in result.stderr
    assert "Traceback" not in result.stderr


def test_ctrl_c_during_a_build_leaves_everything_as_it_was(make_project: MakeProject) -> None:
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


def test_ctrl_c_names_the_file_that_takes_long(make_project: MakeProject) -> None:
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


def test_a_modules_own_printing_does_not_spoil_json(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/demo.py": "print('hello')\n" + BOARD})
    result = run("build", "--format", "json", cwd=root)
    assert json.loads(result.stdout)["boards"][0]["uid"] == "demo"
    assert "hello" in result.stderr


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


def test_an_environment_that_keeps_no_fast_refresh(make_project: MakeProject, run: Run) -> None:
    fast = BOARD.replace('title="Demo"', 'title="Demo", refresh="10s"')
    slow = '\n[environments.slow]\nmin_refresh_interval = "1m"\n'
    root = make_project({"dashboards/demo.py": fast}, toml=TOML + slow)
    for options, refresh in (((), "10s"), (("--env", "slow"), "1m"), ((), "10s")):
        assert run("build", *options, "--output", "out", cwd=root).returncode == 0
        (path,) = (root / "out/dashboards").rglob("*.json")
        assert json.loads(path.read_text())["refresh"] == refresh


def test_a_file_that_no_build_wrote_is_refused(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    foreign = ("dashboards/demo/demo.json", "prometheus/prometheus.yml")
    for name in foreign:
        path = root / "provisioning" / name
        path.parent.mkdir(parents=True)
        path.write_text("mine")
    before = files_of(root)
    for options in ((), ("--check",)):
        result = run("build", *options, cwd=root)
        assert (result.returncode, result.stdout) == (2, "")
        assert f"boardwright did not write: {', '.join(foreign)}\n" in result.stderr
        assert "Move or delete each of these files" in result.stderr
    assert {p: c for p, c in files_of(root).items() if not p.startswith(".boardwright/")} == before


def test_a_build_without_its_manifest_adopts_what_is_the_same(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project()
    run("build", cwd=root)
    before = files_of(root / "provisioning")
    (root / "provisioning/.boardwright.json").unlink()
    assert run("build", cwd=root).returncode == 0
    assert files_of(root / "provisioning") == before


def test_a_manifest_removes_nothing_outside_of_its_folder(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project({"dashboards/demo.py": BOARD, "keep/me.txt": "keep"})
    (root / "provisioning").mkdir()
    manifest = {"files": {"../keep/me.txt": "dashboards/gone.py"}}
    (root / "provisioning/.boardwright.json").write_text(json.dumps(manifest))
    assert run("build", cwd=root).returncode == 0
    assert (root / "keep/me.txt").read_text() == "keep"


@pytest.mark.parametrize("output", ["dashboards", "dashboards/compiled", ".", "./x/../dashboards"])
def test_the_boards_folder_is_no_place_for_the_output(
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
        assert "overlaps 'dashboards', the folder of the declarations" in result.stderr
        assert "Name another folder" in result.stderr
        assert sorted(path.name for path in (root / "dashboards").iterdir()) == ["demo.py"]


def test_an_output_folder_that_is_named_alike_is_taken(make_project: MakeProject, run: Run) -> None:
    root = make_project(toml=TOML.replace('"demo"', '"demo"\noutput = "dashboards-out"', 1))
    assert run("build", cwd=root).returncode == 0
    assert run("build", "--check", cwd=root).returncode == 0


def test_a_renamed_module_changes_the_list_of_our_files_alone(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project()
    run("build", cwd=root)
    (root / "dashboards/demo.py").rename(root / "dashboards/renamed.py")
    result = run("build", "--check", cwd=root)
    assert result.returncode == 1
    assert result.stdout.splitlines()[0] == "   stale  provisioning/.boardwright.json"
    assert run("build", cwd=root).stdout.splitlines() == [
        " changed  provisioning/.boardwright.json",
        "1 board compiled to provisioning/ (1 changed, 4 unchanged)",
    ]
    assert run("build", cwd=root).stdout == "1 board compiled to provisioning/ (4 unchanged)\n"


def test_a_linked_folder_keeps_its_boards(make_project: MakeProject, run: Run) -> None:
    other = BOARD.replace('"demo"', '"other"').replace('"Demo"', '"Other"')
    root = make_project({"dashboards/demo.py": BOARD, "dashboards/team/other.py": other})
    run("build", cwd=root)
    (root / "dashboards/team").rename(root / "elsewhere")
    (root / "dashboards/team").symlink_to("../elsewhere")
    result = run("build", "--check", cwd=root)
    assert (result.returncode, result.stdout) == (0, "provisioning/ is up to date (2 boards).\n")


def test_a_byte_order_mark_and_a_misspelt_table(make_project: MakeProject, run: Run) -> None:
    assert run("build", cwd=make_project(toml="\ufeff" + TOML)).returncode == 0
    for toml, message in (
        (TOML.replace("[project]", "[projekt]"), "boardwright.toml:1: unknown key 'projekt'"),
        (
            TOML.replace('"demo"', "demo"),
            "boardwright.toml:2: the file is not valid TOML: Invalid value",
        ),
    ):
        result = run("build", cwd=make_project(toml=toml))
        assert result.returncode == 2
        assert f"error: {message}" in result.stderr


@pytest.mark.parametrize("ending", ["os._exit(0)", "raise SystemExit", "os.abort()", "os.fork()"])
def test_a_module_that_ends_the_process_is_2_and_nothing_changes(
    make_project: MakeProject, run: Run, ending: str
) -> None:
    root = make_project()
    assert run("build", cwd=root).returncode == 0
    before = files_of(root / "provisioning")
    (root / "dashboards/other.py").write_text(f"import os\n{ending}\n")
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert "error: dashboards/other.py" in result.stderr
    assert files_of(root / "provisioning") == before
