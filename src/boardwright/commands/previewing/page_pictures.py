"""Pictures of pages: of a whole page, or of each row or panel where that is too high."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from boardwright.browser.chromium import Box, Page
from boardwright.commands.previewing.page_files import PageSet, write_pictures
from boardwright.preview.board_plan import PAGE_WIDTH

MOST_HEIGHT = 16_384
"""Pixels of a Chromium's picture at most."""

_FIRST_HEIGHT = 64
"""A page is never told to be less high than its window."""

_AIR = 8
"""Pixels above and below a row."""

_SECTIONS = """
(() => {
  const box = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { left, top: top + window.scrollY, width, height };
  };
  return [...document.querySelectorAll('[data-section]')].map((section) => ({
    ...box(section),
    number: section.dataset.section,
    panels: [...section.querySelectorAll('[data-key]')].map((panel) => ({
      ...box(panel),
      key: panel.dataset.key,
    })),
  }));
})()
"""
"""Where the rows of a page and their panels stand."""


def take_pictures(
    pages: Iterable[str],
    folder: Path,
    *,
    browser: Page,
    kind: PageSet = "preview",
    expand: bool = False,
    most_height: int = MOST_HEIGHT,
) -> tuple[Path, ...]:
    """Write pictures beside pages, and return their paths.

    Args:
        pages: The files of boards.
        folder: Where they are.
        browser: What draws them.
        kind: Of the pages.
        expand: Whether all rows are open.
        most_height: Pages that are higher get a picture a row, or a panel.

    Raises:
        OutputError: A page cannot be drawn, or a picture not be written.
    """
    taken: list[Path] = []
    for page in pages:
        files = dict(_pictures(browser, folder / page, expand, most_height))
        write_pictures(files, folder, kind=kind, page=page)
        taken += [folder / name for name in files]
    return tuple(taken)


def _pictures(
    browser: Page, path: Path, expand: bool, most_height: int
) -> Iterator[tuple[str, bytes]]:
    """Draw a page once, and yield its pictures by their names."""
    height = _open(browser, path, expand)
    if height <= most_height:
        yield f"{path.stem}.png", browser.picture(_across(0, height))
        return
    if not expand:
        height = _open(browser, path, expand=True)
    for section in browser.value(_SECTIONS):
        yield from _of_section(browser, path.stem, section, height, most_height)


def _open(browser: Page, path: Path, expand: bool) -> int:
    """Draw a page, and return its height."""
    browser.size(PAGE_WIDTH, _FIRST_HEIGHT)
    browser.open(path.absolute().as_uri() + ("#expand" if expand else ""))
    return browser.height()


def _of_section(
    browser: Page, stem: str, section: dict[str, Any], height: int, most_height: int
) -> Iterator[tuple[str, bytes]]:
    """Yield the picture of a row, or of each of its panels; the first has the page's head."""
    first = section["number"] == "0"
    top = 0 if first else max(0, int(section["top"]) - _AIR)
    bottom = min(height, int(section["top"] + section["height"]) + _AIR)
    if bottom - top <= most_height:
        yield f"{stem}-row-{section['number']}.png", browser.picture(_across(top, bottom))
        return
    for panel in section["panels"]:
        box = Box(
            left=int(panel["left"]),
            top=int(panel["top"]),
            width=max(1, int(panel["width"])),
            height=max(1, min(int(panel["height"]), MOST_HEIGHT)),
        )
        yield f"{stem}-panel-{panel['key']}.png", browser.picture(box)


def _across(top: int, bottom: int) -> Box:
    return Box(left=0, top=top, width=PAGE_WIDTH, height=max(1, bottom - top))
