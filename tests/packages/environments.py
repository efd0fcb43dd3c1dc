"""Clean environments: another Python with only the packages that a test installs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MINORS = (11, 12, 13, 14)
"""Minor versions of Python 3 that boardwright supports."""


def find_pythons() -> dict[int, str]:
    """Return minor version -> path of a Python on this machine, from PATH or pyenv."""
    return {minor: found for minor in MINORS for found in [*_candidates(minor)][:1]}


def _candidates(minor: int) -> Iterator[str]:
    name = f"python3.{minor}"
    versions = Path.home() / ".pyenv/versions"
    places = [sys.executable, shutil.which(name), *versions.glob(f"3.{minor}.*/bin/{name}")]
    code = f"import sys, venv; sys.exit(sys.version_info[:2] != (3, {minor}))"
    for path in filter(None, places):
        if subprocess.run([path, "-c", code], capture_output=True).returncode == 0:
            yield str(path)


@dataclass(frozen=True, kw_only=True)
class Environment:
    """A virtual environment.

    Attributes:
        folder: Folder of the environment.
        work: An empty folder outside the repository; the working directory of programs.
    """

    folder: Path
    work: Path

    def install(self, *packages: str) -> None:
        """Install packages with their dependencies."""
        python = str(self.folder / "bin/python")
        command = [sys.executable, "-m", "pip", "--python", python, "install", "-q"]
        result = subprocess.run(
            [*command, *packages], capture_output=True, text=True, cwd=self.work
        )
        assert result.returncode == 0, result.stderr

    def run(
        self, program: str, *args: str, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment. Only PATH and the home folder are inherited."""
        return subprocess.run(
            [str(self.folder / "bin" / program), *args],
            cwd=cwd or self.work,
            env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            capture_output=True,
            text=True,
            timeout=300,
        )


def make_environment(python: str, root: Path) -> Environment:
    """Create an environment without any package, not even pip."""
    command = [python, "-m", "venv", "--without-pip", str(root / "environment")]
    subprocess.run(command, check=True)
    (root / "work").mkdir()
    return Environment(folder=root / "environment", work=root / "work")
