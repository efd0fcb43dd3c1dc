"""Drawings as observed in a Grafana, in cases that one would not expect."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator

from preview_page.conftest import Open
from preview_page.pages import POINTS, Json, page_of, series, view_of, wave
from preview_page.sampler import LINES, MAPPED, TABLE, panel

GREEN, RED, YELLOW = (115, 191, 105), (242, 73, 92), (242, 204, 12)
DATA = {
    "one": {"frames": [series("cpu", wave(6))]},
    "two": {"frames": [series("cpu", wave(6)), series("disk", wave(9))]},
    "table": {"frames": [TABLE]},
    "down": {"frames": [series("node-1", [0.0] * POINTS)]},
    "nothing": {"frames": []},
}
STEPS = [{"color": "green", "value": None}, {"color": "red", "value": 80}]
BY_THRESHOLD = {"color": {"mode": "thresholds"}, "thresholds": {"mode": "absolute", "steps": STEPS}}


def shown(
    opened: Open, result: str, *panels: Json, height: int = 7, width: int = 1200, **more: Any
) -> Locator:
    """Return the panels of a page, each a third as wide as it, with the same data."""
    views = [view_of(str(i), (i * 8, 0, 8, height), one, result) for i, one in enumerate(panels)]
    found = opened(page_of(views, DATA | more), width=width)
    found.is_clean()
    return found.page.locator("[data-key]")


def share_of(picture: bytes, colour: tuple[int, int, int]) -> float:
    """Return the share of pixels that are about of this colour."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    colours = image.getcolors(image.width * image.height) or []
    near = [
        n for n, one in colours if max(abs(a - b) for a, b in zip(one, colour, strict=True)) < 12
    ]  # type: ignore[arg-type]
    return sum(near) / (image.width * image.height)


def test_a_value_that_is_not_a_number_leaves_a_gap_in_a_graph(opened: Open) -> None:
    broken = series("p99", [None] * 10 + [5.0] * 20 + [None] * 30)
    broken["data"]["entities"] = [None, {"NaN": [*range(10)], "Inf": [*range(30, 60)]}]
    panels = shown(
        opened, "nan", panel("timeseries", custom={"lineWidth": 6}), nan={"frames": [broken]}
    )
    assert share_of(panels.nth(0).screenshot(), GREEN) > 0.005


def test_merged_states_have_thresholds_and_ignore_mappings(opened: Open) -> None:
    merged = panel("state-timeline", {"mergeValues": True}, **MAPPED, **BY_THRESHOLD)
    apart = panel("state-timeline", {"mergeValues": False}, **MAPPED, **BY_THRESHOLD)
    fixed = panel("state-timeline", {"mergeValues": True}, **MAPPED, color={"mode": "fixed"})
    panels = shown(opened, "down", merged, apart, fixed)
    fill = {True: (88, 142, 83), False: (177, 59, 74)}
    for i, is_green in enumerate((True, False, False)):
        assert share_of(panels.nth(i).screenshot(), fill[is_green]) > 0.3, i
    legends = [panels.nth(i).inner_text().split() for i in range(3)]
    assert ["80+" in legend for legend in legends] == [True, True, False]
    assert ["down" in legend for legend in legends] == [False, False, True]


def test_states_without_a_color_have_a_color_scale_and_no_legend(opened: Open) -> None:
    panels = shown(opened, "one", panel("state-timeline"), panel("status-history"))
    assert "80+" not in panels.nth(0).inner_text()
    assert "80+" in panels.nth(1).inner_text()


def test_the_first_bars_have_the_first_color(opened: Open) -> None:
    panels = shown(opened, "table", panel("barchart"))
    assert panels.locator("rect").first.get_attribute("fill") == "#73BF69"


def test_a_panel_without_a_title_has_no_header(opened: Open) -> None:
    untitled = panel("text", {"content": "words"}) | {"title": ""}
    panels = shown(opened, "nothing", untitled, panel("text", {"content": "words"}))
    tops = [
        panels.nth(i).get_by_text("words").bounding_box()["y"]  # type: ignore[index]
        - panels.nth(i).bounding_box()["y"]  # type: ignore[index]
        for i in range(2)
    ]
    assert tops[0] < 12
    assert 38 < tops[1] < 50


def test_the_button_of_a_panel_is_visible_with_mouse_and_keyboard(opened: Open) -> None:
    panels = shown(opened, "two", panel("stat"), panel("stat"))
    page = panels.page
    buttons = [panels.nth(i).get_by_role("button", name="Queries of Stat") for i in range(2)]

    def is_visible() -> list[bool]:
        return [button.evaluate("e => getComputedStyle(e).opacity") == "1" for button in buttons]

    page.mouse.move(2, 2)
    assert is_visible() == [False, False]
    panels.nth(0).hover()
    assert is_visible() == [True, False]
    page.mouse.move(2, 2)
    for _ in range(20):
        page.keyboard.press("Tab")
        if buttons[1].evaluate("e => e === document.activeElement"):
            break
    assert is_visible() == [False, True]


def test_the_graph_of_a_low_stat_fills_the_panel(opened: Open) -> None:
    panels = shown(opened, "one", panel("stat", unit="percent"), height=3)
    graph = panels.locator("canvas")
    assert graph.count() == 1
    box, whole = graph.bounding_box(), panels.bounding_box()
    assert box is not None
    assert whole is not None
    assert whole["x"] + whole["width"] - box["x"] - box["width"] < 3
    assert whole["y"] + whole["height"] - box["y"] - box["height"] < 3


def test_a_gauge_with_threshold_colors_has_a_ring_of_thresholds(opened: Open) -> None:
    fixed = panel("gauge", color={"mode": "fixed", "fixedColor": "blue"})
    panels = shown(opened, "one", panel("gauge", **BY_THRESHOLD), fixed)
    assert [panels.nth(i).locator("svg[role=img] path").count() for i in range(2)] == [4, 2]
    assert shown(opened, "nothing", panel("gauge")).locator("svg[role=img] path").count() == 2


def test_a_gauge_shows_the_values_of_thresholds_minimum_and_maximum(opened: Open) -> None:
    options = {"showThresholdLabels": True}
    gauge = shown(opened, "one", panel("gauge", options, min=0, max=90, **BY_THRESHOLD))
    words = gauge.locator("svg[role=img] text").all_text_contents()
    assert words == ["0", "80", "90", "34.1"]


def test_a_single_bar_shows_only_a_declared_name(opened: Open) -> None:
    named = panel("bargauge", displayName="Load")
    panels = shown(opened, "one", panel("bargauge"), named)
    assert "cpu" not in panels.nth(0).inner_text()
    assert "Load" in panels.nth(1).inner_text()


def test_the_legend_of_bars_has_calculations_in_columns(opened: Open) -> None:
    legend = {"displayMode": "table", "placement": "right", "calcs": ["sum", "max"]}
    words = shown(opened, "table", panel("barchart", {"legend": legend})).inner_text().split()
    for word in ("Name", "Total", "Max", "168"):
        assert word in words


def bars(count: int) -> Json:
    """Return the frame of a value a minute, of one or two digits."""
    return series("cpu", [float(i * 7 % 23 + 3) for i in range(count)])


def words_of(panels: Locator) -> list[list[str]]:
    charts = [panels.nth(i).locator("svg[role=img]") for i in range(panels.count())]
    return [chart.locator("text").all_text_contents() for chart in charts]


def test_bars_over_time_have_short_labels_at_the_declared_distance(opened: Open) -> None:
    apart = panel("barchart", {"xTickLabelSpacing": 150})
    back = panel("barchart", {"xTickLabelSpacing": -150, "xTickLabelMaxLength": 2})
    panels = shown(opened, "bars", panel("barchart"), apart, back, bars={"frames": [bars(12)]})
    times = [[word for word in words if ":" in word] for words in words_of(panels)]
    assert times[0] == [f"22:{minute}" for minute in range(13, 25)]
    assert times[1] == ["22:13", "22:19"]
    assert times[2] == ["22:16", "22:20", "22:24"]
    title = panels.nth(0).locator("rect title").first.text_content()
    assert title == "2023-11-14 22:13:20: cpu 3"


def test_days_on_an_axis_are_formatted_as_in_grafana(opened: Open) -> None:
    frame = series("cpu", [1.0, 2.0, 3.0])
    frame["data"]["values"][0] = [1_699_920_000_000 + i * 86_400_000 for i in range(3)]
    words = words_of(shown(opened, "days", panel("barchart"), days={"frames": [frame]}))[0]
    days = [word for word in words if "-" in word]
    assert days == ["2023-11-14", "2023-11-15", "2023-11-16"]


def test_bars_show_values_only_if_all_values_fit(opened: Open) -> None:
    """Even `always` needs room. A Grafana 12.4.3 has the same sizes in a panel of this size."""

    def sizes(count: int, show: str, frame: Json | None = None) -> list[str | None]:
        one = panel("barchart", {"showValue": show})
        frames = [frame or bars(count)]
        panels = shown(opened, "bars", one, width=1400, bars={"frames": frames})
        values = panels.locator("svg[role=img] text[text-anchor=middle]:not([dominant-baseline])")
        return [value.get_attribute("font-size") for value in values.all()]

    for show in ("auto", "always"):
        assert sizes(7, show) == ["9"] * 7
        assert sizes(12, show) == ["11"] * 12
        assert sizes(24, show) == ["8"] * 24
        assert sizes(28, show) == []
    assert sizes(7, "never") == []
    assert sizes(5, "always", series("cpu", [1.0, 2.0, 3.0, 4.0, 5.0])) == []


def test_bars_are_horizontal_in_a_panel_that_is_higher_than_wide(opened: Open) -> None:
    panels = shown(opened, "table", panel("barchart"), height=16)
    box = panels.locator("rect").first.bounding_box()
    assert box
    assert box["height"] > box["width"]


def test_a_hidden_axis_hides_the_time_as_well(opened: Open) -> None:
    hidden = panel("timeseries", custom={"axisPlacement": "hidden"})
    panels = shown(opened, "one", hidden, panel("timeseries"))
    heights = [panels.nth(i).locator(".u-over").bounding_box()["height"] for i in range(2)]  # type: ignore[index]
    assert heights[0] > heights[1] + 15


def test_code_has_line_numbers_if_declared(opened: Open) -> None:
    options = {"mode": "code", "content": "a\n\nb", "code": {"showLineNumbers": True}}
    code = shown(opened, "nothing", panel("text", options)).locator("pre.bw-numbered")
    assert code.locator("div").count() == 3
    assert code.inner_text().split() == ["a", "b"]


def test_percentages_have_limits_if_the_panel_has_no_version(opened: Open) -> None:
    """A stat's graph of 10 to 90 then has room above and below."""
    older = panel("stat", {"colorMode": "none"}, unit="percent", color={"mode": "fixed"})
    newer = older | {"pluginVersion": "12.2.0"}
    panels = shown(opened, "one", older, newer)
    graphs = [panels.nth(i).locator("canvas").screenshot() for i in range(2)]
    assert graphs[0] != graphs[1]


def test_a_single_row_of_states_fills_the_height(opened: Open) -> None:
    panels = shown(opened, "down", panel("state-timeline", {"rowHeight": 0.3}, **MAPPED))
    assert share_of(panels.nth(0).screenshot(), (177, 59, 74)) > 0.4


LINK = {"url": None, "tooltip": "", "icon": "apps", "items": [], "asDropdown": False}


def test_links_of_a_board_lead_to_the_web_or_to_other_pages(opened: Open) -> None:
    other = {"title": "Other board", "url": "other.html"}
    links = [
        {**LINK, "title": "Runbook", "url": "https://a.example/x", "tooltip": "How to"},
        {**LINK, "title": "Elsewhere"},
        {**LINK, "title": "Family", "items": [other], "asDropdown": True},
    ]
    found = opened(page_of([], {}, links=links))
    runbook = found.page.get_by_role("link", name="Runbook")
    assert runbook.get_attribute("href") == "https://a.example/x"
    assert runbook.get_attribute("target") == "_blank"
    assert found.page.get_by_role("link", name="Elsewhere").count() == 0
    found.page.get_by_text("Family").click()
    menu = found.page.get_by_role("link", name="Other board")
    assert (menu.is_visible(), menu.get_attribute("href")) == (True, "other.html")
    found.is_clean()


def test_a_query_that_is_not_sent_is_shown_as_a_neutral_card(opened: Open) -> None:
    view = view_of("1", (0, 0, 12, 8), {"type": "logs", "title": "Logs"}, "none")
    view["queries"][0] |= {
        "written": '{app="shop"} |= "error"',
        "result": None,
        "remark": "A preview sends queries only to Prometheus, not to Logs (loki).",
    }
    found = opened(page_of([view], {}))
    card = found.page.get_by_role("region", name="Logs").get_by_role("note")
    assert "only to Prometheus" in card.inner_text()
    assert '{app="shop"} |= "error"' in card.inner_text()
    assert found.page.get_by_role("alert").count() == 0
    assert found.report()["partly"] == ["1"]


def test_a_title_does_not_overlap_the_menu_button(opened: Open) -> None:
    view = view_of("1", (0, 0, 6, 8), {"type": "text", "title": "W" * 80})
    found = opened(page_of([view], {}))
    frame = found.page.get_by_role("region").first.bounding_box()
    title = found.page.get_by_role("heading", name="WWW").bounding_box()
    assert frame is not None
    assert title is not None
    assert 44 <= frame["x"] + frame["width"] - title["x"] - title["width"] <= 52


@pytest.mark.parametrize(
    ("height", "size"), [(4, None), (5, "15"), (6, "15"), (8, "14"), (10, "13"), (12, "13")]
)
def test_a_value_next_to_a_bar_has_the_size_that_fits(
    opened: Open, height: int, size: str | None
) -> None:
    """A Grafana 12.4.3 has 15, 15, 13, 13 and 13 pixels, and none in the lowest panel."""
    frame = deepcopy(TABLE)
    frame["data"]["values"][1] = [48.694, 94.377, 7.971]
    one = panel("barchart", {"orientation": "horizontal"}, unit="short")
    panels = shown(opened, "bars", one, width=1600, height=height, bars={"frames": [frame]})
    values = panels.locator("svg[role=img] text[dominant-baseline]:not([text-anchor])")
    assert [value.get_attribute("font-size") for value in values.all()] == [size] * 3 * bool(size)


def test_a_stat_without_a_title_shows_the_name_of_its_value(opened: Open) -> None:
    """With a title, one value has no name, as in Grafana."""
    views = [
        view_of(str(i), (i * 8, 0, 8, 4), {**panel("stat"), "title": title}, "one")
        for i, title in enumerate(("", "CPU"))
    ]
    panels = opened(page_of(views, DATA)).page.locator("[data-key]")
    assert "cpu" in panels.nth(0).inner_text()
    assert "cpu" not in panels.nth(1).inner_text()


def test_a_panel_without_data_lists_its_fields(opened: Open) -> None:
    """A bar chart needs a number: this table has a text and a time."""
    panels = shown(opened, "lines", panel("barchart"), lines={"frames": [LINES]})
    assert "The data has only these fields: Time, Line." in panels.inner_text()
