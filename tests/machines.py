"""Machines that have next to none of a machine's programs, for scripts that run without them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path


def bare_machine(tmp_path: Path, tools: Iterable[str]) -> Path:
    """Return a folder of programs that has some of this machine's and no others."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in tools:
        program = shutil.which(name)
        assert program is not None, name
        (folder / name).symlink_to(program)
    return folder


def add_program(file: Path, text: str) -> None:
    """Write an executable, and its folder where there is none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
