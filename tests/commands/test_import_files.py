"""Which module a board goes to, and the folder that the module has to name."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.commands.importing.import_record import Imported
from boardwright.commands.importing.module_files import Target, Targets
from boardwright.found.found_board import FoundBoard


def target(
    tmp_path: Path, found: FoundBoard, *, output: str = "dashboards", known: str | None = None
) -> Target:
    modules = {"u": known} if known else {}
    imported = Imported(folder=tmp_path / output, modules=modules)
    targets = Targets(imported, dashboards=tmp_path / "dashboards", default="Home")
    return targets.of(found, uid="u", title="Node Load")


def found_board(folder: str | None = None, levels: tuple[str, ...] = ()) -> FoundBoard:
    return FoundBoard(name="n", origin="n.json", folder=folder, levels=levels)


@pytest.mark.parametrize(
    ("board", "module", "folder"),
    [
        (found_board(), "node_load.py", None),
        (found_board("Home"), "node_load.py", None),
        (found_board(levels=("a", "b")), "a/b/node_load.py", None),
        (found_board("Team A/Linux"), "Team A/Linux/node_load.py", None),
        (found_board("Team: A"), "team_a/node_load.py", "Team: A"),
        (found_board("tests"), "folder_tests/node_load.py", "tests"),
        (found_board(levels=("_x",)), "x/node_load.py", "_x"),
        (found_board("../up"), "folder/up/node_load.py", "../up"),
    ],
)
def test_new_boards(tmp_path: Path, board: FoundBoard, module: str, folder: str | None) -> None:
    assert target(tmp_path, board) == Target(module=module, folder=folder)


@pytest.mark.parametrize(
    ("output", "board", "folder"),
    [
        ("elsewhere", found_board(), None),
        ("elsewhere", found_board("Infra"), "Infra"),
        ("dashboards/imported", found_board(), "Home"),
        ("dashboards/imported", found_board("Infra"), "Infra"),
    ],
)
def test_other_output_folders(
    tmp_path: Path, output: str, board: FoundBoard, folder: str | None
) -> None:
    assert target(tmp_path, board, output=output).folder == folder


@pytest.mark.parametrize(
    ("board", "folder"),
    [(found_board("Infra"), None), (found_board("Other"), "Other"), (found_board(), "Home")],
)
def test_a_board_that_moved_stays_in_its_module(
    tmp_path: Path, board: FoundBoard, folder: str | None
) -> None:
    known = "Infra/old_name.py"
    assert target(tmp_path, board, known=known) == Target(module=known, folder=folder)


def test_names_are_unique_in_their_folder(tmp_path: Path) -> None:
    imported = Imported(folder=tmp_path, modules={"a": "Infra/node_load.py"})
    targets = Targets(imported, dashboards=tmp_path, default="Home")
    names = [
        targets.of(board, uid=uid, title="Node Load").module
        for uid, board in (
            ("b", found_board("Infra")),
            ("c", found_board("infra")),
            ("d", found_board()),
        )
    ]
    assert names == ["Infra/node_load_2.py", "infra/node_load_3.py", "node_load.py"]
