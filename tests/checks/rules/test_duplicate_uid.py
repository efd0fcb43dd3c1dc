from __future__ import annotations

from boardwright.checks import BoardView
from boardwright.checks.rules.duplicate_uid import check
from boardwright.checks.settings import Settings
from boardwright.checks.views.reading import source_of_json
from boardwright.schema.document import Place
from checks.views import board, messages, project

PLACE = Place(file="a.json")


def test_two_boards_with_one_uid_are_reported() -> None:
    first = board(uid="a", title="First", file="a.json")
    found = messages(check, project(first, board(uid="b"), board(uid="a", file="b.json")))
    assert found == ["the board \"First\" (a.json) has the same uid, 'a'"]


def test_boards_without_a_uid_are_not_reported() -> None:
    assert messages(check, project(board(), board())) == []


def test_outside_a_project_a_duplicate_uid_is_a_guess() -> None:
    boards = project(board(uid="a"), board(uid="a", file="b.json"), settings=Settings())
    assert [found.certain for found in check(boards)] == [False]
    boards = project(board(uid="a"), board(uid="a", file="b.json"))
    assert [found.certain for found in check(boards)] == [True]


def test_outside_a_project_only_one_folder_is_compared() -> None:
    one, other = (
        BoardView(
            source_of_json({"uid": "a", "panels": []}, place=PLACE, folder=folder), Settings()
        )
        for folder in ("examples", "charts")
    )
    assert messages(check, project(one, other, settings=Settings())) == []
    assert len(messages(check, project(one, other))) == 1
