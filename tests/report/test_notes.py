"""How notes are printed that many files share."""

from __future__ import annotations

from boardwright.report.problems import format_note_lines
from boardwright.schema.document import Note, Place


def test_a_note_that_many_files_share_is_printed_once() -> None:
    """Seven files: three are named, 7 - 3 = 4 are counted."""
    notes = [Note(what="skipped", place=Place(file=f"{number}.json")) for number in range(7)]
    assert list(format_note_lines(notes)) == [
        "note: 0.json, 1.json, 2.json and 4 more files: skipped"
    ]
    assert len(list(format_note_lines(notes[:5]))) == 5


def test_a_shared_hint_is_printed_below_the_last_note() -> None:
    place = Place(file="a.py", line=1)
    notes = [
        Note(what="one", place=place, hint="Do A."),
        Note(what="two", place=place, hint="Do A."),
        Note(what="three", place=place),
        Note(what="four", place=place, hint="Do B.\nThen C."),
    ]
    assert list(format_note_lines(notes)) == [
        "note: a.py:1: one",
        "note: a.py:1: two",
        "  Do A.",
        "note: a.py:1: three",
        "note: a.py:1: four",
        "  Do B.",
        "  Then C.",
    ]
