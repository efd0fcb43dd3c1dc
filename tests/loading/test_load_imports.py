"""How modules are imported: names, packages, `sys.path`, and an unchanged interpreter."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from loading_project import Load, messages, titles, write

DASHBOARD = "from grafanalib.core import Dashboard\n"
COUNT_DOCUMENTS = """
from pathlib import Path
from boardwright.loading.board_discovery import require_board_files
from boardwright.loading.file_reader import LoadSettings
from boardwright.loading.load_files import load_files
root = Path.cwd()
settings = LoadSettings(root=root, dashboards=root / "dashboards")
paths = require_board_files(root).paths
files = load_files(paths, settings, finish=lambda: lambda file: len(file.documents))
print(sum(files))
"""


def test_a_module_imported_by_another_runs_once_for_each(
    load_files: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    note = "print('<ran', __name__, end='> ')\n"
    loaded = load_files(
        {
            "dashboards/a.py": note + DASHBOARD + "import b\nx = Dashboard(title=b.title)\n",
            "dashboards/b.py": note + DASHBOARD + "title = 'B'\ny = Dashboard(title='own')\n",
            "dashboards/c.py": note + "from dashboards.b import y\nfrom b import y as z\n",
        }
    )
    assert titles(loaded) == ["B", "own", "own"]
    assert sorted(re.findall(r"<ran (\S+)>", capfd.readouterr().err)) == [
        "a", "b", "b", "c", "dashboards.b",
    ]  # fmt: skip


def test_the_same_file_under_two_names_is_one_module(load_files: Load) -> None:
    code = """
        import sys
        sys.path.insert(0, ".")
        import common
        import dashboards.common
        board = {"title": str(common is dashboards.common), "panels": []}
    """
    files = {"dashboards/a.py": code, "dashboards/common.py": "x = 1\n"}
    assert titles(load_files(files)) == ["True"]


def test_packages_and_relative_imports_work(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/infra/__init__.py": "NAME = 'infra'\n",
            "dashboards/infra/common.py": "from . import NAME\n",
            "dashboards/infra/node.py": (
                "from .common import NAME\nboard = {'title': NAME + __name__, 'panels': []}\n"
            ),
            "dashboards/infra/disk.dashboard.py": (
                "from . import NAME\ndashboard = {'title': NAME + __package__}\n"
            ),
            "dashboards/infra/deep/__init__.py": "",
            "dashboards/infra/deep/x.py": (
                "from ..common import NAME\nboard = {'title': NAME + __name__, 'panels': []}\n"
            ),
        }
    )
    assert titles(loaded) == ["infrainfra.deep.x", "infrainfra", "infrainfra.node"]


def test_the_dashboards_folder_may_be_a_package(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/__init__.py": "",
            "dashboards/common.py": "x = 'relative'\n",
            "dashboards/node.py": "from .common import x\nb = {'title': x, 'panels': []}\n",
        }
    )
    assert titles(loaded) == ["relative"]


def test_the_main_block_does_not_run(load_files: Load) -> None:
    code = "b = {'title': 'x', 'panels': []}\nif __name__ == '__main__':\n    1 / 0\n"
    assert titles(load_files({"dashboards/node.py": code})) == ["x"]


@pytest.mark.parametrize("name", ["time", "queue", "json", "yaml", "attr", "grafanalib", "stack"])
def test_a_module_may_have_the_name_of_a_library(load_files: Load, name: str) -> None:
    code = DASHBOARD + "import json, queue, time, yaml\n"
    code += "assert time.time() and queue.Queue and yaml.safe_load and json.loads\n"
    loaded = load_files(
        {
            f"dashboards/{name}.py": code + "x = Dashboard(title='Own')\n",
            "dashboards/z.py": code + "x = Dashboard(title='Other')\n",
        }
    )
    assert titles(loaded) == ["Own", "Other"]


def test_a_board_module_is_not_imported_in_place_of_a_missing_library(load_files: Load) -> None:
    """`optional.py` is in `site-packages` and would use `redis`, which is not installed."""
    code = DASHBOARD + "import optional\nx = Dashboard(title=str(optional.redis))\n"
    loaded = load_files(
        {
            "venv/site-packages/optional.py": (
                "try:\n    import redis\nexcept ImportError:\n    redis = None\n"
            ),
            "dashboards/cache.py": code,
            "dashboards/redis.py": DASHBOARD + "y = Dashboard(title='Redis')\n",
            "dashboards/web.py": code,
        },
        python_path=["venv/site-packages"],
    )
    assert titles(loaded) == ["None", "Redis", "None"]


def test_a_package_may_have_the_name_of_a_library(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/yaml/__init__.py": "NAME = 'ours'\n",
            "dashboards/yaml/node.py": (
                "import yaml\nfrom . import NAME\n"
                "b = {'title': NAME + str(hasattr(yaml, 'safe_load')), 'panels': []}\n"
            ),
        }
    )
    assert titles(loaded) == ["oursTrue"]


def test_two_folders_may_have_helpers_of_the_same_name(load_files: Load) -> None:
    code = (
        "import os, sys\n"
        "sys.path.{}os.path.join(os.path.dirname(__file__), 'lib'))\n"
        "from common import title\nboard = {{'title': title, 'panels': []}}\n"
    )
    loaded = load_files(
        {
            "dashboards/a/x.py": code.format("insert(0, "),
            "dashboards/a/lib/common.py": "title = 'A'\n",
            "dashboards/b/x.py": code.format("append("),
            "dashboards/b/lib/common.py": "title = 'B'\n",
            "dashboards/c/x.py": "from common import title\nb = {'title': title, 'panels': []}\n",
            "dashboards/c/common.py": "title = 'C'\n",
        }
    )
    assert titles(loaded) == ["A", "B", "C"]


def test_a_helper_that_extends_the_path_does_so_for_each_importer(load_files: Load) -> None:
    code = "import _setup\nfrom deep import title\nboard = {'title': title, 'panels': []}\n"
    loaded = load_files(
        {
            "dashboards/_setup.py": "import sys\nsys.path.append('vendored')\n",
            "dashboards/a.py": code,
            "dashboards/b.py": code,
            "vendored/deep.py": "title = 'deep'\n",
        }
    )
    assert titles(loaded) == ["deep", "deep"]


def test_a_change_of_the_path_does_not_affect_the_next_module(load_files: Load) -> None:
    loaded = load_files(
        {
            "dashboards/a.py": "import sys\nsys.path.append('vendored')\nimport deep\n",
            "dashboards/b.py": "import deep\n",
            "vendored/deep.py": "",
        }
    )
    assert [error.where for error in loaded.errors] == ["dashboards/b.py:1"]


def test_the_python_path_of_the_project_is_used(load_files: Load) -> None:
    files = {
        "dashboards/a.py": "from panels import title\nb = {'title': title, 'panels': []}\n",
        "lib/panels.py": "title = 'lib'\n",
    }
    assert titles(load_files(files, python_path=["lib"])) == ["lib"]


def test_helpers_in_the_projects_folder_are_found(load_files: Load) -> None:
    files = {
        "dashboards/a.py": "from lib.panels import title\nb = {'title': title, 'panels': []}\n",
        "lib/panels.py": "title = 'lib'\n",
    }
    assert titles(load_files(files)) == ["lib"]


def test_modules_run_in_the_projects_folder(load_files: Load, tmp_path: Path) -> None:
    elsewhere = Path.cwd()
    code = "b = {'title': open('data.txt').read(), 'panels': []}\n"
    assert titles(load_files({"dashboards/a.py": code, "data.txt": "read"})) == ["read"]
    assert Path.cwd() == elsewhere


def test_a_load_leaves_the_interpreter_unchanged(load_files: Load, tmp_path: Path) -> None:
    before = (set(sys.modules), list(sys.path), list(sys.meta_path), sys.argv, sys.stdout)
    path, bytecode = sys.path, sys.dont_write_bytecode
    load_files(
        {
            "dashboards/a.py": "import sys\nsys.path = ['lib', *sys.path]\nimport b, own.deep\n",
            "dashboards/b.py": "1 / 0\n",
            "dashboards/c.py": "import own.deep\n",
            "lib/own/deep.py": "",
        }
    )
    assert (set(sys.modules), sys.path, sys.meta_path, sys.argv, sys.stdout) == before
    assert sys.path is path
    assert sys.dont_write_bytecode == bytecode
    assert not list(tmp_path.rglob("*.pyc"))


def test_a_second_load_uses_the_changed_files(load_files: Load) -> None:
    files = {
        "dashboards/a.py": "from common import title\nb = {'title': title, 'panels': []}\n",
        "dashboards/common.py": "title = 'one'\n",
    }
    assert titles(load_files(files)) == ["one"]
    assert titles(load_files(files | {"dashboards/common.py": "title = 'two'\n"})) == ["two"]


def test_grafanalib_is_unchanged_after_a_load(load_files: Load) -> None:
    import grafanalib.core as grafana

    load_files({"dashboards/a.py": DASHBOARD + "x = Dashboard(title='x').auto_panel_ids()\n"})
    panel = grafana.Text("prometheus", title="After")
    assert (panel.dataSource, panel.title, vars(panel).get("boardwright mark")) == (
        "prometheus",
        "After",
        None,
    )
    assert "expr" in inspect.signature(grafana.Target).parameters
    with pytest.raises(AttributeError):
        grafana.Dashboard(title="x", panels=[{"type": "text"}]).auto_panel_ids()


def test_output_of_modules_does_not_reach_stdout(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "dashboards/a.py": (
                DASHBOARD
                + "from grafanalib.core import Row, Text\nprint('hello')\n"
                + "x = Dashboard(title='x', rows=[Row()], panels=[Text()])\n"
            )
        },
    )
    ran = subprocess.run(
        [sys.executable, "-c", COUNT_DOCUMENTS],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "1\n"
    assert "hello" in ran.stderr
    assert "Warning: You are using both panels and rows" in ran.stderr


def test_examples_of_grafanalib_are_loaded(load_files: Load) -> None:
    """In the manner of grafanalib's examples: a script keeps its board to itself."""
    script = """
        import argparse
        import grafanalib.core as G

        class Create:
            def __init__(self, *args):
                self.options = argparse.ArgumentParser().parse_args(args)

            def run(self):
                board = G.Dashboard(title="x")
                board.rows.append(G.Row(title="r"))
                print(board.auto_panel_ids())

        if __name__ == "__main__":
            Create().run()
    """
    assert load_files({"dashboards/table-example-dashboard.py": script}).errors == []


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no symbolic links")
def test_a_linked_module_declares_its_board_at_each_link(load_files: Load, tmp_path: Path) -> None:
    write(tmp_path, {"shared/node.py": "board = {'title': 'x', 'panels': []}\n"})
    (tmp_path / "dashboards/infra").mkdir(parents=True)
    (tmp_path / "dashboards/infra/one.py").symlink_to(tmp_path / "shared/node.py")
    (tmp_path / "dashboards/two.py").symlink_to("infra/one.py")
    loaded = load_files({})
    assert [(d.place.file, d.folder) for d in loaded.documents] == [
        ("dashboards/infra/one.py", "infra"),
        ("dashboards/two.py", None),
    ]


NAMESPACES = {
    "dashboards/a.py": (
        "from shared.panels.cpu import NAME\nfrom shared.panels.deep.disk import DISK\n"
        "board = {'title': NAME + DISK, 'panels': []}\n"
    ),
    "dashboards/b.py": (
        "import shared.panels.cpu\nimport shared.panels.deep.disk as disk\n"
        "board = {'title': shared.panels.cpu.NAME + disk.DISK, 'panels': []}\n"
    ),
    "dashboards/shared/panels/cpu.py": "NAME = 'cpu'\n",
    "dashboards/shared/panels/deep/disk.py": "from shared.panels import cpu\nDISK = cpu.NAME\n",
}
PRINT_TITLES = COUNT_DOCUMENTS.replace("len(file.documents)", "[d.title for d in file.documents]")
PRINT_TITLES = PRINT_TITLES.replace("print(sum(files))", "print(sorted(sum(files, [])))")


@pytest.mark.parametrize("seed", range(20))
def test_packages_without_init_files_are_found_with_any_hash_seed(
    tmp_path: Path, seed: int
) -> None:
    """Packages two levels deep are found in any order of sets."""
    write(tmp_path, NAMESPACES)
    ran = subprocess.run(
        [sys.executable, "-c", PRINT_TITLES],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "['cpucpu', 'cpucpu']\n"


@pytest.mark.parametrize("python_path", [(), ("dashboards",)])
def test_a_folder_and_a_module_in_it_may_have_the_same_name(
    load_files: Load, python_path: tuple[str, ...]
) -> None:
    """`utils` is the folder for the board, and `utils/utils.py` for the file next to it."""
    files = {
        "dashboards/board.py": (
            "from utils.colors import RED\nboard = {'title': RED, 'panels': []}\n"
        ),
        "dashboards/utils/colors.py": "from utils.utils import upper\nRED = upper('red')\n",
        "dashboards/utils/shades.py": "from utils import upper\nDARK = upper('dark')\n",
        "dashboards/utils/utils.py": "def upper(text):\n    return text.upper()\n",
    }
    loaded = load_files(files, python_path=python_path)
    assert messages(loaded) == []
    assert titles(loaded) == ["RED"]
