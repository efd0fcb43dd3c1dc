"""Whatever a v2 board holds, its classic form holds: under a word of v1, or kept by its path."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from boardwright.compiler.context import Context
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.document import REMARKS, Document, Place
from boardwright.schema.v2.v2_board import classic_board

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


def texts(value: Any) -> Iterator[str]:
    """Yield every text of ours, keys included; names of elements are the layout's business."""
    if isinstance(value, str):
        if value.startswith("count_texts-"):
            yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(key)
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def count_texts(board: dict[str, Any]) -> Counter[str]:
    """Count our texts, the last word of a path in `fromV2` included."""
    kept = board.get("fromV2", {})
    words = Counter(texts({key: value for key, value in board.items() if key != "fromV2"}))
    words.update(texts(list(kept.values())))
    return words


@given(BOARDS)
@example(board(title="count_texts-title", layout=auto(**{"count_texts-kind": "count_texts-0"})))
def test_every_value_is_there(spec: dict[str, Any]) -> None:
    before = deepcopy(spec)
    found = classic_board(spec)
    assert spec == before
    paths = "\n".join(found.get("fromV2", {}))
    escaped = {text: json.dumps(text, ensure_ascii=False)[1:-1] for text in count_texts(spec)}
    missing = count_texts(spec).keys() - count_texts(found).keys()
    assert not {text for text in missing if escaped[text] not in paths}
    assert all(
        path in "\n".join(found[REMARKS])
        for path in found.get("fromV2", {})
        if "count_texts-" in path
    )


@given(BOARDS)
def test_it_compiles_and_then_stays(spec: dict[str, Any]) -> None:
    place = Place(file="b.json")
    document = Document(body={**spec, "uid": "b"}, place=place, name="b", form="json")
    compiled = compile_document(document, Context()).body
    again = Document(body=compiled, place=place, name="b", form="json")
    assert compile_document(again, Context()).body == compiled


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
def test_any_json_is_taken(value: Any) -> None:
    spec = value if isinstance(value, dict) else {"layout": value, "elements": value}
    json.dumps(classic_board({"elements": {}, "layout": {}, **spec}))
