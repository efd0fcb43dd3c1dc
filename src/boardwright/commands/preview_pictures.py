"""Pictures of pages: of a whole page, or of each row or panel where that is too high."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from boardwright.commands.chromium import Page, chromium, find_chromium
from boardwright.preview.model import BoardPage
from boardwright.preview.planning import PAGE_WIDTH
from boardwright.project.writing import write_files

MOST_HEIGHT = 16_384
"""Pixels of a Chromium's picture at most."""

_FIRST_HEIGHT = 64
"""A page is never told to be less high than its window."""


@dataclass(frozen=True, kw_only=True)
class Pictured:
    """A page to be pictured: its file, and the board on it."""

    path: Path
    page: BoardPage


def take_pictures(
    pages: Sequence[Pictured],
    *,
    expand: bool = False,
    environ: Mapping[str, str] = os.environ,
    most_height: int = MOST_HEIGHT,
) -> tuple[Path, ...]:
    """Write pictures beside pages, and return their paths.

    Args:
        pages: The pages.
        expand: Whether all rows are open.
        environ: Where a Chromium is looked for.
        most_height: Pages that are higher get a picture a row, or a panel.

    Raises:
        OutputError: No Chromium, or it failed.
    """
    if not pages:
        return ()
    taken: list[Path] = []
    with chromium(find_chromium(environ)) as browser:
        for each in pages:
            files = dict(_pictures(browser, each, expand, most_height))
            write_files(files, each.path.parent)
            taken += [each.path.parent / name for name in files]
    return tuple(taken)


def _pictures(
    browser: Page, pictured: Pictured, expand: bool, most_height: int
) -> Iterator[tuple[str, bytes]]:
    stem = pictured.path.stem
    whole = _picture(browser, pictured.path, "expand" if expand else "", most_height)
    if whole is not None:
        yield f"{stem}.png", whole
        return
    for number, section in enumerate(pictured.page.selections[0].sections):
        row = _picture(browser, pictured.path, f"expand&row={number}", most_height)
        if row is not None:
            yield f"{stem}-row-{number}.png", row
            continue
        for panel in section.panels:
            one = _picture(browser, pictured.path, f"panel={panel.key}", 0)
            if one is not None:
                yield f"{stem}-panel-{panel.key}.png", one


def _picture(browser: Page, path: Path, asked: str, most_height: int) -> bytes | None:
    """Return a picture; None of what is too high. 0 stands for any height."""
    browser.size(PAGE_WIDTH, _FIRST_HEIGHT)
    browser.open(path.absolute().as_uri() + (f"#{asked}" if asked else ""))
    height = browser.height()
    if most_height and height > most_height:
        return None
    browser.size(PAGE_WIDTH, max(1, min(height, MOST_HEIGHT)))
    return browser.picture(PAGE_WIDTH, height)
