"""References to data sources are found in the text of a board without parsing the whole text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardwright.schema.board_references import find_board_references
from boardwright.schema.canonical import encode_canonical_json


def references(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the references of parsed JSON: a simple walk through all objects and lists."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "datasource" or not isinstance(item, dict):
                yield from references(item)
            elif item.get("uid"):
                yield item["uid"], item.get("type", "")


TEXTS = st.sampled_from(["a", "}", "{", '"datasource"', 'x"datasource', "datasource", "\\", '"'])
OBJECTS = st.recursive(
    TEXTS | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(TEXTS, inner, max_size=3)
        | st.fixed_dictionaries({"datasource": inner})
    ),
    max_leaves=8,
)
SOURCES = st.fixed_dictionaries(
    {"uid": TEXTS},
    optional={"type": st.sampled_from(["a", "}", "\\"]), "other": OBJECTS, "datasource": OBJECTS},
)


@given(st.lists(st.fixed_dictionaries({"datasource": SOURCES, "more": OBJECTS}), max_size=3))
def test_the_text_gives_the_references_of_the_parsed_board(panels: list[Any]) -> None:
    board = {"panels": panels}
    assert find_board_references(encode_canonical_json(board)) == set(references(board))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"uid": "p", "type": "prometheus"}, {("p", "prometheus")}),
        ({"uid": "p"}, {("p", "")}),
        ({"uid": "$source", "type": "prometheus"}, set()),
        ({"uid": "-- Grafana --", "type": "grafana"}, set()),
        ({"type": "prometheus"}, set()),
        ("Prometheus", set()),
        (None, set()),
    ],
)
def test_references_of_every_form_are_found_in_the_text(
    value: Any, found: set[tuple[str, str]]
) -> None:
    text = encode_canonical_json(
        {"panels": [{"datasource": value, "title": '"datasource": {"uid": "x"}'}]}
    )
    assert find_board_references(text) == found
