"""Folders of programs that act as machines without most programs, for testing scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path


def bare_machine(tmp_path: Path, tools: Iterable[str]) -> Path:
    """Return a folder that contains only the named programs of this machine."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in tools:
        program = shutil.which(name)
        assert program is not None, name
        (folder / name).symlink_to(program)
    return folder


def add_program(file: Path, text: str) -> None:
    """Write an executable file, and create its folder if necessary."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
