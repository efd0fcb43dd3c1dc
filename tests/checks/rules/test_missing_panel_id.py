from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import BoardView
from boardwright.checks.rules.missing_panel_id import check
from boardwright.checks.settings import Settings
from boardwright.checks.views.reading import source_of_json
from boardwright.schema.document import Place
from checks.views import board, messages


@pytest.mark.parametrize(
    ("panels", "count"),
    [
        ([{"type": "stat"}, {"type": "row", "panels": [{"type": "stat"}]}], 3),
        ([{"type": "stat"}] * 8, 1),
        ([{"type": "stat", "id": None}], 1),
        ([{"type": "stat", "id": 0}], 1),
        ([{"type": "stat", "id": 1}], 0),
        ([], 0),
    ],
)
def test_panels_without_an_id_are_reported(panels: list[dict[str, Any]], count: int) -> None:
    assert len(messages(check, board(panels=panels))) == count


def test_panels_of_schema_v2_need_no_id() -> None:
    element = {"kind": "Panel", "spec": {"title": "A"}}
    spec = {"title": "B", "elements": {"a": element}, "layout": {"kind": "GridLayout", "spec": {}}}
    source = source_of_json(spec, place=Place(file="b.json"))
    assert source.form == "v2"
    assert messages(check, BoardView(source, Settings())) == []
