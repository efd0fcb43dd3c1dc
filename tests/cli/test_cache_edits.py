"""After any edit, a build with the cache has the same output as a build without a cache."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from support import TOML, MakeProject, Run, files_of

STEPS = 12
"""Edits in a row; each is followed by a build with and a build without the cache."""

BOARD = """\
import os, pathlib
from grafanalib.core import Dashboard, Target, TimeSeries
from common import label
{more}
from boardwright.promql import metric, rate

dashboard = Dashboard(
    title="B{number} " + label({salt}),
    uid="b{number}",
    panels=[
        TimeSeries(
            title=os.environ.get("TITLE{turn}", "x") + pathlib.Path("data{turn}.txt").read_text(),
            targets=[Target(expr=rate(metric("x")))],
        )
    ],
)
"""


class Project:
    """A small project, and the edits that people make to one.

    Args:
        root: The folder of the project.
        choices: The random source that chooses edits and their content.
    """

    def __init__(self, root: Path, choices: random.Random) -> None:
        self.root, self.choices = root, choices
        self.env: dict[str, str] = {}
        self.write("dashboards/extra.py", "z = 1\n")
        for turn in range(2):
            self.write(f"data{turn}.txt", "0")
        for edit in (self.helper, self.helpers_helper, *[self.board] * 8):
            edit()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def number(self, below: int = 10) -> int:
        return self.choices.randrange(below)

    def helper(self) -> None:
        text = f"from inner import k\n\ndef label(n):\n    return f'{{n}}-{{k}}-{self.number()}'\n"
        self.write("lib/common.py", text)

    def helpers_helper(self) -> None:
        self.write("lib/inner.py", f"k = {self.number(100)}\n")

    def data(self) -> None:
        self.write(f"data{self.number(2)}.txt", str(self.number()))

    def environment(self) -> None:
        self.env[f"TITLE{self.number(2)}"] = str(self.number())

    def board(self) -> None:
        number = self.number(5)
        more = self.choices.choice(["", "", "import extra", "from b1 import dashboard as other"])
        text = BOARD.format(
            number=number,
            salt=self.number(),
            turn=number % 2,
            more="" if number == 1 else more,
        )
        self.write(f"dashboards/b{number}.py", text)

    def remove(self) -> None:
        (self.root / f"dashboards/b{2 + self.number(3)}.py").unlink(missing_ok=True)

    def shadow(self) -> None:
        """Add a module that hides the helper of the same name, or remove it."""
        path = self.root / "dashboards/common.py"
        if path.exists():
            path.unlink()
        else:
            path.write_text(f"def label(n):\n    return 'S{self.number()}'\n")

    def configuration(self) -> None:
        path = self.root / "boardwright.toml"
        old, new = ("10s", "30s") if '"10s"' in path.read_text() else ("30s", "10s")
        path.write_text(path.read_text().replace(f'"{old}"', f'"{new}"'))

    @property
    def edits(self) -> list[Callable[[], None]]:
        """Return every kind of edit."""
        return [
            self.helper,
            self.helpers_helper,
            self.data,
            self.environment,
            self.board,
            self.board,
            self.remove,
            self.shadow,
            self.configuration,
        ]


@pytest.mark.parametrize("seed", [11, 12])
def test_builds_with_and_without_a_cache_are_equal_after_any_edit(
    make_project: MakeProject, run: Run, tmp_path: Path, seed: int
) -> None:
    toml = TOML.replace(
        'name = "demo"', 'name = "demo"\nscrape_interval = "10s"\npython_path = ["lib"]'
    )
    root = make_project({"boardwright.toml": toml})
    choices = random.Random(seed)
    project = Project(root, choices)
    for _ in range(STEPS):
        choices.choice(project.edits)()
        kept = run("build", "-o", str(tmp_path / "kept"), cwd=root, env=project.env)
        whole = run("build", "--no-cache", "-o", str(tmp_path / "whole"), cwd=root, env=project.env)
        assert (kept.returncode, kept.stderr) == (whole.returncode, whole.stderr)
        if kept.returncode == 0:
            assert files_of(tmp_path / "kept") == files_of(tmp_path / "whole")


def test_check_and_list_do_not_write_the_cache(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    run("build", "--check", cwd=root)
    run("list", cwd=root)
    run("check", cwd=root)
    assert not (root / ".boardwright").exists()
    run("build", cwd=root)
    before = files_of(root)
    assert ".boardwright/.gitignore" in before
    (root / "dashboards/demo.py").write_text("x = 1\n")
    before["dashboards/demo.py"] = b"x = 1\n"
    run("build", "--check", cwd=root)
    assert files_of(root) == before


def test_no_cache_writes_no_cache(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    assert run("build", "--no-cache", cwd=root).returncode == 0
    assert not (root / ".boardwright").exists()


def test_an_unreadable_entry_is_rebuilt(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    run("build", cwd=root)
    before = files_of(root / "provisioning")
    for path in (root / ".boardwright").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00junk")
    assert run("build", cwd=root).returncode == 0
    assert files_of(root / "provisioning") == before


def test_a_board_that_reads_a_clock_is_never_cached(make_project: MakeProject, run: Run) -> None:
    source = (
        "import time\nfrom grafanalib.core import Dashboard\n"
        'dashboard = Dashboard(title=str(time.time_ns()), uid="clock")\n'
    )
    root = make_project({"dashboards/clock.py": source})
    run("build", cwd=root)
    first = files_of(root / "provisioning")
    run("build", cwd=root)
    assert files_of(root / "provisioning") != first
