"""Writing a tree: all or nothing, nothing half-written, and only our own files removed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from boardwright.errors import OutputError
from boardwright.schema.canonical import encode_canonical_json
from boardwright.writing import file_tree as writing
from boardwright.writing.file_tree import (
    MANIFEST,
    FileTree,
    compare_tree,
    read_manifest,
    write_files,
    write_tree,
)
from support import files_of


def tree(*names: str, rebuilt: frozenset[str] | None = None) -> FileTree:
    return FileTree(
        files={f"{name}.json": name.encode() for name in names},
        sources={f"{name}.json": f"{name}.py" for name in names},
        rebuilt=rebuilt,
    )


def test_a_comparison_lists_the_changes_that_a_write_makes(tmp_path: Path) -> None:
    first = compare_tree(tree("a", "b"), tmp_path)
    assert first.created == (MANIFEST, "a.json", "b.json")
    assert write_tree(tree("a", "b"), tmp_path) == first
    again = compare_tree(tree("a", "b"), tmp_path)
    assert again.stale == ()
    assert again.unchanged == (MANIFEST, "a.json", "b.json")


def test_a_comparison_writes_nothing(tmp_path: Path) -> None:
    compare_tree(tree("a"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_file_of_a_removed_board_is_deleted_and_others_are_kept(tmp_path: Path) -> None:
    write_tree(tree("a", "b"), tmp_path)
    (tmp_path / "mine.json").write_text("{}")
    changes = write_tree(tree("a"), tmp_path)
    assert changes.removed == ("b.json",)
    assert sorted(files_of(tmp_path)) == [MANIFEST, "a.json", "mine.json"]


def test_a_build_of_some_files_keeps_the_output_of_the_others(tmp_path: Path) -> None:
    write_tree(tree("a", "b"), tmp_path)
    changes = write_tree(tree("c", rebuilt=frozenset({"a.py", "c.py"})), tmp_path)
    assert changes.removed == ("a.json",)
    assert sorted(files_of(tmp_path)) == [MANIFEST, "b.json", "c.json"]
    assert compare_tree(tree("b", "c"), tmp_path).stale == ()


def test_a_source_with_a_name_that_is_not_utf_8_is_accepted(tmp_path: Path) -> None:
    """Python has the bytes of such a name as halves of surrogate pairs."""
    source = os.fsdecode(b"dashboards/\xff.py")
    odd = FileTree(files={"a.json": b"a"}, sources={"a.json": source})
    write_tree(odd, tmp_path)
    assert compare_tree(odd, tmp_path).stale == ()
    assert read_manifest(tmp_path) == {"a.json": source}


def test_an_error_names_the_file_and_not_a_temporary_one() -> None:
    with pytest.raises(OutputError) as caught:
        write_files({"x.json": b""}, Path("/proc"))
    assert caught.value.where == "/proc/x.json"


def test_an_unchanged_file_is_not_written(tmp_path: Path) -> None:
    write_tree(tree("a"), tmp_path)
    os.utime(tmp_path / "a.json", (1, 1))
    write_tree(tree("a", "b"), tmp_path)
    assert (tmp_path / "a.json").stat().st_mtime == 1


class FullDisk:
    """Simulates a disk that is full after so many files."""

    def __init__(self, room: int, error: BaseException) -> None:
        self.room, self.error = room, error

    def __call__(self, target: Path, content: bytes) -> Path:
        if self.room == 0:
            raise self.error
        self.room -= 1
        return writing._write_readable(target, content)


@pytest.mark.parametrize("room", [0, 1, 2])
def test_a_full_disk_changes_nothing(tmp_path: Path, room: int) -> None:
    write_tree(tree("a"), tmp_path)
    before = files_of(tmp_path)
    full = FullDisk(room, OSError(errno.ENOSPC, "No space left on device", "c.json"))
    with pytest.raises(OutputError, match="No space left on device") as caught:
        write_tree(tree("a", "b", "c"), tmp_path, stage=full)
    assert "No file was changed" in str(caught.value)
    assert files_of(tmp_path) == before


def test_ctrl_c_while_writing_changes_nothing(tmp_path: Path) -> None:
    write_tree(tree("a"), tmp_path)
    before = files_of(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        write_tree(tree("a", "b", "c"), tmp_path, stage=FullDisk(1, KeyboardInterrupt()))
    assert files_of(tmp_path) == before


def test_an_output_that_is_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_tree(tree("a"), tmp_path / "out")


@pytest.mark.parametrize("text", ["{", '{"files": 3}', "[]"])
def test_a_broken_manifest_is_reported(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(
        OutputError, match="the list of files that boardwright has written cannot be read"
    ):
        write_tree(tree("a"), tmp_path)


def test_a_file_that_no_build_wrote_is_not_overwritten(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("mine")
    before = files_of(tmp_path)
    for bring in (compare_tree, write_tree):
        with pytest.raises(
            OutputError, match=r"boardwright did not write: a.json, b.json"
        ) as caught:
            bring(tree("a", "b", "c"), tmp_path)
        assert "Move or delete each of these files" in str(caught.value)
    assert files_of(tmp_path) == before


def test_an_existing_equal_file_becomes_ours(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("a")
    assert write_tree(tree("a"), tmp_path).created == (MANIFEST,)
    assert write_tree(tree("b"), tmp_path).removed == ("a.json",)


def test_a_folder_in_place_of_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    with pytest.raises(OutputError, match="is not a regular file"):
        write_tree(tree("a"), tmp_path)


@pytest.mark.parametrize("path", ["../keep/me.txt", "x/../../keep/me.txt", "{}/keep/me.txt"])
def test_a_path_outside_the_output_in_the_manifest_is_ignored(tmp_path: Path, path: str) -> None:
    kept, output = tmp_path / "keep/me.txt", tmp_path / "out"
    kept.parent.mkdir()
    kept.write_text("keep")
    write_tree(tree("a"), output)
    listed = encode_canonical_json({"files": {"a.json": "a.py", path.format(tmp_path): "gone.py"}})
    (output / MANIFEST).write_bytes(listed)
    (output / "x").mkdir()
    assert write_tree(tree("a"), output).removed == ()
    assert kept.read_text() == "keep"
    assert "keep" not in (output / MANIFEST).read_text()
