"""The module of each imported board, and the folder that the module names."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.commands.importing.import_record import ImportRecord
from boardwright.commands.importing.module_places import ModulePlace, ModulePlaces
from boardwright.found.found_board import FoundBoard


def place(
    tmp_path: Path, board: FoundBoard, *, output: str = "dashboards", known: str | None = None
) -> ModulePlace:
    modules = {"u": known} if known else {}
    record = ImportRecord(folder=tmp_path / output, modules=modules)
    places = ModulePlaces(record, dashboards=tmp_path / "dashboards", default="Home")
    return places.place(board, uid="u", title="Node Load")


def board_in(folder: str | None = None, levels: tuple[str, ...] = ()) -> FoundBoard:
    return FoundBoard(name="n", origin="n.json", folder=folder, levels=levels)


@pytest.mark.parametrize(
    ("board", "module", "folder"),
    [
        (board_in(), "node_load.py", None),
        (board_in("Home"), "node_load.py", None),
        (board_in(levels=("a", "b")), "a/b/node_load.py", None),
        (board_in("Team A/Linux"), "Team A/Linux/node_load.py", None),
        (board_in("Team: A"), "team_a/node_load.py", "Team: A"),
        (board_in("tests"), "folder_tests/node_load.py", "tests"),
        (board_in(levels=("_x",)), "x/node_load.py", "_x"),
        (board_in("../up"), "folder/up/node_load.py", "../up"),
    ],
)
def test_the_folder_of_a_new_board_is_named_if_the_directory_differs(
    tmp_path: Path, board: FoundBoard, module: str, folder: str | None
) -> None:
    assert place(tmp_path, board) == ModulePlace(module=module, folder=folder)


@pytest.mark.parametrize(
    ("output", "board", "folder"),
    [
        ("elsewhere", board_in(), None),
        ("elsewhere", board_in("Infra"), "Infra"),
        ("dashboards/imported", board_in(), "Home"),
        ("dashboards/imported", board_in("Infra"), "Infra"),
    ],
)
def test_the_folder_of_a_board_depends_on_the_output_directory(
    tmp_path: Path, output: str, board: FoundBoard, folder: str | None
) -> None:
    assert place(tmp_path, board, output=output).folder == folder


@pytest.mark.parametrize(
    ("board", "folder"),
    [(board_in("Infra"), None), (board_in("Other"), "Other"), (board_in(), "Home")],
)
def test_a_moved_board_keeps_its_module(
    tmp_path: Path, board: FoundBoard, folder: str | None
) -> None:
    known = "Infra/old_name.py"
    assert place(tmp_path, board, known=known) == ModulePlace(module=known, folder=folder)


def test_module_names_are_unique_in_their_directory(tmp_path: Path) -> None:
    record = ImportRecord(folder=tmp_path, modules={"a": "Infra/node_load.py"})
    places = ModulePlaces(record, dashboards=tmp_path, default="Home")
    names = [
        places.place(board, uid=uid, title="Node Load").module
        for uid, board in (("b", board_in("Infra")), ("c", board_in("infra")), ("d", board_in()))
    ]
    assert names == ["Infra/node_load_2.py", "infra/node_load_3.py", "node_load.py"]
