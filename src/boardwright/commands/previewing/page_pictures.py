"""Takes pictures of preview pages. A page that is too high gets a picture of each row or panel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from boardwright.browser.chromium import Page, PageArea
from boardwright.commands.previewing.page_files import PageSet, write_pictures
from boardwright.frozen import frozen
from boardwright.preview.board_plan import PAGE_WIDTH

MOST_HEIGHT = 16_384
"""Height in pixels of the highest picture that Chromium can take."""

_FIRST_HEIGHT = 64
"""Height of the browser window in pixels while the height of a page is measured. The window is low
because Chromium never reports a page as lower than the window.
"""

_MARGIN = 8
"""Number of pixels that the picture of a row includes above and below the row."""

_SECTIONS = """
(() => {
  const box = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { left, top: top + window.scrollY, width, height };
  };
  return [...document.querySelectorAll('[data-section]')].map((section) => ({
    ...box(section),
    key: section.dataset.section,
    panels: [...section.querySelectorAll('[data-key]')].map((panel) => ({
      ...box(panel),
      key: panel.dataset.key,
    })),
  }));
})()
"""
"""JavaScript that returns the positions of rows and panels on the page."""


@frozen
class PageBox:
    """The position of a row or panel on the page, in pixels.

    Attributes:
        key: The number of the row, or the key of the panel.
        left: Distance from the left edge of the page.
        top: Distance from the top of the page.
        width: Width of the row or panel.
        height: Height of the row or panel.
        panels: The positions of a row's panels; empty for a panel.
    """

    key: str
    left: float
    top: float
    width: float
    height: float
    panels: tuple[PageBox, ...] = ()


def take_pictures(
    pages: Mapping[str, str],
    folder: Path,
    *,
    browser: Page,
    kind: PageSet = "preview",
    expand: bool = False,
    most_height: int = MOST_HEIGHT,
) -> tuple[Path, ...]:
    """Write a picture of each page next to the page, and return the paths of the pictures.

    Args:
        pages: Name of a page's file -> URL of the page relative to the folder. The URL may have a
            fragment, such as `#expand`.
        folder: Folder that contains the pages.
        browser: The browser that draws the pages.
        kind: `preview` for pages of boards, `against` for pages that compare two versions of a
            board.
        expand: Whether the pictures show the panels of collapsed rows.
        most_height: Largest height of a picture in pixels. A page above this height gets a picture
            of each row, and a row above this height gets a picture of each panel.

    Raises:
        OutputError: A page cannot be drawn, or a picture cannot be written.
    """
    paths: list[Path] = []
    for page, address in pages.items():
        files = dict(_iter_pictures(browser, folder / page, folder / address, expand, most_height))
        write_pictures(files, folder, kind=kind, page=page)
        paths += [folder / name for name in files]
    return tuple(paths)


def _iter_pictures(
    browser: Page, path: Path, address: Path, expand: bool, most_height: int
) -> Iterator[tuple[str, bytes]]:
    """Draw a page, and yield the file name and content of each picture."""
    height = _open_page(browser, address, expand)
    if height <= most_height:
        yield f"{path.stem}.png", browser.take_picture(_build_row_area(0, height))
        return
    if not expand:
        height = _open_page(browser, address, expand=True)
    for section in map(_read_box, browser.evaluate(_SECTIONS)):
        yield from _iter_section_pictures(browser, path.stem, section, height, most_height)


def _read_box(data: Mapping[str, Any]) -> PageBox:
    """Return the position of a row or panel from the result of the script `_SECTIONS`."""
    panels = tuple(map(_read_box, data.get("panels", ())))
    return PageBox(**{**data, "panels": panels})


def _open_page(browser: Page, address: Path, expand: bool) -> int:
    """Open a page in the browser, and return the height of the page in pixels."""
    browser.set_size(PAGE_WIDTH, _FIRST_HEIGHT)
    name, _, fragment = address.name.partition("#")
    wanted = "&".join(filter(None, (fragment, "tabs", "expand" if expand else "")))
    url = address.with_name(name).absolute().as_uri()
    browser.open(f"{url}#{wanted}")
    return browser.measure_height()


def _iter_section_pictures(
    browser: Page, stem: str, section: PageBox, height: int, most_height: int
) -> Iterator[tuple[str, bytes]]:
    """Yield a picture of a row, or a picture of each of its panels if the row is too high.

    The picture of the first row includes the page header.
    """
    top = 0 if section.key == "0" else max(0, int(section.top) - _MARGIN)
    bottom = min(height, int(section.top + section.height) + _MARGIN)
    if bottom - top <= most_height:
        yield f"{stem}-row-{section.key}.png", browser.take_picture(_build_row_area(top, bottom))
        return
    for panel in section.panels:
        area = PageArea(
            left=int(panel.left),
            top=int(panel.top),
            width=max(1, int(panel.width)),
            height=max(1, min(int(panel.height), MOST_HEIGHT)),
        )
        yield f"{stem}-panel-{panel.key}.png", browser.take_picture(area)


def _build_row_area(top: int, bottom: int) -> PageArea:
    return PageArea(left=0, top=top, width=PAGE_WIDTH, height=max(1, bottom - top))
