"""Panels are numbered as grafanalib's own `auto_panel_ids` numbers them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attr
import pytest
from grafanalib import core
from loading_project import Load, messages, project_loader

from boardwright.loading.origins import Origins
from boardwright.loading.panel_numbers import auto_panel_ids
from boardwright.loading.user_files import UserFiles
from boardwright.schema.document import ORIGIN

CLASSES: list[Any] = [
    cls
    for cls in vars(core).values()
    if attr.has(cls) and hasattr(cls, "_map_panels") and cls not in {core.Dashboard, core.Row}
]


@pytest.fixture
def origins(tmp_path: Path) -> Iterator[Origins]:
    found = Origins(UserFiles(tmp_path))
    found.fit([cls for cls in CLASSES if cls.__bases__ == (object,)], asked=True)
    yield found
    found.close()


@pytest.fixture
def load_files(tmp_path: Path) -> Load:
    return project_loader(tmp_path)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_is_numbered_alike(cls: Any, origins: Origins) -> None:
    first, second, third = cls(title="A"), cls(title="B", id=2), cls(title="C")
    first.description = "set afterwards"
    board = core.Dashboard(title="x", panels=[first, second, third])
    found = auto_panel_ids(origins)(board)
    assert found == core.Dashboard.auto_panel_ids(board)
    assert [panel.id for panel in found.panels] == [1, 2, 3]
    assert first.id is None


def test_rows_are_numbered_alike(origins: Origins) -> None:
    inner = [core.Stat(title="A"), core.Stat(title="B")]
    for board in (
        core.Dashboard(title="x", panels=[core.RowPanel(title="R", panels=inner), *inner]),
        core.Dashboard(title="x", rows=[core.Row(panels=inner), core.Row(panels=inner)]),
    ):
        assert auto_panel_ids(origins)(board) == core.Dashboard.auto_panel_ids(board)


@pytest.mark.parametrize(
    "own",
    [
        "def __attrs_post_init__(self): self.description = (self.description or '') + '!'",
        "count = attr.ib(init=False, factory=lambda: next(made))",
        "__new__ = lambda cls, *args, **kwargs: next(made) and Stat.__new__(cls)",
    ],
    ids=["after it is made", "made each time", "made by hand"],
)
def test_a_class_that_does_more_is_made_anew(load_files: Load, own: str) -> None:
    """Whatever happens when grafanalib numbers a panel of the user's happens here."""
    code = f"""
import itertools
import attr
from grafanalib.core import Dashboard, Stat

made = itertools.count(1)


@attr.s
class Own(Stat):
    {own}


board = Dashboard(title="x", panels=[Own(title="A")]).auto_panel_ids()
seen = (board.panels[0].description, next(made))
board.title = repr(seen)
"""
    loaded = load_files({"dashboards/x.py": code})
    assert not loaded.errors, messages(loaded)
    names: dict[str, Any] = {}
    exec(code, names)
    assert loaded.documents[0].body["title"] == names["board"].title


@pytest.mark.parametrize("own", ["pass", "def __attrs_post_init__(self): pass"])
def test_nobody_asked_for_the_number(load_files: Load, own: str) -> None:
    code = f"""
import attr
from grafanalib.core import Dashboard, Stat


@attr.s
class Own(Stat):
    {own}


board = Dashboard(title="x", panels=[Own(title="A", decimals=1)]).auto_panel_ids()
"""
    (panel,) = load_files({"dashboards/x.py": code}).documents[0].body["panels"]
    assert panel["id"] == 1
    assert panel[ORIGIN].asked == {"title", "decimals"}
    assert str(panel[ORIGIN].place) == "dashboards/x.py:11"


def test_what_was_put_on_a_panel_is_not_copied(load_files: Load) -> None:
    """grafanalib's copy has the class's attributes and no others."""
    code = """
        from grafanalib.core import Dashboard, Stat

        panel = Stat(title="A")
        panel.note = "mine"
        board = Dashboard(title="x", panels=[panel]).auto_panel_ids()
        board.title = str(hasattr(board.panels[0], "note"))
    """
    loaded = load_files({"dashboards/x.py": code})
    assert loaded.documents[0].body["title"] == "False"
