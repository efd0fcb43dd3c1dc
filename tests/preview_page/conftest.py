"""Fixtures: a Chromium for the tests of pages, and a function that opens pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from preview_page.pages import Json, html_of

WATCH = """
window.__violations = [];
addEventListener('securitypolicyviolation', (event) => {
    __violations.push(event.violatedDirective + ' ' + event.blockedURI);
});
"""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An opened page, with its errors and requests."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        found: list[str] = self.page.evaluate("__violations")
        return found

    def report(self) -> Json:
        report: Json = self.page.evaluate("__boardwright")
        return report

    def is_clean(self) -> None:
        """Check that the page had no errors, broke no security policy, and sent no requests."""
        assert (self.errors, self.violations(), self.requests) == ([], [], [])


Open = Callable[..., Opened]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Return a function that opens a page, waits until it is drawn, and records its errors."""
    context = browser.new_context(timezone_id="UTC", reduced_motion="reduce")
    context.add_init_script(WATCH)
    context.set_default_timeout(5_000)

    def open_page(
        content: Json, address: str = "", *, width: int = 1200, height: int = 900
    ) -> Opened:
        file = tmp_path / "page.html"
        file.write_text(html_of(content), "utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        found = Opened(page=page)
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on("console", lambda m: found.errors.append(m.text) if m.type == "error" else None)
        page.on("request", lambda r: found.requests.append(r.url) if is_outside(r.url) else None)
        page.goto(f"file://{file}{address}")
        page.wait_for_selector("html[data-state]", state="attached", timeout=30_000)
        assert page.evaluate("document.documentElement.dataset.state") == "ready"
        return found

    yield open_page
    context.close()


def is_outside(url: str) -> bool:
    return not url.startswith(("file:", "data:", "blob:", "about:"))
