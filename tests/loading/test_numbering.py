"""Panels are numbered as grafanalib's own `auto_panel_ids` numbers them."""

from __future__ import annotations

from typing import Any

import attr
import pytest
from grafanalib import core
from loading_project import Load, messages

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes import origins
from boardwright.schema.document import ORIGIN
from library.plain import plain

CLASSES = sorted(
    name
    for name, cls in vars(core).items()
    if attr.has(cls)
    and hasattr(cls, "_map_panels")
    and hasattr(cls, "to_json_data")
    and cls not in {core.Dashboard, core.Row}
)
BOARDS = f"""
from grafanalib.core import *
import grafanalib.core as core

def make(name):
    cls = getattr(core, name)
    first, second, third = cls(title="A"), cls(title="B", id=2), cls(title="C")
    first.description = "set afterwards"
    return Dashboard(title=name, panels=[first, second, third]).auto_panel_ids()

boards = [make(name) for name in {CLASSES}]
inner = [Stat(title="A"), Stat(title="B")]
boards.append(Dashboard(title="nested", panels=[RowPanel(title="R", panels=inner), *inner]))
boards.append(Dashboard(title="rows", rows=[Row(panels=inner), Row(panels=inner)]))
boards[-2:] = [board.auto_panel_ids() for board in boards[-2:]]
"""


def test_panels_of_every_class_get_the_ids_of_grafanalib(load_files: Load) -> None:
    """The loaded boards are those that grafanalib itself writes."""
    loaded = load_files({"dashboards/x.py": BOARDS})
    assert not loaded.errors, messages(loaded)
    found = [origins.run(document.body, CompilerContext()) for document in loaded.documents]
    names: dict[str, Any] = {}
    exec(BOARDS, names)
    assert found == [plain(board) for board in names["boards"]]
    assert [panel["id"] for panel in found[0]["panels"]] == [1, 2, 3]


@pytest.mark.parametrize(
    "own",
    [
        "def __attrs_post_init__(self): self.description = (self.description or '') + '!'",
        "count = attr.ib(init=False, factory=lambda: next(made))",
        "__new__ = lambda cls, *args, **kwargs: next(made) and Stat.__new__(cls)",
    ],
    ids=["after it is made", "made each time", "made by hand"],
)
def test_a_panel_of_a_class_with_its_own_constructor_is_created_again(
    load_files: Load, own: str
) -> None:
    """The constructor of a user's class runs as often as in grafanalib."""
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
def test_an_id_set_by_numbering_does_not_count_as_passed(load_files: Load, own: str) -> None:
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
    assert panel[ORIGIN].explicit_arguments == {"title", "decimals"}
    assert str(panel[ORIGIN].place) == "dashboards/x.py:11"


def test_an_attribute_added_to_a_panel_is_not_copied(load_files: Load) -> None:
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
