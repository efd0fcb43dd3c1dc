"""Functions that create folders with hostile input. `table.toml` refers to them by name.

Each function receives a project with one good board, and changes it.
"""

from __future__ import annotations

import json
import os
import socket
from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path

Setup = Callable[[Path], None]
SETUPS: dict[str, Setup] = {}


def setup(function: Setup) -> Setup:
    """Register a function under its name."""
    SETUPS[function.__name__.replace("_", "-")] = function
    return function


def make_pipe(path: Path) -> None:
    """Create a named pipe in a new folder."""
    path.parent.mkdir()
    os.mkfifo(path)


@setup
def good(root: Path) -> None:
    """Change nothing: the project stays good."""


@setup
def no_project(root: Path) -> None:
    (root / "boardwright.toml").unlink()


@setup
def empty_configuration(root: Path) -> None:
    (root / "boardwright.toml").write_text("")


@setup
def binary_configuration(root: Path) -> None:
    (root / "boardwright.toml").write_bytes(b"\xff\xfe\x00")


@setup
def configuration_is_a_folder(root: Path) -> None:
    (root / "boardwright.toml").unlink()
    (root / "boardwright.toml").mkdir()


@setup
def no_boards(root: Path) -> None:
    (root / "dashboards/demo.py").unlink()


@setup
def no_dashboards_folder(root: Path) -> None:
    no_boards(root)
    (root / "dashboards").rmdir()


@setup
def dashboards_is_a_file(root: Path) -> None:
    no_dashboards_folder(root)
    (root / "dashboards").write_text("")


@setup
def broken_link(root: Path) -> None:
    (root / "dashboards/gone.py").symlink_to("nowhere.py")


@setup
def linked_folder_is_gone(root: Path) -> None:
    (root / "dashboards/gone").symlink_to("nowhere")


@setup
def rules_is_a_broken_link(root: Path) -> None:
    (root / "rules").symlink_to("unmounted")


@setup
def link_to_itself(root: Path) -> None:
    (root / "dashboards/loop").symlink_to("loop")


@setup
def folder_loop(root: Path) -> None:
    (root / "dashboards/loop").symlink_to(".")


@setup
def pipe(root: Path) -> None:
    os.mkfifo(root / "dashboards/pipe.json")


@setup
def endless_device(root: Path) -> None:
    (root / "dashboards/zero.json").symlink_to("/dev/zero")


@setup
def unix_socket(root: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(root / "dashboards/s.json"))


@setup
def syntax_error(root: Path) -> None:
    (root / "dashboards/bad.py").write_text("x = (\n")


@setup
def null_bytes(root: Path) -> None:
    (root / "dashboards/bad.py").write_bytes(b"x = 1\x00\n")


@setup
def other_encoding(root: Path) -> None:
    (root / "dashboards/bad.py").write_bytes(b"x = '\xff'\n")


@setup
def raises(root: Path) -> None:
    (root / "dashboards/bad.py").write_text("1 / 0\n")


@setup
def exits(root: Path) -> None:
    (root / "dashboards/bad.py").write_text("import sys\nsys.exit(0)\n")


@setup
def exits_at_once(root: Path) -> None:
    (root / "dashboards/bad.py").write_text("import os\nos._exit(0)\n")


@setup
def endless_loop(root: Path) -> None:
    settings = root / "boardwright.toml"
    text = settings.read_text()
    settings.write_text(text.replace("[project]\n", "[project]\nload_timeout = 1\n"))
    (root / "dashboards/bad.py").write_text("\nwhile True: pass\n")


@setup
def ends_its_parent(root: Path) -> None:
    (root / "dashboards/bad.py").write_text(
        "import os, time\nos.kill(os.getppid(), 15)\ntime.sleep(60)\n"
    )


@setup
def raises_base_exception(root: Path) -> None:
    (root / "dashboards/bad.py").write_text("class E(BaseException): ...\nraise E('x')\n")


@setup
def recursion(root: Path) -> None:
    (root / "dashboards/bad.py").write_text("def f(): f()\nf()\n")


@setup
def cut_json(root: Path) -> None:
    (root / "dashboards/bad.json").write_text('{"title": "B", "panels": [')


@setup
def deep_json(root: Path) -> None:
    (root / "dashboards/bad.json").write_text('{"panels": ' + "[" * 9000 + "]" * 9000 + "}")


@setup
def json_with_nan(root: Path) -> None:
    (root / "dashboards/bad.json").write_text('{"title": "B", "panels": [], "x": NaN}')


@setup
def two_boards_with_one_uid(root: Path) -> None:
    for name in ("a", "b"):
        board = f'{{"title": "{name}", "uid": "same", "panels": []}}'
        (root / f"dashboards/{name}.json").write_text(board)


@setup
def two_boards_with_one_title(root: Path) -> None:
    for name in ("a", "b"):
        board = f'{{"title": "Same", "uid": "{name}", "panels": []}}'
        (root / f"dashboards/{name}.json").write_text(board)


@setup
def recording_is_a_pipe(root: Path) -> None:
    make_pipe(root / "recordings/demo.json")


@setup
def list_of_pages_is_a_pipe(root: Path) -> None:
    make_pipe(root / "out/.boardwright-preview.json")


@setup
def import_record_is_a_pipe(root: Path) -> None:
    make_pipe(root / "dashboards/.imported/index.json")
    (root / "other.json").write_text('{"title": "Other", "uid": "other", "panels": []}')


@setup
def title_of_control_characters(root: Path) -> None:
    board = '{"title": "\\u001b[31mred\\nline", "uid": "c", "panels": []}'
    (root / "dashboards/c.json").write_text(board)


@setup
def output_is_a_file(root: Path) -> None:
    (root / "provisioning").write_text("")


@setup
def foreign_file_in_the_output(root: Path) -> None:
    path = root / "provisioning/prometheus/prometheus.yml"
    path.parent.mkdir(parents=True)
    path.write_text("mine: true\n")


@setup
def broken_manifest(root: Path) -> None:
    (root / "provisioning").mkdir()
    (root / "provisioning/.boardwright.json").write_text("{")


@setup
def manifest_is_a_pipe(root: Path) -> None:
    make_pipe(root / "provisioning/.boardwright.json")


@setup
def output_folder_is_gone(root: Path) -> None:
    (root / "provisioning").mkdir()
    (root / "provisioning/team").symlink_to(root / "unmounted")


@setup
def slow_variable(root: Path) -> None:
    variable = {"name": "ds", "type": "datasource", "query": "loki", "regex": "^(a|a)+$"}
    board = {"title": "Slow", "uid": "slow", "panels": [], "templating": {"list": [variable]}}
    (root / "dashboards/slow.json").write_text(json.dumps(board))


@setup
def deep_files(root: Path) -> None:
    """Replace each file that boardwright wrote earlier by 100,000 lists in each other."""
    (root / "other.json").write_text('{"title": "Other", "uid": "other", "panels": []}')
    for name in (
        "provisioning/.boardwright.json",
        "recordings/demo.json",
        "out/.boardwright-preview.json",
        "dashboards/.imported/index.json",
        "plan.json",
        "baseline.json",
    ):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("[" * 100_000 + "]" * 100_000)


@setup
def byte_order_mark(root: Path) -> None:
    module = root / "dashboards/demo.py"
    module.write_bytes(BOM_UTF8 + module.read_bytes())
    (root / "dashboards/b.json").write_bytes(BOM_UTF8 + b'{"title": "B", "uid": "b", "panels": []}')
