"""Files that an earlier run kept in `.boardwright/`, replaced by something without an end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from boardwright.cache.cache_files import read_cache_file
from support import MakeProject, Run, files_of


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "nothing"])
def test_only_regular_files_are_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "kept"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(OSError, match="kept"):
        read_cache_file(path)


def test_verbs_ignore_pipes_in_place_of_cache_files(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    for verb in ("build", "check"):
        assert run(verb, cwd=root).returncode == 0
    kept = [root / ".boardwright" / name for name in files_of(root / ".boardwright")]
    assert len(kept) > 1
    for path in kept:
        path.unlink()
        os.mkfifo(path)
    for verb in ("build", "check", "list"):
        result = run(verb, cwd=root)
        assert (result.returncode, result.stderr) == (0, ""), verb
