from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import boardwright.compiler.passes
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.notes import collect_notes
from boardwright.compiler.pipeline import PASSES, compile_document
from boardwright.errors import DocumentError
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import Board

from .helpers import CONTEXT, compile_board, document, mark
from .strategies import boards


@settings(max_examples=100, deadline=None)
@given(boards())
def test_no_pass_changes_its_input(body: Board) -> None:
    board = body
    for each in PASSES:
        before = deepcopy(board)
        after = each.run(board, CONTEXT)
        assert board == before, each.name
        board = after


@settings(max_examples=200, deadline=None)
@given(boards())
def test_a_compiled_board_does_not_change_again(body: Board) -> None:
    once = compile_board(body)
    assert compile_board(once) == once
    assert compile_board(once, "json") == once


@settings(max_examples=100, deadline=None)
@given(boards())
def test_every_panel_is_kept(body: Board) -> None:
    before = [panel.get("title") for panel in iter_panels(body) if panel.get("type") != "row"]
    after = [
        panel.get("title") for panel in iter_panels(compile_board(body)) if panel["type"] != "row"
    ]
    assert sorted(map(str, after)) == sorted(map(str, before))


def test_every_pass_is_a_file_with_a_test_of_its_name() -> None:
    files = {path.stem for path in Path(boardwright.compiler.passes.__path__[0]).glob("[!_]*.py")}
    assert files == {each.name for each in PASSES} | {"origins"}
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert files <= tests


def test_remarks_have_the_place_of_the_panel() -> None:
    panel = mark({"type": "graph", "title": "CPU", "alert": {"name": "a"}}, line=7)
    row = mark({"type": "row", "title": "R", "collapsed": True, "panels": [panel]}, line=5)
    result = compile_document(document({"title": "B", "panels": [row]}, "grafanalib"), CONTEXT)
    lines = [result.panel_places[p["id"]].line for p in iter_panels(result.body)]
    assert lines == [5, 7]
    (note,) = collect_notes(result)
    assert str(note).startswith('dashboards/node.py:7, panel "CPU": the panel\'s classic alert')


@pytest.mark.parametrize(
    ("panel", "words"),
    [
        ({"type": "natel-discrete-panel", "title": "D"}, "AngularJS"),
        ({"title": "L", "libraryPanel": {"uid": "x", "name": "X"}}, "library panel"),
        ({"type": "stat", "title": "S"}, None),
    ],
)
def test_panels_that_need_attention_have_a_note(panel: dict[str, Any], words: str | None) -> None:
    found = collect_notes(compile_document(document({"title": "B", "panels": [panel]}), CONTEXT))
    assert [words in note.what for note in found if words] == ([True] if words else [])


def test_a_board_with_only_a_title_is_completed() -> None:
    assert compile_board({"title": "B"}, context=CompilerContext()) == {
        "title": "B",
        "uid": "node-b-5383b4d0",
        "schemaVersion": 41,
        "panels": [],
        "tags": [],
        "templating": {"list": []},
        "annotations": {"list": compile_board({"title": "B"})["annotations"]["list"]},
    }


def test_an_error_has_the_place_of_the_board() -> None:
    with pytest.raises(DocumentError) as error:
        compile_board({"title": ""})
    assert str(error.value).startswith("dashboards/node.py:12: the board has no title")
