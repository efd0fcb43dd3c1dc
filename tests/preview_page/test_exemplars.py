"""Exemplars: small diamonds that show their labels."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from preview_page.conftest import Open, Opened
from preview_page.pages import Json, exemplars, page_of, view_of
from preview_page.sampler import heat, panel, results
from preview_page.test_safety import ATTACK


def shown(opened: Open, kind: str, result: str, found: Json, **custom: Any) -> Opened:
    view = view_of("1", (0, 0, 12, 10), panel(kind, custom=custom), result)
    view["queries"][0]["exemplars"] = "exemplars"
    data = {**results(), "heat": {"frames": [heat()]}, "exemplars": found}
    return opened(page_of([view], data))


def test_exemplars_are_drawn_at_time_and_value_in_the_color_of_the_series(opened: Open) -> None:
    points = ((10, 50.0, "a"), (20, 20.0, "b"), (30, 70.0, "c"), (40, 5_000.0, "a"))
    page = shown(opened, "timeseries", "two", exemplars(*points)).page
    found = page.locator(".bw-exemplar")
    assert found.count() == 3, "one is beyond the axis"
    colours = [one.evaluate("e => getComputedStyle(e).color") for one in found.all()]
    assert colours == ["rgb(115, 191, 105)", "rgb(242, 204, 12)", "rgb(115, 191, 105)"]
    boxes = [box for one in found.all() if (box := one.bounding_box())]
    over = page.locator(".u-over").bounding_box()
    assert over
    assert abs(boxes[0]["x"] + 3.5 - over["x"] - over["width"] * 10 / 59) < 1
    assert boxes[2]["y"] < boxes[0]["y"] < boxes[1]["y"]


def test_exemplars_show_their_labels_on_hover_and_focus(opened: Open) -> None:
    found = shown(opened, "timeseries", "two", exemplars((10, 50.0, "a"), (20, 20.0, "b")))
    page = found.page
    page.locator(".bw-exemplar").first.hover()
    tooltip = page.get_by_role("tooltip")
    words = ["Exemplar", "2023-11-14", "22:23:20", "Value", "50", "job", "a", "user", "ann"]
    assert tooltip.inner_text().split() == words
    page.mouse.move(2, 2)
    expect(tooltip).to_have_count(0)
    page.locator(".bw-exemplar").first.focus()
    page.keyboard.press("ArrowRight")
    expect(tooltip).to_contain_text("22:33:20")
    found.is_clean()


def test_exemplars_of_a_hidden_series_are_hidden(opened: Open) -> None:
    page = shown(opened, "timeseries", "two", exemplars((10, 50.0, "a"), (20, 20.0, "b"))).page
    page.get_by_text("disk", exact=True).click()
    expect(page.locator(".bw-exemplar")).to_have_count(1)


def test_exemplars_on_a_heatmap_are_drawn_in_their_bucket(opened: Open) -> None:
    points = ((10, 0.05, ""), (20, 0.3, ""), (30, 0.75, ""), (40, 9.0, ""))
    page = shown(opened, "heatmap", "heat", exemplars(*points)).page
    over = page.locator(".u-over").bounding_box()
    assert over
    boxes = [box for one in page.locator(".bw-exemplar").all() if (box := one.bounding_box())]
    shares = [(over["y"] + over["height"] - box["y"] - 3.5) / over["height"] for box in boxes]
    assert [round(share * 8) / 2 for share in shares] == [0.5, 1.5, 2.5, 3.5]


def test_text_of_exemplars_is_never_run_as_a_script(opened: Open) -> None:
    found = shown(opened, "timeseries", "two", exemplars((10, 50.0, ATTACK), user=ATTACK))
    found.page.locator(".bw-exemplar").hover()
    assert found.page.get_by_role("tooltip").inner_text().count("onerror") == 2
    assert found.page.evaluate("window.hit") is None
    found.is_clean()
