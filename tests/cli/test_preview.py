"""`boardwright preview` as a process: pages, data, recordings, exit codes."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest

from cli.json_reports import read_valid_json
from preview.helpers import SCRIPT, model_of, panels_of, stub_bundle
from serving import Handler, serving
from stack.servers import free_port
from support import BOARD, ROOT, MakeProject, Run, files_of

Result = subprocess.CompletedProcess[str]


@pytest.fixture
def bundle(tmp_path: Path) -> dict[str, str]:
    return stub_bundle(tmp_path / "bundle")


def page(path: Path) -> dict[str, Any]:
    return model_of(path.read_text())


def test_a_project_has_an_index_and_a_page_for_each_board(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    second = BOARD.replace("Demo", "<Second>").replace("demo", "second")
    root = make_project({"dashboards/demo.py": BOARD, "dashboards/second.py": second})
    result = run("preview", cwd=root, env=bundle)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        ".boardwright/preview/demo.html  Demo  1 panel, 1 query, sample data\n"
        ".boardwright/preview/second.html  <Second>  1 panel, 1 query, sample data\n"
        ".boardwright/preview/index.html  2 boards\n"
    )
    folder = root / ".boardwright/preview"
    (script,) = folder.glob("boardwright-preview-*.js")
    assert {*files_of(folder)} == {
        *(".boardwright-preview.json", ".gitignore", "demo.html", "index.html", "second.html"),
        script.name,
    }
    text = (folder / "demo.html").read_text()
    assert script.name in text
    assert SCRIPT.partition(";")[0] not in text
    found = page(folder / "demo.html")
    assert (found["title"], found["place"], found["data"]) == (
        "Demo",
        "dashboards/demo.py:3",
        "sample",
    )
    assert found["remark"] == (
        "Made-up data: boardwright queried no server, and the values have no meaning."
    )
    (panel,) = panels_of(found).values()
    assert panel["place"] == "dashboards/demo.py:6"
    assert panel["queries"][0]["sent"] == "up"
    assert found["results"]["r0"]["frames"][0]["data"]["values"][1][0] == 1.0
    index = (folder / "index.html").read_text()
    assert '<a href="second.html">&lt;Second&gt;</a>' in index


def test_the_page_of_a_single_board_contains_the_script(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    root = make_project()
    assert run("preview", cwd=root, env=bundle).returncode == 0
    assert not [*root.glob(".boardwright/preview/*.js")]
    assert SCRIPT.partition(";")[0] in (root / ".boardwright/preview/demo.html").read_text()


def test_sample_annotations_are_labelled_as_samples(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    annotations = [
        {"name": "a", "expr": "changes(v[1m])", "titleFormat": "{{job}}", "iconColor": "red"},
        {"name": "b", "expr": "v", "useValueForTime": True, "step": "60s"},
    ]
    panel = {"type": "timeseries", "targets": [{"expr": "up"}]}
    board = {"title": "A", "uid": "a", "panels": [panel], "annotations": {"list": annotations}}
    root = make_project({"dashboards/a.json": json.dumps(board)})
    result = run("preview", cwd=root, env=bundle)
    assert (result.returncode, result.stderr) == (0, "")
    found = page(root / ".boardwright/preview/a.html")
    assert found["remark"].endswith(
        "and the values have no meaning. The annotations are made up too."
    )
    _, first, second = found["selections"][0]["annotations"]
    for annotation, titles in ((first, ["job-1"] * 2), (second, [""] * 2)):
        (frame,) = found["results"][annotation["query"]["result"]]["frames"]
        starts, ends, shown_text, *_ = frame["data"]["values"]
        assert shown_text == titles
        assert found["range"]["from"] < starts[0] == ends[0] < starts[1] < ends[1]
        assert ends[1] < found["range"]["to"]


def test_the_page_of_a_removed_board_is_deleted(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    second = BOARD.replace("Demo", "Second").replace("demo", "second")
    root = make_project({"dashboards/demo.py": BOARD, "dashboards/second.py": second})
    run("preview", "-o", "pages", cwd=root, env=bundle)
    (root / "pages/mine.html").write_text("")
    (root / "dashboards/second.py").write_text("broken(")
    assert run("preview", "-o", "pages", cwd=root, env=bundle).returncode == 2
    assert (root / "pages/second.html").exists(), "a board that is broken is not gone"
    (root / "dashboards/second.py").unlink()
    assert run("preview", "-o", "pages", cwd=root, env=bundle).returncode == 0
    assert {*files_of(root / "pages")} == {
        ".boardwright-preview.json", "demo.html", "index.html", "mine.html"
    }  # fmt: skip


def test_a_file_that_preview_did_not_write_is_not_overwritten(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    root = make_project()
    (root / "pages").mkdir()
    (root / "pages/index.html").write_text("mine")
    result = run("preview", "-o", "pages", cwd=root, env=bundle)
    assert (result.returncode, result.stdout) == (2, "")
    assert "would overwrite files that boardwright did not write: index.html" in result.stderr
    assert files_of(root / "pages") == {"index.html": b"mine"}


def test_the_same_input_gives_the_same_bytes(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    root = make_project()
    for name in ("one", "two"):
        assert run("preview", "-o", name, cwd=root, env=bundle).returncode == 0
    assert files_of(root / "one") == files_of(root / "two")


def test_an_old_json_board_outside_a_project_is_previewed(
    tmp_path: Path, run: Run, bundle: dict[str, str]
) -> None:
    board = {"title": "Old", "rows": [{"panels": [{"type": "graph", "targets": [{"expr": "up"}]}]}]}
    (tmp_path / "old.json").write_text(json.dumps({"dashboard": board}))
    result = run("preview", "old.json", "-o", "out", "--format", "json", cwd=tmp_path, env=bundle)
    assert result.returncode == 0
    reported = read_valid_json(result.stdout, "preview")
    assert [(b["title"], b["panels"], b["queries"]) for b in reported["boards"]] == [("Old", 1, 1)]
    (panel,) = panels_of(page(tmp_path / "out" / reported["boards"][0]["file"])).values()
    assert panel["panel"]["type"] == "timeseries"


def test_a_broken_board_gives_exit_code_2_and_the_others_are_drawn(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    root = make_project({"dashboards/demo.py": BOARD, "dashboards/broken.py": "1 / 0\n"})
    result = run("preview", "--format", "json", cwd=root, env=bundle)
    assert result.returncode == 2
    assert "ZeroDivisionError" in result.stderr
    reported = read_valid_json(result.stdout, "preview")
    assert [board["uid"] for board in reported["boards"]] == ["demo"]


def test_broken_boards_and_other_json_files_of_a_folder_are_reported(
    tmp_path: Path, run: Run, bundle: dict[str, str]
) -> None:
    panel = {"id": 1, "type": "timeseries", "gridPos": {"h": 8, "w": "wide", "x": 0, "y": 0}}
    files = {
        "good.json": {"title": "Good", "uid": "good", "panels": []},
        "grid.json": {"title": "Grid", "uid": "grid", "panels": [panel]},
        "list.json": {"title": "List", "uid": "list", "panels": {"a": 1}, "schemaVersion": 39},
        "thresholds.json": {"cpu": 80},
        "numbers.json": [1, 2],
    }
    (tmp_path / "boards").mkdir()
    for name, data in files.items():
        (tmp_path / "boards" / name).write_text(json.dumps(data))
    result = run("preview", "boards", "-o", "out", cwd=tmp_path, env=bundle)
    assert result.returncode == 2
    assert result.stdout == "out/good.html  Good  0 panels, 0 queries, sample data\n"
    assert "note: boards/numbers.json: skipped, because the JSON is a list" in result.stderr
    assert "note: boards/thresholds.json: skipped, because the JSON has no panels" in result.stderr
    assert "error: boards/grid.json" in result.stderr
    assert "error: boards/list.json" in result.stderr
    args = ("preview", "boards", "-o", "out", "--format", "json")
    reported = read_valid_json(run(*args, cwd=tmp_path, env=bundle).stdout, "preview")
    assert reported["skipped"] == ["boards/numbers.json", "boards/thresholds.json"]
    named = run("preview", "boards/thresholds.json", cwd=tmp_path, env=bundle)
    assert named.returncode == 2
    assert "boards/thresholds.json: the JSON has no panels and no title" in named.stderr


def test_without_a_bundle_the_message_names_the_next_step(
    make_project: MakeProject, run: Run
) -> None:
    env = {"BOARDWRIGHT_PREVIEW_BUNDLE": "/nowhere"}
    result = run("preview", cwd=make_project(), env=env)
    assert result.returncode == 2
    assert "the script that draws the pages is not built" in result.stderr
    assert "scripts/preview-bundle" in result.stderr
    assert run("list", cwd=make_project(), env=env).returncode == 0


@pytest.mark.parametrize(
    ("args", "shown_text"),
    [
        (("--range", "long"), "--range 'long' is not the length of a time range"),
        (("--prometheus", "ftp://x"), "--prometheus is 'ftp://x'"),
        (("--prometheus", "http://me:secret@x"), "contains a user or password"),
        (("--data", "sample", "--record", "r"), "--record needs --data live"),
        (("--data", "sample", "--prometheus", "http://x"), "--prometheus needs --data live"),
        (("--data", "recorded", "--range", "1h"), "--range needs --data live or --data sample"),
        (("--data", "recorded"), 'there is no recording of the board "Demo"'),
        (("--var", "x"), "'x' does not have the form name=value"),
        (
            ("--var", "x=1"),
            "--var x: no board has a variable 'x'\n  None of the boards has a variable.",
        ),
        (("--pages-at", "https://pages.example"), "--pages-at needs --format markdown."),
        (("boardwright.toml",), "boardwright.toml: the file is neither a Python module nor a"),
    ],
)
def test_invalid_options_give_exit_code_2(
    make_project: MakeProject,
    run: Run,
    bundle: dict[str, str],
    args: tuple[str, ...],
    shown_text: str,
) -> None:
    result = run("preview", *args, cwd=make_project(), env=bundle)
    assert result.returncode == 2
    assert shown_text in result.stderr
    assert "secret" not in result.stderr


def test_a_server_that_does_not_answer_is_reported_in_the_panel(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    root = make_project()
    url = f"http://127.0.0.1:{free_port()}"
    result = run("preview", "--prometheus", url, cwd=root, env=bundle)
    assert result.returncode == 1
    assert "the connection was refused" in result.stderr
    assert "1 query without an answer" in result.stdout
    (panel,) = panels_of(page(root / ".boardwright/preview/demo.html")).values()
    assert "the connection was refused" in panel["queries"][0]["error"]


class Closed(Handler):
    """A server that answers every query with one status."""

    status: ClassVar[int] = 401

    def do_POST(self) -> None:
        self.answer(self.status, "application/json", '{"status": "error", "error": "no org id"}')


@pytest.mark.parametrize(("status", "hint"), [(401, "PROMETHEUS_TOKEN"), (403, "credentials")])
def test_a_refused_login_gives_exit_code_1_and_a_banner(
    make_project: MakeProject, run: Run, bundle: dict[str, str], status: int, hint: str
) -> None:
    root = make_project()
    Closed.status = status
    with serving(Closed) as address:
        result = run("preview", "--prometheus", f"http://{address}", cwd=root, env=bundle)
        assert result.returncode == 1
        assert (
            f"error: http://{address}: the server answers with status {status}. " in result.stderr
        )
        assert hint in result.stderr
        banner = page(root / ".boardwright/preview/demo.html")["remark"]
        assert banner.startswith(
            f"A server returned no data: http://{address}: the server answers with status {status}."
        )


def test_a_data_source_without_an_address_gives_exit_code_1(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    target = {"refId": "A", "expr": "up", "datasource": {"type": "prometheus", "uid": "other"}}
    board = {"title": "O", "uid": "o", "panels": [{"type": "stat", "targets": [target]}]}
    root = make_project({"dashboards/o.json": json.dumps(board)})
    result = run("preview", "--data", "live", cwd=root, env=bundle)
    assert result.returncode == 1
    assert "boardwright.toml has no url for the data source 'other'" in result.stderr


def test_a_project_without_boards_gives_exit_code_2_and_keeps_the_pages(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    root = make_project()
    assert run("preview", "-o", "pages", cwd=root, env=bundle).returncode == 0
    (root / "dashboards/demo.py").unlink()
    result = run("preview", "-o", "pages", cwd=root, env=bundle)
    assert (result.returncode, result.stdout) == (2, "")
    assert "dashboards/: there are no boards to show" in result.stderr
    assert (root / "pages/demo.html").exists()


def test_control_characters_in_titles_are_printed_as_escapes(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    board = {"title": "A\x1b[31m\nB", "uid": "a", "panels": []}
    root = make_project({"dashboards/a.json": json.dumps(board)})
    result = run("preview", cwd=root, env=bundle)
    assert "A\\x1b[31m\\nB" in result.stdout
    assert "\x1b" not in result.stdout


class OneMetric(Handler):
    """A Prometheus with the metric `up`; a proxy answers all requests beyond its limit."""

    limit: ClassVar[list[int]] = [0]

    def do_POST(self) -> None:
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"]
        self.limit[0] -= 1
        if self.limit[0] < 0:
            self.answer(502, "text/html", "<html>Bad Gateway</html>")
        elif query != ["up"]:
            reported = {"status": "error", "errorType": "bad_data", "error": "no such thing"}
            self.answer(400, "application/json", json.dumps(reported))
        else:
            start = time.time() - 600
            series = {"metric": {}, "values": [[start, "1"]]}
            data = {"resultType": "matrix", "result": [series]}
            reported = {"status": "success", "data": data}
            self.answer(200, "application/json", json.dumps(reported))


def record_answers(url: str, root: Path, run: Run, bundle: dict[str, str], limit: int) -> Result:
    OneMetric.limit[0] = limit
    return run("preview", "--prometheus", url, "--record", "r", cwd=root, env=bundle)


def test_the_answers_received_before_an_error_are_recorded(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    second = BOARD.replace("Demo", "Second").replace('"demo"', '"second"')
    second = second.replace('"up"', '"refused("')
    root = make_project({"dashboards/demo.py": BOARD, "dashboards/second.py": second})
    with serving(OneMetric) as address:
        first = record_answers(f"http://{address}", root, run, bundle, limit=9)
        assert (first.returncode, first.stderr) == (0, "")
        before = files_of(root / "r")
        assert b"no such thing" in before["second.json"], "a refusal is an answer"
        half = record_answers(f"http://{address}", root, run, bundle, limit=1)
    after = files_of(root / "r")
    assert half.returncode == 2
    assert "recorded r/demo.json" in half.stdout
    assert "r/second.json" not in half.stdout
    assert after["demo.json"] != before["demo.json"]
    assert after["second.json"] == before["second.json"]
    assert "the server answers with status 502" in half.stderr
    assert (
        'r/second.json: the board "Second" was not recorded: 1 query got no answer\n  The '
        "earlier recording of the board was kept. Record the board again when the server "
        "answers.\n"
    ) in half.stderr
    down = record_answers(f"http://127.0.0.1:{free_port()}", root, run, bundle, limit=0)
    assert down.returncode == 2
    assert files_of(root / "r") == after
    assert "without an answer" in down.stdout, "the pages are still written"


def test_nothing_is_recorded_if_the_server_is_down(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    root = make_project()
    result = record_answers(f"http://127.0.0.1:{free_port()}", root, run, bundle, limit=0)
    assert result.returncode == 2
    assert "  Record the board again when the server answers." in result.stderr
    assert not (root / "r").exists()


def test_problems_of_check_are_on_the_page(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    root = make_project({"dashboards/demo.py": BOARD.replace('"up"', '"sum(up"')})
    assert run("preview", "--check", cwd=root, env=bundle).returncode == 0
    (panel,) = panels_of(page(root / ".boardwright/preview/demo.html")).values()
    assert "promql-syntax" in {problem["rule"] for problem in panel["problems"]}


def test_a_value_of_a_variable_may_be_passed(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    board = {
        "title": "V",
        "uid": "v",
        "panels": [{"id": 1, "type": "timeseries", "targets": [{"expr": 'up{a=~"$v"}'}]}],
        "templating": {"list": [{"name": "v", "type": "custom", "query": "a,b,c", "multi": True}]},
    }
    root = make_project({"dashboards/v.json": json.dumps(board)})
    assert run("preview", "--var", "v=a", "--var", "v=c", cwd=root, env=bundle).returncode == 0
    found = page(root / ".boardwright/preview/v.html")
    assert found["selections"][0]["variables"][0]["text"] == "a + c"
    assert panels_of(found)["1"]["queries"][0]["sent"] == 'up{a=~"(a|c)"}'


def test_an_unknown_variable_is_reported_with_a_similar_name(
    make_project: MakeProject, run: Run, bundle: dict[str, str]
) -> None:
    variables = [{"name": name, "type": "custom", "query": "a"} for name in ("instance", "job")]
    board = {"title": "V", "uid": "v", "panels": [], "templating": {"list": variables}}
    root = make_project({"dashboards/v.json": json.dumps(board), "dashboards/demo.py": BOARD})
    near = run("preview", "--var", "instnace=a", cwd=root, env=bundle)
    assert near.returncode == 2
    assert near.stderr == (
        "error: --var instnace: no board has a variable 'instnace'\n  Did you mean 'instance'?\n"
    )
    far = run("preview", "--var", "job=a", "--var", "zone=a", cwd=root, env=bundle)
    assert far.stderr.endswith("  Variables: instance, job.\n")
    assert run("preview", "--var", "job=a", cwd=root, env=bundle).returncode == 0


def test_a_module_outside_a_project_is_reported(
    tmp_path: Path, run: Run, bundle: dict[str, str]
) -> None:
    for name, shown_text in (
        ("a.py", "there is no boardwright.toml in this folder"),
        ("a.md", "the file is neither a Python module nor a dashboard JSON file"),
    ):
        (tmp_path / name).write_text("")
        result = run("preview", name, cwd=tmp_path, env=bundle)
        assert result.returncode == 2
        assert f"{name}: " in result.stderr
        assert shown_text in result.stderr


def test_the_shipped_boards_have_data_of_real_servers(
    run: Run, bundle: dict[str, str], tmp_path: Path
) -> None:
    result = run("preview", "-o", str(tmp_path), "--format", "json", cwd=ROOT, env=bundle)
    reported = json.loads(result.stdout)
    assert {b["uid"]: b["data"] for b in reported["boards"]} == dict.fromkeys(
        ("prometheus-101", "containers", "node", "stack"), "sample"
    )
    assert all("recorded from real servers" in b["remark"] for b in reported["boards"])
    assert sum(b["failed"] for b in reported["boards"]) == 0
