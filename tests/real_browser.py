"""One Chromium for all tests of pages, because Playwright can start only once in a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

from support import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--font-render-hinting=none", "--force-color-profile=srgb"]
BUNDLE = ROOT / "src/boardwright/preview/bundle"


def lacking(what: str) -> NoReturn:
    """Skip the test; in CI, fail instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, and CI skips nothing real")
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a Chromium. Without one, skip the test; in CI, fail."""
    names = (os.environ.get("BOARDWRIGHT_CHROMIUM", "chromium"), *NAMES)
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None:
        lacking("no Chromium on this machine")
    if not (BUNDLE / "preview.js").exists():
        lacking("the bundle is not built: scripts/preview-bundle")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()
