from __future__ import annotations

from boardwright.checks.rules.duplicate_uid import check
from checks.views import board, messages, project


def test_two_boards_with_one_uid() -> None:
    first = board(uid="a", title="First", file="a.json")
    found = messages(check, project(first, board(uid="b"), board(uid="a", file="b.json")))
    assert found == ["\"First\" (a.json) has the same uid, 'a'"]


def test_boards_without_a_uid_are_no_twins() -> None:
    assert messages(check, project(board(), board())) == []
