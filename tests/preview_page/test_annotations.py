"""Annotations: lines, shades and markers on graphs over time, switched among the variables."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from preview_page.conftest import Open, Opened
from preview_page.pages import Json, annotation, marks, page_of, view_of
from preview_page.sampler import heat, panel, results
from preview_page.test_as_grafana import RED, share_of
from preview_page.test_safety import ATTACK

KINDS = ("timeseries", "state-timeline", "status-history", "heatmap")


def shown(
    opened: Open,
    *annotations: Json,
    kinds: tuple[str, ...] = ("timeseries",),
    found: Json | None = None,
) -> Opened:
    """Return a page with panels in a line, and annotations."""
    views = [
        view_of(str(i), (i * 6, 0, 6, 8), panel(kind), "heat" if kind == "heatmap" else "one")
        for i, kind in enumerate(kinds)
    ]
    data = {**results(), "heat": {"frames": [heat()]}, "marks": found or marks((10, 10), (30, 40))}
    return opened(page_of(views, data, annotations=annotations), width=1600)


def markers(page: Page, key: str) -> Locator:
    return page.locator(f'[data-key="{key}"] .bw-point')


def test_a_point_in_time_is_a_line_and_a_range_is_shaded(opened: Open) -> None:
    found = shown(opened, annotation("Deployments"), kinds=KINDS)
    for key in range(len(KINDS)):
        assert markers(found.page, str(key)).count() == 2
    graph = found.page.locator('[data-key="0"]')
    over = graph.locator(".u-over").bounding_box()
    line, region = (graph.locator(f".bw-mark-{name}").bounding_box() for name in ("line", "region"))
    assert over
    assert line
    assert region
    minute = over["width"] / 59
    assert abs(line["x"] + 1 - over["x"] - 10 * minute) < 1
    assert (line["width"], line["height"]) == (2, over["height"])
    assert abs(region["x"] + 1 - over["x"] - 30 * minute) < 1
    assert abs(region["width"] - 2 - 10 * minute) < 1
    assert share_of(graph.screenshot(), RED) > 0.002
    tops = [box["y"] for marker in markers(found.page, "0").all() if (box := marker.bounding_box())]
    assert tops == [over["y"] + over["height"]] * 2
    found.is_clean()


def test_panels_without_a_time_axis_show_no_annotations(opened: Open) -> None:
    found = shown(opened, annotation("a"), kinds=("barchart", "histogram", "stat", "table"))
    assert found.page.locator(".bw-point").count() == 0


def test_a_filter_hides_annotations_on_other_panels(opened: Open) -> None:
    found = shown(opened, annotation("a", panels=["1"]), kinds=("timeseries", "timeseries"))
    assert [markers(found.page, key).count() for key in "01"] == [0, 2]


def test_a_marker_shows_its_time_title_text_and_tags(opened: Open) -> None:
    data = marks((10, 10), (30, 40), text="of 1.2.3")
    page = shown(opened, annotation("a"), found=data).page
    markers(page, "0").nth(1).hover()
    tooltip = page.get_by_role("tooltip")
    words = ("2023-11-14 22:43:20 - 2023-11-14 22:53:20", "Deployed", "of 1.2.3", "shop", "web-1")
    assert tooltip.inner_text().splitlines() == [*words]
    page.mouse.move(2, 2)
    expect(tooltip).to_have_count(0)


def test_markers_can_be_focused_with_the_keyboard(opened: Open) -> None:
    page = shown(opened, annotation("a")).page
    first = markers(page, "0").first
    assert first.get_attribute("aria-label") == "Deployed, shop, web-1, 2023-11-14 22:23:20"
    first.focus()
    expect(page.get_by_role("tooltip")).to_contain_text("22:23:20")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tooltip")).to_contain_text("22:53:20")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tooltip")).to_contain_text("22:23:20")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    focused = page.evaluate("document.activeElement.tagName")
    assert focused not in {"BODY", "SPAN"}, "the next thing of the page has the focus"


def test_each_annotation_has_a_switch_unless_it_is_hidden(opened: Open) -> None:
    page = shown(
        opened,
        annotation("on"),
        annotation("off", enabled=False),
        annotation("hidden", hidden=True),
    ).page
    switches = page.get_by_role("switch")
    assert [switch.get_attribute("aria-label") for switch in switches.all()] == ["on", "off"]
    assert [switch.is_checked() for switch in switches.all()] == [True, False]
    assert markers(page, "0").count() == 4
    for name, count in (("on", 2), ("off", 4), ("on", 6), ("off", 4)):
        page.get_by_role("switch", name=name, exact=True).focus()
        page.keyboard.press("Space")
        expect(markers(page, "0")).to_have_count(count)


def test_an_annotation_that_is_not_drawn_has_one_note(opened: Open) -> None:
    found = shown(
        opened, annotation("deploys", None), annotation("own", None, hidden=True), kinds=KINDS
    )
    page = found.page
    assert page.get_by_text("not drawn").count() == 1
    assert page.get_by_role("switch").count() == 0
    page.get_by_role("button", name="Queries of Timeseries").click()
    dialog = page.get_by_role("dialog").inner_text()
    assert "Annotation own" in dialog
    assert "only Grafana itself can" in dialog


def test_a_zoomed_graph_shows_the_annotations_of_the_selected_time(opened: Open) -> None:
    page = shown(opened, annotation("a")).page
    box = page.locator(".u-over").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40, steps=4)
    page.mouse.up()
    expect(markers(page, "0")).to_have_count(1)
    bar, over = markers(page, "0").bounding_box(), page.locator(".u-over").bounding_box()
    assert bar
    assert over
    assert abs(bar["width"] - over["width"]) < 2, "no wider than the graph"


def test_text_of_annotations_is_never_run_as_a_script(opened: Open) -> None:
    data = marks((10, 10), title=ATTACK, text=ATTACK, tags=[ATTACK])
    found = shown(opened, annotation(ATTACK, color=ATTACK), found=data)
    markers(found.page, "0").first.hover()
    assert found.page.get_by_role("tooltip").inner_text().count("onerror") == 3
    assert found.page.evaluate("window.hit") is None
    found.is_clean()
