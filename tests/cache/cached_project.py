"""A project that the cache tests build several times."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from boardwright.cache.cache_files import FOLDER
from boardwright.config.project_file import read_project
from boardwright.projects.compiled_project import CacheUse, compile_project
from support import TOML

Built = tuple[dict[str, bytes], list[str], list[str], dict[str, dict[int, str]]]


def board(title: str, before: str = "", description: str = "''") -> str:
    """Return the text of a module that declares one board, and prints its title when it runs."""
    return f"""\
from grafanalib.core import Dashboard, Target, TimeSeries
{dedent(before).strip()}
print("<ran {title}>")
dashboard = Dashboard(
    title="{title}",
    uid="{title.lower()}",
    description=str({description}),
    panels=[TimeSeries(title="Up", targets=[Target(expr="up")])],
)
"""


@dataclass
class CachedProject:
    """A project, and the modules that its last build ran."""

    root: Path
    capture: pytest.CaptureFixture[str]
    toml: str = TOML

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files into the project. The value None removes a file."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)

    def build(
        self,
        use: CacheUse = CacheUse.KEEP,
        *,
        paths: Sequence[Path] | None = None,
        env: str | None = None,
        grafana_url: str | None = None,
    ) -> Built:
        """Compile the project, and return texts, errors, notes and places."""
        (self.root / "boardwright.toml").write_text(self.toml)
        project = read_project(self.root).with_grafana_url(grafana_url)
        environment = project.find_environment(env)
        compiled = compile_project(project, environment=environment, cache=use, paths=paths)
        return (
            {board.uid: board.text for _, board in compiled.boards},
            [str(error) for error in compiled.errors],
            [str(note) for note in compiled.notes],
            {
                board.uid: {panel: str(place) for panel, place in board.panel_places.items()}
                for _, board in compiled.boards
            },
        )

    def ran(self) -> str:
        """Return the titles of the modules that ran since the last call, such as `A B`."""
        return " ".join(sorted({*re.findall(r"<ran (.+?)>", self.capture.readouterr().err)}))

    def rebuilt(self, *, failing: bool = False) -> str:
        """Build with and without the cache, compare the results, and return the boards that ran.

        A board that fails runs each time, with or without the cache. Tests pass `failing` if they
        expect this.
        """
        self.ran()
        with_cache = self.build()
        ran = self.ran()
        assert bool(with_cache[1]) == failing, with_cache[1]
        assert with_cache == self.build(CacheUse.NOTHING)
        self.ran()
        return ran

    def entries(self) -> dict[str, Path]:
        """Return uid of a board -> path of its cache file."""
        folders = (self.root / FOLDER).iterdir()
        files = [file for folder in folders if folder.is_dir() for file in folder.iterdir()]
        return {entry_data(file)["boards"][0]["uid"]: file for file in files}


def entry_data(file: Path) -> dict[str, Any]:
    """Return the JSON data in a cache file."""
    content = file.read_bytes()
    data: dict[str, Any] = json.loads(content[12 : 12 + int.from_bytes(content[4:12])])
    return data


@pytest.fixture
def cached(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> CachedProject:
    """Return an empty project."""
    return CachedProject(tmp_path / "project", capfd)
