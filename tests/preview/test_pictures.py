"""Pictures, by a real Chromium: a page, or each row and panel of one that is too high."""

from __future__ import annotations

import os
import shutil
import struct
from pathlib import Path
from typing import Any

import pytest

from boardwright.commands.chromium import NAMES, VARIABLE, find_chromium
from boardwright.commands.preview_pictures import Pictured, take_pictures
from boardwright.errors import OutputError
from boardwright.preview.bundle import Bundle
from boardwright.preview.model import BoardPage
from boardwright.preview.moments import TimeRange
from boardwright.preview.paging import Around, page_of
from boardwright.preview.planning import plan_board
from boardwright.preview.sources import Source, Sources
from boardwright.report.preview_html import page_html

SPAN = TimeRange(start=0, end=3_600_000, text="Last 1 hour")
SOURCES = Sources((), default=Source(uid="p", name="P", type="prometheus"))
SCRIPT = """
const asked = new URLSearchParams(location.hash.slice(1));
const rows = { 0: 80, 1: 900 };
const height = asked.has("panel") ? 70 : asked.has("row") ? rows[asked.get("row")] : 2000;
document.body.style.cssText = `margin: 0; height: ${height}px`;
document.documentElement.dataset.state = "ready";
"""
BOARD: dict[str, Any] = {
    "title": "High",
    "uid": "high",
    "panels": [
        {"id": 1, "type": "text", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 4}},
        {"id": 9, "type": "row", "title": "Row", "gridPos": {"x": 0, "y": 4, "w": 24, "h": 1}},
        {"id": 2, "type": "text", "gridPos": {"x": 0, "y": 5, "w": 24, "h": 4}},
    ],
}


@pytest.fixture
def high(tmp_path: Path) -> Pictured:
    named = os.environ.get(VARIABLE, "chromium")
    if not any(shutil.which(name) for name in (named, *NAMES)):
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium, and CI skips nothing real")
        pytest.skip("there is no Chromium on this machine")
    plan = plan_board(BOARD, {}, sources=SOURCES, span=SPAN)
    page: BoardPage = page_of(
        BOARD, [plan], {}, span=SPAN, around=Around(theme="dark", data="sample")
    )
    path = tmp_path / "high.html"
    path.write_text(page_html(page, Bundle(script=SCRIPT, styles="")))
    return Pictured(path=path, page=page)


def size(path: Path) -> tuple[int, int]:
    """Return a PNG's width and height, from its header."""
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


def test_a_picture_holds_all_of_the_page(high: Pictured) -> None:
    (path,) = take_pictures([high])
    assert path.name == "high.png"
    assert size(path) == (1600, 2000)


def test_a_page_that_is_too_high_has_one_a_row_or_panel(high: Pictured) -> None:
    paths = take_pictures([high], most_height=500)
    assert [path.name for path in paths] == ["high-row-0.png", "high-panel-2.png"]


def test_no_chromium_is_said() -> None:
    with pytest.raises(OutputError, match="no Chromium is found"):
        find_chromium({"PATH": "/nowhere"})
    with pytest.raises(OutputError, match="there is no /no/chrome"):
        find_chromium({VARIABLE: "/no/chrome"})
