from __future__ import annotations

import pytest

from boardwright.checks import BoardView
from boardwright.checks.rules.duplicate_title import check
from boardwright.checks.settings import Settings
from boardwright.checks.views.reading import source_of_json
from boardwright.schema.document import Place
from checks.views import messages, project


def of(folder: str, title: str, uid: str | None = None) -> BoardView:
    data: dict[str, object] = {"title": title, "uid": uid, "panels": []}
    place = Place(file=f"{folder}/{uid}.json")
    return BoardView(source_of_json(data, place=place, folder=folder), Settings())


def test_a_title_used_twice_in_a_folder_is_reported() -> None:
    found = messages(check, project(of("a", "Nodes", "x"), of("a", "Nodes", "y")))
    assert found == ["the board a/x.json in the same folder has the same title, 'Nodes'"]


@pytest.mark.parametrize(
    "boards",
    [
        (of("a", "Nodes"), of("b", "Nodes")),
        (of("a", "Nodes"), of("a", "Nodes 2")),
        (of("a", ""), of("a", "")),
        (of("a", "Nodes", "x"), of("a", "Nodes", "x")),
    ],
)
def test_different_titles_and_different_folders_are_not_reported(
    boards: tuple[BoardView, ...],
) -> None:
    assert messages(check, project(*boards)) == []
