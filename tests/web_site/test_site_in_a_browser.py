"""Pages in a real browser, as wide as a telephone and as a desktop."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

PAGES = (
    *("", "boards/", "how-to/ci/", "how-to/stack/", "reference/command-line/", "security/"),
    *("rules/", "rules/short-rate-window/", "coming-from/grafanalib/", "adr/", "upgrading/"),
)
WIDTHS = (360, 1400)
HIDDEN_TEXT = """
() => [...document.querySelectorAll('article :is(h1, p, li, pre, table)')]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1
        && !each.closest('table, pre, .highlight'))
    .map((each) => each.textContent.slice(0, 60))
"""


def open_page(browser: Browser, address: str, width: int, foreign: list[str]) -> Page:
    """Open a page, and note its errors and its requests to other servers."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("pageerror", lambda error: foreign.append(str(error)))
    page.on("console", lambda each: foreign.append(each.text) if each.type == "error" else None)
    page.on("request", lambda each: note_foreign(each.url, address, foreign))
    return page


def note_foreign(url: str, address: str, foreign: list[str]) -> None:
    if not url.startswith((address, "data:", "blob:", "about:")):
        foreign.append(url)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_the_width_and_load_nothing_from_other_servers(
    browser: Browser, address: str, width: int
) -> None:
    foreign: list[str] = []
    page = open_page(browser, address, width, foreign)
    for name in PAGES:
        response = page.goto(f"{address}/{name}")
        assert response is not None
        assert response.status == 200, name
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, name
        assert page.evaluate(HIDDEN_TEXT) == [], name
    assert foreign == []
    page.close()


def test_the_search_finds_a_rule(browser: Browser, address: str) -> None:
    foreign: list[str] = []
    page = open_page(browser, address, 1400, foreign)
    page.goto(f"{address}/")
    page.locator(".md-search__input").fill("short-rate-window")
    first = page.locator(".md-search-result__link").first
    expect(first).to_contain_text("short-rate-window", timeout=15000)
    first.click()
    page.wait_for_url("**/rules/**")
    assert foreign == []
    page.close()


def test_the_page_of_boards_contains_working_previews(browser: Browser, address: str) -> None:
    """A frame is a preview page: it has drawn panels with data, from one file."""
    foreign: list[str] = []
    page = open_page(browser, address, 1400, foreign)
    page.goto(f"{address}/boards/")
    frames = page.locator("iframe.board")
    expect(frames).to_have_count(4)
    frames.first.scroll_into_view_if_needed()
    panel = page.frame_locator("iframe.board").first.locator("canvas, svg").first
    expect(panel).to_be_visible(timeout=30000)
    assert foreign == []
    page.close()


def test_the_menu_opens_on_a_telephone(browser: Browser, address: str, tmp_path: Path) -> None:
    page = open_page(browser, address, 360, [])
    page.goto(f"{address}/security/")
    page.locator("label.md-header__button[for=__drawer]").click()
    expect(page.locator(".md-nav--primary").get_by_text("Rules", exact=True).first).to_be_visible()
    page.close()
