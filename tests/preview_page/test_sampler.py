"""A panel of every kind is drawn, with nothing wrong on the page."""

from __future__ import annotations

import json

import pytest

from preview_page.conftest import Open
from preview_page.pages import BUNDLE
from preview_page.sampler import kinds, sampler


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_kind_of_panel_is_drawn(opened: Open, theme: str) -> None:
    found = opened(sampler(theme=theme))
    found.is_clean()
    assert found.report() == {
        "drawn": len(kinds()) - 1,
        "partly": [],
        "notDrawn": [{"key": "15", "type": "geomap"}],
    }
    assert found.page.get_by_text("geomap: not drawn here").is_visible()


COLOURS = """(canvas) => {
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
}"""
SHOWN = {
    "3": "cpu",
    "6": "node-3",
    "7": "Nodes",
    "10": "< 80",
    "13": "Value",
    "14": "level=error no disk",
}


def test_each_panel_shows_its_data(opened: Open) -> None:
    page = opened(sampler()).page
    for key, text in SHOWN.items():
        assert text in page.locator(f'[data-key="{key}"]').inner_text(), key
    # the last of wave(6): 50 + 40 * sin(59 / 6) = 34.06
    assert "34.1%" in page.locator('[data-key="3"]').inner_text().replace("\n", "")
    gauge = page.locator('[data-key="4"] svg[role=img]')
    assert "34.1%" in (gauge.get_attribute("aria-label") or "")


def test_graphs_are_drawn_in_color(opened: Open) -> None:
    page = opened(sampler()).page
    for key in ("1", "2", "9", "10", "11"):
        drawn = page.locator(f'[data-key="{key}"] canvas').first.evaluate(COLOURS)
        assert drawn > 10, key


def test_the_cursor_is_shown_on_all_graphs(opened: Open) -> None:
    page = opened(sampler()).page
    page.locator('[data-key="1"] .u-over').hover()
    page.wait_for_timeout(300)
    at = page.locator('[data-key="2"] .u-cursor-x').evaluate("(e) => e.style.transform")
    assert "translate(-10px" not in at
    assert page.locator(".bw-main").count() == 1
    assert page.get_by_text("2023-11-14").count() >= 2  # on the graph pointed at, and on another


def test_a_click_on_a_legend_shows_only_that_series(opened: Open) -> None:
    page = opened(sampler()).page
    panel = page.locator('[data-key="2"]')
    before = panel.locator("canvas").screenshot()
    panel.get_by_text("cpu", exact=True).click()
    page.wait_for_timeout(200)
    alone = panel.locator("canvas").screenshot()
    panel.get_by_text("cpu", exact=True).click()
    page.wait_for_timeout(200)
    assert alone != before
    assert panel.get_by_text("disk", exact=True).is_visible()


ZONES = {
    "utc": "2023-11-14 22:13:20",
    "Europe/Berlin": "2023-11-14 23:13:20",
    "Asia/Kolkata": "2023-11-15 03:43:20",
    "browser": "2023-11-14 22:13:20",
}


@pytest.mark.parametrize("zone", ZONES)
def test_times_are_shown_in_the_time_zone_of_the_board(opened: Open, zone: str) -> None:
    found = opened(sampler(timezone=zone), "#panel=14")
    found.is_clean()
    assert ZONES[zone] in found.page.locator('[data-key="14"]').inner_text()


def test_the_theme_can_be_changed(opened: Open) -> None:
    page = opened(sampler()).page
    page.get_by_role("button", name="Light").click()
    page.wait_for_selector('html[data-theme="light"][data-state="ready"]', state="attached")


def test_the_bundle_is_below_the_size_limit() -> None:
    if not (BUNDLE / "manifest.json").exists():
        pytest.skip("the bundle is not built")
    manifest = json.loads((BUNDLE / "manifest.json").read_text())
    script = manifest["sizes"]["preview.js"]
    assert script["bytes"] == (BUNDLE / "preview.js").stat().st_size
    assert script["bytes"] < 1_350_000
    assert script["gzip"] < 450_000
    assert manifest["packages"]["@grafana/ui"].startswith("13.2.")


def test_the_notices_name_the_packages_of_the_bundle() -> None:
    if not (BUNDLE / "NOTICES.txt").exists():
        pytest.skip("the bundle is not built")
    notices = (BUNDLE / "NOTICES.txt").read_text()
    for name in (
        "@grafana/ui 13.2",
        "@grafana/data 13.2",
        "react 19",
        "uplot 1.6",
        "@fontsource/inter",
    ):
        assert name in notices
    assert "AGPL" not in notices.upper().replace("NOT AGPL", "")
