"""Pages of boards that are gone are removed; files of others are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.commands.previewing.page_files import LIST, PageSet, write_pages, write_pictures
from boardwright.errors import OutputError


def write(folder: Path, *names: str, kind: PageSet = "preview", whole: bool = True) -> None:
    write_pages(
        dict.fromkeys(names, "page"), folder, kind=kind, whole=whole, is_ignored_by_git=False
    )


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != LIST)


def test_a_page_no_longer_written_is_removed_with_its_pictures(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "b.html")
    write_pictures({"b.png": b"1"}, tmp_path, kind="preview", page="b.html")
    (tmp_path / "mine.html").write_text("")
    write(tmp_path, "a.html")
    assert files(tmp_path) == ["a.html", "mine.html"]


def test_other_pages_are_kept_when_some_boards_are_selected(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "b.html")
    write(tmp_path, "a.html", whole=False)
    assert files(tmp_path) == ["a.html", "b.html"]
    write(tmp_path, "a.html")
    assert files(tmp_path) == ["a.html"]


def test_a_page_written_without_pictures_keeps_the_earlier_pictures(tmp_path: Path) -> None:
    write(tmp_path, "a.html")
    write_pictures({"a.png": b"1"}, tmp_path, kind="preview", page="a.html")
    write(tmp_path, "a.html")
    assert files(tmp_path) == ["a.html", "a.png"]


def test_pages_of_comparisons_and_of_boards_are_removed_separately(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "b.html")
    write(tmp_path, "a.html", "a-before.html", kind="against")
    assert files(tmp_path) == ["a-before.html", "a.html", "b.html"]
    write(tmp_path, "a.html", "b.html")
    write(tmp_path, kind="against")
    assert files(tmp_path) == ["a.html", "b.html"]


def test_a_script_used_by_both_kinds_of_pages_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "a-before.html", "s.js", kind="against")
    write(tmp_path, "a.html", "b.html", "s.js")
    write(tmp_path, "a.html")  # one board: its page is one file
    assert files(tmp_path) == ["a-before.html", "a.html", "s.js"]
    write(tmp_path, kind="against")
    assert files(tmp_path) == ["a.html"]


def test_a_path_outside_the_folder_in_the_list_is_ignored(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "secret").write_text("")
    (folder / LIST).write_text('{"preview": {"../secret": "x.html"}, "against": {}}')
    write(folder, "a.html")
    assert (tmp_path / "secret").exists()


def test_an_unreadable_list_is_reported(tmp_path: Path) -> None:
    (tmp_path / LIST).write_text("[]")
    with pytest.raises(OutputError, match="cannot be used: the file is not a list that"):
        write(tmp_path, "a.html")


def test_a_file_that_preview_did_not_write_is_not_overwritten(tmp_path: Path) -> None:
    for name in ("a.html", "b.html", "b.png"):
        (tmp_path / name).write_text("mine")
    with pytest.raises(OutputError, match=r"did not write: a.html, b.html") as caught:
        write(tmp_path, "a.html", "b.html", "c.html")
    assert "Move or delete each of these files" in str(caught.value)
    with pytest.raises(OutputError, match=r"did not write: b.png"):
        write_pictures({"b.png": b"1"}, tmp_path, kind="preview", page="b.html")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(
        ("a.html", "b.html", "b.png"), "mine"
    )


def test_an_existing_equal_page_becomes_ours(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("page")
    write(tmp_path, "a.html")
    write(tmp_path, "b.html")
    assert files(tmp_path) == ["b.html"]


def test_an_unlisted_file_in_our_own_folder_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("left by a run that was cut off")
    write_pages({"a.html": "page"}, tmp_path, kind="preview", whole=True, is_ignored_by_git=True)
    assert (tmp_path / "a.html").read_text() == "page"
