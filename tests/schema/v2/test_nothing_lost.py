"""The classic form keeps every part of a v2 board: written as v2, it is the same board."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.document import Document, Place
from boardwright.schema.v2.v2_board import METADATA, read_v2_board
from boardwright.schema.v2.v2_spec import write_v2_spec

from .boards import auto, board, data, grid, item, panel, query, row, rows, tab, tabs

NAMES = st.sampled_from("abc")
WORDS = st.text(min_size=1, max_size=5).map(lambda text: f"count_texts-{text}")
"""Text that no word of either schema is, so that it cannot go missing unseen."""
EXTRA = st.dictionaries(WORDS, WORDS | st.lists(WORDS, min_size=1, max_size=2), max_size=2)

LEAVES = st.builds(lambda names: grid(*map(item, names)), st.lists(NAMES, max_size=3)) | st.builds(
    lambda names, extra: auto(*names, **extra), st.lists(NAMES, max_size=3), EXTRA
)


def _add_row(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    row_items = st.builds(
        lambda title, layout, closed, extra: row(title, layout, collapse=closed, **extra),
        WORDS,
        inner,
        st.booleans(),
        EXTRA,
    )
    tab_items = st.builds(
        lambda title, layout, extra: tab(title, layout, **extra), WORDS, inner, EXTRA
    )
    return st.lists(row_items, max_size=3).map(lambda items: rows(*items)) | st.lists(
        tab_items, max_size=3
    ).map(lambda items: tabs(*items))


LAYOUTS = st.recursive(LEAVES, _add_row, max_leaves=5)
PANELS = st.builds(
    lambda title, exprs, extra: panel(
        title,
        data=data(
            *(
                query(e, ref=f"count_texts-{n}", source=f"count_texts-{e}")
                for n, e in enumerate(exprs)
            )
        ),
        **extra,
    ),
    WORDS,
    st.lists(WORDS, max_size=2),
    EXTRA,
)
KINDS = st.sampled_from(["QueryVariable", "CustomVariable", "TextVariable"])
VARIABLES = st.builds(
    lambda kind, name, extra: {"kind": kind, "spec": {"name": name, **extra}}, KINDS, WORDS, EXTRA
)
BOARDS = st.builds(
    lambda elements, layout, variables, extra: board(
        title="count_texts-title", elements=elements, layout=layout, variables=variables, **extra
    ),
    st.dictionaries(NAMES, PANELS, max_size=3),
    LAYOUTS,
    st.lists(VARIABLES, max_size=2),
    EXTRA,
)


def without_metadata(spec: dict[str, Any]) -> dict[str, Any]:
    """A v2 board has its uid, id and version in the metadata of the resource."""
    return {key: spec[key] for key in spec if key not in METADATA}


@given(BOARDS)
@example(board(title="title", layout=auto(extra="value")))
def test_a_v2_board_is_unchanged_when_written_as_v2(spec: dict[str, Any]) -> None:
    before = deepcopy(spec)
    found = read_v2_board(spec)
    assert spec == before
    assert write_v2_spec(found) == before


@given(BOARDS)
def test_a_compiled_v2_board_does_not_change_again(spec: dict[str, Any]) -> None:
    place = Place(file="b.json")
    elements = {name: panel() for name in "abc"} | spec["elements"]
    document = Document(
        body={**spec, "elements": elements, "uid": "b"}, place=place, name="b", form="json"
    )
    compiled = compile_document(document, CompilerContext()).body
    again = Document(body=compiled, place=place, name="b", form="json")
    assert compile_document(again, CompilerContext()).body == compiled


WORDS_OF_V2 = (
    *("kind", "spec", "layout", "items", "rows", "tabs", "elements", "group", "query", "element"),
    *("name", "datasource", "repeat", "variables", "annotations", "timeSettings", "data", "x", "y"),
    *("vizConfig", "queries", "width", "height", "collapse", "AutoGridLayout", "GridLayout"),
)


def _json(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(WORDS_OF_V2)
    return st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(WORDS_OF_V2), _json, max_leaves=30
)


@given(ANY)
@example({"layout": {"kind": []}})
@example({"variables": [None], "annotations": [3]})
@example({"elements": {"a": {"kind": "Panel"}}, "layout": {"kind": "AutoGridLayout"}})
def test_any_json_is_unchanged_when_written_as_v2(value: Any) -> None:
    spec = {**value} if isinstance(value, dict) else {"layout": value, "elements": value}
    spec = {"elements": {}, "layout": {}, **spec}
    found = read_v2_board(spec)
    json.dumps(found)
    assert write_v2_spec(found) == without_metadata(spec)
