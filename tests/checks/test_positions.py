"""Lines of values in JSON text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardwright.checks.positions import JsonLines

TEXT = """{
  "a": 1,
  "panels": [
    {"title": "x"},
    {
      "title": "y", "targets": [{},
        {"expr": "up"}]
    }
  ],
  "é\\u0041\\"": [],
  "twice": 1,
  "twice": {
    "b": 2
  }
}
"""


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ((), 1),
        (("a",), 2),
        (("panels",), 3),
        (("panels", 0, "title"), 4),
        (("panels", 1), 5),
        (("panels", 1, "targets", 1, "expr"), 7),
        (("panels", 1, "missing", "more"), 5),
        (("panels", 9, "title"), 3),
        (("a", "deeper"), 2),
        (('éA"',), 10),
        (("twice",), 12),
        (("twice", "b"), 13),
        (("nowhere",), 1),
    ],
)
def test_each_pointer_has_the_line_of_its_value(pointer: tuple[str | int, ...], line: int) -> None:
    assert JsonLines(TEXT).find_line(pointer) == line
    assert JsonLines("\ufeff" + TEXT).find_line(pointer) == line


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_every_value_of_any_json_has_its_line(data: object) -> None:
    text = json.dumps(data, indent=1)
    lines = JsonLines(text)
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), data)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*pointer, key), inner) for key, inner in value.items()]
            for key in value:
                line = (
                    text.splitlines()[lines.find_line((*pointer, key)) - 1]
                    if "\x85" in text
                    else ""
                )
                assert not line or json.dumps(key) in line
                assert json.dumps(key) in text.split("\n")[lines.find_line((*pointer, key)) - 1]
        elif isinstance(value, list):
            waiting += [((*pointer, index), inner) for index, inner in enumerate(value)]


@pytest.mark.parametrize("text", ["", "{", "[1,", '{"a" 1}', "nonsense", '{"a": [1, {"b": }]}'])
def test_text_that_is_not_json_still_gives_a_line(text: str) -> None:
    assert JsonLines(text).find_line(("a", 1, "b")) >= 1
