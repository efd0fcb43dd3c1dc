from __future__ import annotations

from boardwright.checks.rules.duplicate_uid import check
from checks.views import board, project, says


def test_two_boards_with_one_uid() -> None:
    first = board(uid="a", title="First", file="a.json")
    found = says(check, project(first, board(uid="b"), board(uid="a", file="b.json")))
    assert found == ["its uid 'a' is that of \"First\" (a.json), too"]


def test_boards_without_a_uid_are_no_twins() -> None:
    assert says(check, project(board(), board())) == []
