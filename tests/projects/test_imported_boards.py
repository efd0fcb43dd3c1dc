"""Which module declares a board found in several modules, and errors of several modules."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from boardwright.config.project_file import read_project
from boardwright.projects.compiled_project import CompiledProject, compile_project
from support import MakeProject

BOARD = """\
from grafanalib.core import Dashboard, Text
board = Dashboard(title="One", panels=[Text(title="A")])
"""


def compile_files(
    make_project: MakeProject, files: Mapping[str, str], *paths: str
) -> CompiledProject:
    root = make_project(dict(files))
    project = read_project(root)
    return compile_project(
        project,
        environment=project.find_environment(None),
        paths=[root / path for path in paths] or None,
    )


def boards(found: CompiledProject) -> list[tuple[str, str, str]]:
    """Return title, place and folder of each board."""
    assert not found.errors, [str(error) for error in found.errors]
    return [(board.title, str(board.place), folder.title) for folder, board in found.boards]


def test_an_imported_board_is_declared_once_by_its_own_module(make_project: MakeProject) -> None:
    files = {
        "dashboards/all.py": "from node import board\nboards = [board]\ntags = ['all']\n",
        "dashboards/node.py": "folder = 'Nodes'\n" + BOARD,
    }
    found = boards(compile_files(make_project, files))
    assert found == [("One", "dashboards/node.py:3", "Nodes")]


def test_an_imported_and_changed_board_is_another_board(make_project: MakeProject) -> None:
    files = {
        "dashboards/other.py": "from node import board\nboard.title = 'Two'\n",
        "dashboards/node.py": BOARD,
    }
    found = boards(compile_files(make_project, files))
    assert sorted(found) == [
        ("One", "dashboards/node.py:2", "Demo"),
        ("Two", "dashboards/other.py:2", "Demo"),
    ]


def test_a_board_created_by_a_helper_is_declared_by_the_first_module(
    make_project: MakeProject,
) -> None:
    files = {
        "dashboards/_make.py": """\
from grafanalib.core import Dashboard

def make(title):
    return Dashboard(title=title)

shared = make("Shared")
""",
        "dashboards/a.py": "from _make import make, shared\n\nmine = make('Mine')\n",
        "dashboards/b.py": "from _make import shared\n",
    }
    found = boards(compile_files(make_project, files))
    assert sorted(found) == [
        ("Mine", "dashboards/a.py:3", "Demo"),
        ("Shared", "dashboards/a.py:1", "Demo"),
    ]


@pytest.mark.parametrize("asked", ["all", "node"])
def test_a_module_selected_alone_declares_the_board(make_project: MakeProject, asked: str) -> None:
    files = {"dashboards/all.py": "from node import board\n", "dashboards/node.py": BOARD}
    found = boards(compile_files(make_project, files, f"dashboards/{asked}.py"))
    assert [title for title, _, _ in found] == ["One"]


def test_one_broken_helper_gives_one_error(make_project: MakeProject) -> None:
    files = {
        "dashboards/a.py": "import common\n",
        "dashboards/b.py": "import common\n",
        "dashboards/common.py": "raise ValueError('broken')\n",
        "dashboards/d.py": BOARD,
    }
    found = compile_files(make_project, files)
    assert [str(e) for e in found.errors] == [
        "dashboards/common.py:1: ValueError: broken\n"
        "  The same error is in 2 files: dashboards/a.py; dashboards/b.py."
    ]
    assert [board.title for _, board in found.boards] == ["One"]


HELPER = """
from grafanalib.core import Dashboard, Stat

class Limit(Stat):
    def to_json_data(self):
        return {"limit": {}[self.title]}
"""


def test_a_helper_that_fails_for_many_boards_gives_one_error(make_project: MakeProject) -> None:
    """Of 21 boards the first 20 are listed; another panel has another message."""
    files = {"dashboards/_lib.py": HELPER}
    for number in range(10, 32):
        panel = "CPU" if number < 31 else "Memory"
        files[f"dashboards/b{number}.py"] = (
            "from _lib import Dashboard, Limit\n"
            f"board = Dashboard(title='B{number}', panels=[Limit(title='{panel}')])\n"
        )
    found = compile_files(make_project, files)
    boards = "; ".join(f'"B{number}", panel "CPU"' for number in range(10, 30))
    assert [str(error) for error in found.errors] == [
        "dashboards/_lib.py:6: KeyError: 'CPU'\n"
        f"  The same error is in 21 boards: {boards}; and 1 more.",
        'dashboards/_lib.py:6, board "B31", panel "Memory": KeyError: \'Memory\'',
    ]
