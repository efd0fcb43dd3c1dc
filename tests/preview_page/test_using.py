"""Keyboard, screen readers, phones: a page is there for everyone."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from preview_page.conftest import Open
from preview_page.pages import Json, page_of, view_of
from preview_page.sampler import results, sampler


def rows() -> Json:
    page = sampler()
    first, *others = page["selections"][0]["sections"][0]["panels"]
    sections = [
        {"row": None, "panels": [first], "columns": None},
        {
            "row": {"title": "Details", "open": False, "kind": "row", "level": 0},
            "panels": others[1:3],
            "columns": None,
        },
    ]
    page["selections"] = [
        {"variables": [], "annotations": [], "links": [], "sections": sections, "hidden": []}
    ]
    return page


def test_each_panel_is_a_region_with_a_title(opened: Open) -> None:
    page = opened(sampler()).page
    for name in ("Timeseries", "Stat", "Gauge", "Logs", "Geomap"):
        assert page.get_by_role("region", name=name, exact=True).count() >= 1
    assert page.get_by_role("heading", name="Sampler", level=1).count() == 1
    assert page.get_by_role("main").count() == 1


def test_rows_open_by_keyboard(opened: Open) -> None:
    page = opened(rows()).page
    row = page.get_by_role("button", name="Details")
    assert row.get_attribute("aria-expanded") == "false"
    assert page.locator("[data-key]").count() == 1
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('html[data-state="ready"]', state="attached")
    assert row.get_attribute("aria-expanded") == "true"
    assert page.locator("[data-key]").count() == 3


def test_the_address_opens_rows_and_shows_one_panel(opened: Open) -> None:
    assert opened(rows(), "#expand").page.locator("[data-key]").count() == 3
    alone = opened(sampler(), "#panel=3&theme=light").page
    assert alone.locator("[data-key]").count() == 1
    assert alone.evaluate("document.documentElement.dataset.theme") == "light"
    assert opened(rows(), "#row=1").page.locator("[data-key]").count() == 2


def tabs() -> Json:
    page = sampler()
    first, *others = page["selections"][0]["sections"][0]["panels"]
    head = {"open": True, "kind": "tab", "level": 0}
    sections = [
        {"row": {"title": "CPU", **head}, "panels": [first]},
        {"row": {"title": "Disks", **head}, "panels": []},
        {"row": {"title": "Space", "open": True, "kind": "row", "level": 1}, "panels": others[1:3]},
    ]
    sections = [{**section, "columns": None} for section in sections]
    selection = {"variables": [], "annotations": [], "links": [], "sections": sections}
    page["selections"] = [
        {**selection, "hidden": ['panel "Load" (shown if the panel\'s queries return data)']}
    ]
    return page


def test_an_automatic_grid_has_the_columns_that_fit_on_the_page(opened: Open) -> None:
    """The columns are at least 448 px wide, with gaps of 8 px and 16 px around the page.

    Three columns need 3 * 456 - 8 = 1360 px, two need 904 px.
    """
    model = sampler()
    panels = model["selections"][0]["sections"][0]["panels"][:4]
    model["selections"][0]["sections"] = [
        {"row": None, "panels": panels, "columns": {"most": 3, "width": 448}}
    ]
    page = opened(model).page
    for width, columns in ((1440, 3), (1300, 2), (800, 1)):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(200)
        tops = [each.bounding_box()["y"] for each in page.locator("[data-key]").all()]
        assert tops.count(min(tops)) == columns


def test_one_tab_is_shown_at_a_time_and_all_tabs_in_pictures(opened: Open) -> None:
    page = opened(tabs()).page
    assert page.get_by_text(
        'Hidden by conditions: panel "Load" (shown if the panel\'s queries return data).'
    ).count()
    names = [each.inner_text() for each in page.get_by_role("tab").all()]
    assert names == ["CPU", "Disks"]
    assert page.locator("[data-key]").count() == 1
    disks = page.get_by_role("tab", name="Disks")
    disks.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('html[data-state="ready"]', state="attached")
    assert disks.get_attribute("aria-selected") == "true"
    assert page.get_by_role("button", name="Space").count() == 1
    assert page.locator("[data-key]").count() == 2
    everything = opened(tabs(), "#tabs").page
    assert everything.get_by_role("tab").count() == 0
    assert everything.locator("[data-key]").count() == 3


def test_queries_open_and_close_by_keyboard(opened: Open) -> None:
    page = opened(sampler()).page
    button = page.get_by_role("button", name="Queries of Timeseries").first
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    text = dialog.inner_text()
    assert "rate(cpu[$__rate_interval])" in text
    assert "rate(cpu[1m])" in text
    assert "dashboards/sampler.py:1" in text
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert button.evaluate("(e) => e === document.activeElement")


def test_the_whole_value_of_a_cell_opens_and_closes(opened: Open) -> None:
    """The field setting `inspect` adds a button to the cells of a table, as in Grafana."""
    settings = {"defaults": {"custom": {"inspect": True}}, "overrides": []}
    panel = {"type": "table", "title": "Hosts", "options": {}, "fieldConfig": settings}
    found = opened(page_of([view_of("1", (0, 0, 12, 8), panel, "table")], results()))
    found.page.get_by_role("gridcell", name="node-2").hover()
    found.page.get_by_role("button", name="Inspect value").click()
    dialog = found.page.get_by_role("dialog", name="Inspect value")
    assert dialog.locator("pre").inner_text() == "node-2"
    found.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    found.is_clean()


def test_panels_are_below_each_other_on_a_phone(opened: Open) -> None:
    page = opened(sampler(), width=390).page
    boxes = [panel.bounding_box() for panel in page.locator("[data-key]").all()]
    assert {round(box["x"]) for box in boxes if box} == {8}
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def variable(value: str) -> Json:
    return {"name": "job", "label": "Job", "hide": 0, "values": [value], "text": value}


def test_variables_can_be_changed_if_the_page_has_data_for_other_values(opened: Open) -> None:
    panels = sampler()["selections"][0]["sections"][0]["panels"]
    selections = [
        {
            "variables": [variable(name)],
            "annotations": [],
            "links": [],
            "sections": [{"row": None, "panels": [panels[i]], "columns": None}],
            "hidden": [],
        }
        for i, name in enumerate(("api", "db"))
    ]
    page = opened(page_of([], results(), selections=selections)).page
    page.get_by_label("Job", exact=True).select_option(label="db")
    page.wait_for_selector('[data-key="2"]')
    assert page.locator('[data-key="1"]').count() == 0


def test_a_time_selected_on_one_graph_is_shown_on_all_graphs(opened: Open) -> None:
    kinds = ("timeseries", "timeseries", "state-timeline", "heatmap")
    lines = results()
    key = next(iter(lines))
    views = [
        view_of(str(i), (i * 6, 0, 6, 8), {"type": kind, "title": f"{kind} {i}"}, key)
        for i, kind in enumerate(kinds)
    ]
    found = opened(page_of(views, lines), width=1600)
    page = found.page
    panels = [page.locator(f'[data-key="{i}"] canvas') for i in range(len(kinds))]
    whole = [panel.screenshot() for panel in panels]
    box = page.locator('[data-key="0"] .u-over').bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 50, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 40, steps=4)
    page.mouse.up()
    page.mouse.move(5, 5)
    is_noted = page.get_by_text(re.compile("Graphs show .* to "))
    assert is_noted.is_visible()
    page.wait_for_timeout(200)
    part = [panel.screenshot() for panel in panels]
    assert [a == b for a, b in zip(whole, part, strict=True)] == [False] * len(kinds)
    page.get_by_role("button", name="Show all").click()
    is_noted.wait_for(state="detached")
    page.mouse.move(5, 5)
    page.wait_for_timeout(200)
    assert [panel.screenshot() for panel in panels] == whole
    found.is_clean()


def test_a_live_page_notes_that_it_has_data_for_one_choice_of_values(opened: Open) -> None:
    panels = sampler()["selections"][0]["sections"][0]["panels"]
    variable = {"name": "node", "label": "", "hide": 0, "values": ["a"], "text": "a"}
    selections = [
        {
            "variables": [variable],
            "annotations": [],
            "links": [],
            "sections": [{"row": None, "panels": panels[:1], "columns": None}],
            "hidden": [],
        }
    ]
    is_noted = "The servers were queried for these values only"
    for data, count in (("live", 1), ("recorded", 0)):
        page = opened(page_of([], results(), selections=selections, data=data)).page
        assert page.get_by_text(is_noted).count() == count


def comparison() -> Json:
    """Return the sampler before and after its third panel changed."""
    after = sampler()
    after["selections"][0]["sections"][0]["panels"][2]["change"] = "changed"
    words = [{"panel": "Stat", "lines": ["unit: percent -> bytes"]}]
    return {
        "kind": "comparison", "format": 3, "shared": {}, "title": "Sampler", "theme": "dark",
        "before": sampler(), "after": after, "words": words,
    }  # fmt: skip


def test_a_comparison_shows_both_sides_with_marked_changes(opened: Open) -> None:
    found = opened(comparison(), width=1600)
    found.is_clean()
    assert found.page.locator("[data-key]").count() == 30
    assert found.page.locator(".bw-changed").count() == 1
    assert found.page.get_by_text("unit: percent -> bytes").is_visible()
    slider = found.page.get_by_role("slider")
    slider.focus()
    before = found.page.get_by_role("region", name="Before").bounding_box()
    for _ in range(10):
        found.page.keyboard.press("ArrowRight")
    wider = found.page.get_by_role("region", name="Before").bounding_box()
    assert before
    assert wider
    assert wider["width"] > before["width"] + 50


def test_a_comparison_can_show_one_side_over_the_other(opened: Open) -> None:
    found = opened(comparison(), width=1600)
    page = found.page
    page.get_by_role("button", name="One over the other").click()
    sides = [page.get_by_role("region", name=name).bounding_box() for name in ("Before", "After")]
    assert sides[0] is not None
    assert sides[0] == sides[1]
    slider = page.get_by_role("slider", name="Visible share of the board before")
    slider.focus()
    assert seen_at(page, 300).startswith("before-")
    page.keyboard.press("Home")
    assert seen_at(page, 300).startswith("after-")
    page.keyboard.press("End")
    assert seen_at(page, 1500).startswith("before-")
    page.mouse.wheel(0, 600)
    page.wait_for_timeout(
        200
    )  # waiting for a function is eval in the page, which its policy forbids
    assert page.evaluate("scrollY") > 0
    assert slider.evaluate("e => e.getBoundingClientRect().top") >= 0, "the handle stays in sight"
    found.is_clean()


def seen_at(page: Page, x: int) -> str:
    """Return the key of the panel that is seen there."""
    key: str = page.evaluate(
        "x => document.elementFromPoint(x, 400).closest('[data-key]').dataset.key", x
    )
    return key
