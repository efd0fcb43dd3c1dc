"""Titles, values, legends and labels are where Grafana 12.4.3 draws them, in pixels.

`tests/recordings/grafana-12.4/drawing` (graphs) and `values` (gauges, stats, tables, pies) have a
board, the answers to its queries, and the boxes that `scripts/record_drawing.py` measured in a real
Grafana. Both sides draw fonts without hinting.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from boardwright.commands.previewing.preview import PreviewOptions, preview_project
from boardwright.report.preview_html import format_page_json
from preview_page.pages import Json, html_of
from support import ROOT

RECORDINGS = ROOT / "tests/recordings/grafana-12.4"
FOLDERS = "drawing", "values"
BOXES: dict[str, Json] = {
    name: box
    for folder in FOLDERS
    for name, box in json.loads((RECORDINGS / folder / "boxes.json").read_bytes()).items()
}
SCRIPTS = Path(__file__).parent
NEAR = 2.0
LAST_LABEL = 9.0
"""Plots over time are so many pixels narrower, because Grafana cuts the last label of the axis."""
LCD = 13.0
"""The library of the preview (@grafana/ui 13) draws the value of an LCD bar at the right edge.
Grafana 12.4.3 draws the value next to the last cell, which is up to one cell further left."""


@pytest.fixture(scope="module")
def measured(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Json]:
    """Return the boxes of both pages: panel -> its size, plot and texts."""
    context = browser.new_context(
        viewport={"width": 1600, "height": 2000}, timezone_id="UTC", reduced_motion="reduce"
    )
    page = context.new_page()
    page.add_init_script(path=SCRIPTS / "keep_canvas_texts.js")
    boxes: Json = {}
    for folder in FOLDERS:
        options = PreviewOptions(data="recorded", recordings=RECORDINGS / folder)
        board = RECORDINGS / folder / "board.json"
        found = preview_project(None, here=ROOT, paths=[board], options=options)
        file = tmp_path_factory.mktemp(folder) / "page.html"
        file.write_text(html_of(format_page_json(found.boards[0].page)), "utf-8")
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-state]", state="attached", timeout=30_000)
        boxes |= page.evaluate((SCRIPTS / "measure_panels.js").read_text(), ".bw-panel")
    yield boxes
    context.close()


@pytest.mark.parametrize("name", BOXES)
def test_a_panel_has_the_same_size_as_in_grafana(measured: Json, name: str) -> None:
    assert measured[name]["size"] == pytest.approx(BOXES[name]["size"], abs=1)


@pytest.mark.parametrize("name", [name for name in BOXES if BOXES[name]["plot"]])
def test_a_plot_has_the_same_position_as_in_grafana(measured: Json, name: str) -> None:
    """Bars are drawn without such a plot; their labels and values show its place."""
    if measured[name]["plot"] is None:
        assert name in {"Bars", "Auto big", "Horizontal"}
        return
    (x, y, width, height), (own_x, own_y, own_width, own_height) = (
        BOXES[name]["plot"],
        measured[name]["plot"],
    )
    assert (own_x, own_y, own_height) == pytest.approx((x, y, height), abs=1)
    assert width - LAST_LABEL <= own_width <= width + 1


@pytest.mark.parametrize("name", BOXES)
def test_each_text_has_the_same_position_as_in_grafana(measured: Json, name: str) -> None:
    left = [*measured[name]["texts"]]
    room = LAST_LABEL if BOXES[name]["plot"] and measured[name]["plot"] else NEAR
    right = LCD if name == "LCD bars" else NEAR
    for text, x, y, size in BOXES[name]["texts"]:
        same = [each for each in left if each[0] == text]
        assert same, f"{text} is missing"
        nearest = min(same, key=lambda each: abs(each[1] - x) + abs(each[2] - y))
        left.remove(nearest)
        assert -room <= nearest[1] - x <= right, (text, x, nearest)
        assert nearest[2] == pytest.approx(y, abs=NEAR), (text, y, nearest)
        assert nearest[3] == pytest.approx(size, abs=1), (text, size, nearest)
    assert left == []
