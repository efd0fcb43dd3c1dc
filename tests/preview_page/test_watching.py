"""Watch mode: the page reloads on an event, and keeps the settings of the reader."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Queue

from playwright.sync_api import Browser, Error, Page, expect

from preview_page.pages import annotation, html_of
from preview_page.sampler import sampler
from serving import Handler, serving


@contextmanager
def served(html: str, events: Queue[str | None]) -> Iterator[str]:
    """Serve the page, and events until there is None."""

    class Follower(Handler):
        def do_GET(self) -> None:
            self.send_response(200)
            is_page = self.path == "/"
            self.send_header("Content-Type", "text/html" if is_page else "text/event-stream")
            self.end_headers()
            if is_page:
                self.wfile.write(html.encode())
                return
            self.wfile.write(b": hello\n\n")
            while (event := events.get()) is not None:
                self.wfile.write(event.encode())

    with serving(Follower) as address:
        yield f"http://{address}/"
        events.put(None)


def until(page: Page, expression: str) -> None:
    """Wait until an expression is true, asked from outside: the page's policy forbids `eval`."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with suppress(Error):  # the page is just being reloaded
            if page.evaluate(expression):
                return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def test_the_page_reloads_when_the_server_sends_an_event(browser: Browser) -> None:
    content = sampler(reload="/events")
    panels = content["selections"][0]["sections"][0]["panels"]
    content["selections"][0]["sections"].append(
        {
            "row": {"title": "More", "open": False, "kind": "row", "level": 0},
            "panels": [panels[0] | {"key": "99"}],
        }
    )
    events: Queue[str | None] = Queue()
    with served(html_of(content, connect="'self'"), events) as url:
        page = browser.new_page(viewport={"width": 1200, "height": 700})
        page.set_default_timeout(10_000)
        page.goto(url)
        page.get_by_role("button", name="More").click()
        page.evaluate("window.scrollTo(0, 400)")
        events.put("event: errors\ndata: node.py:3\ndata: <b>NameError</b>\n\n")
        expect(page.get_by_role("alert")).to_have_text("node.py:3\n<b>NameError</b>")
        events.put("event: errors\ndata:\n\n")
        expect(page.get_by_role("alert")).to_have_count(0)
        page.evaluate("window.before = true")
        events.put("event: reload\ndata:\n\n")
        events.put(None)  # the first page's stream ends with it
        until(page, "!window.before && document.documentElement.dataset.state == 'ready'")
        until(page, "window.scrollY == 400")
        assert page.locator('[data-key="99"]').count() == 1
        page.close()


def test_switched_annotations_stay_switched_after_a_reload(browser: Browser) -> None:
    content = sampler(reload="/events")
    selection = content["selections"][0]
    selection["annotations"] = [
        annotation("Deployments"), annotation("Backups", enabled=False),
        annotation("Twice"), annotation("Twice"), annotation("Untouched", enabled=False),
    ]  # fmt: skip
    events: Queue[str | None] = Queue()
    with served(html_of(content, connect="'self'"), events) as url:
        page = browser.new_page(viewport={"width": 1200, "height": 700})
        page.set_default_timeout(10_000)
        page.goto(url)
        switches = page.get_by_role("switch")
        for i in (0, 1, 3):
            switches.nth(i).focus()
            page.keyboard.press("Space")
        shown = [False, True, True, False, False]
        assert [switch.is_checked() for switch in switches.all()] == shown
        markers = page.locator('[data-key="1"] .bw-point').count()
        page.evaluate("window.before = true")
        events.put("event: reload\ndata:\n\n")
        events.put(None)
        until(page, "!window.before && document.documentElement.dataset.state == 'ready'")
        assert [switch.is_checked() for switch in switches.all()] == shown
        assert page.locator('[data-key="1"] .bw-point').count() == markers > 0
        page.close()
