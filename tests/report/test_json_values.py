"""Frozen values as JSON data."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.report.json_values import to_json_object, to_json_value
from boardwright.schema.document import Note, Place

PLACE = Place(file="boards/a.py", line=3)


@frozen
class Part:
    ref_id: str
    span: tuple[int, int] | None = None


@frozen
class Whole:
    board_uid: str
    parts: tuple[Part, ...]
    _cached: int = 0


WHOLE = Whole(board_uid="a", parts=(Part(ref_id="A", span=(0, 3)), Part(ref_id="B")))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        ("a", "a"),
        (PLACE, "boards/a.py:3"),
        (Path("boards/a.py"), "boards/a.py"),
        (frozenset({"b", "a"}), ["a", "b"]),
        (MappingProxyType({1: PLACE}), {"1": "boards/a.py:3"}),
        (
            DeclarationError("is broken", where=PLACE, hint="Fix it."),
            {"what": "is broken", "where": "boards/a.py:3", "hint": "Fix it."},
        ),
        (
            Note(what="is odd", place=PLACE, panel="CPU"),
            {"what": "is odd", "where": "boards/a.py:3", "panel": "CPU", "hint": None},
        ),
    ],
)
def test_plain_values_are_converted_to_json(value: Any, expected: Any) -> None:
    assert to_json_value(value) == expected


def test_fields_become_keys_at_every_depth() -> None:
    assert to_json_value(WHOLE) == {
        "boardUid": "a",
        "parts": [{"refId": "A", "span": [0, 3]}, {"refId": "B", "span": None}],
    }


def test_a_report_names_only_the_differences() -> None:
    found = to_json_object(WHOLE, omit=("parts",), part_count=len(WHOLE.parts))
    assert found == {"boardUid": "a", "partCount": 2}
    assert to_json_object(WHOLE, parts="2 parts") == {"boardUid": "a", "parts": "2 parts"}


def test_an_empty_text_may_become_null() -> None:
    assert to_json_object(Part(ref_id=""), empty_as_null=("ref_id",)) == {
        "refId": None,
        "span": None,
    }


@pytest.mark.parametrize("names", [{"omit": ("part",)}, {"empty_as_null": ("board",)}])
def test_a_misspelled_field_is_refused(names: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(TypeError, match="Whole has no field"):
        to_json_object(WHOLE, **names)


def test_a_value_that_json_cannot_express_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be converted to JSON"):
        to_json_value([object()])
