"""Draws a board with sample data as an HTML page."""

from __future__ import annotations

import html
import os
from dataclasses import field
from pathlib import Path
from typing import get_args

from boardwright.commands.previewing.preview import PreviewOptions, build_pages
from boardwright.commands.previewing.preview_boards import BoardInputs, name_boards
from boardwright.errors import ConfigError, OutputError
from boardwright.frozen import frozen
from boardwright.preview.bundle import VARIABLE, read_bundle
from boardwright.preview.page_model import Theme
from boardwright.preview.time_ranges import check_range_length
from boardwright.report.preview_html import render_page_html
from boardwright.schema.board_result import BoardResult
from boardwright.writing.file_tree import write_files

_HEIGHT = 600
"""Height of the preview in a notebook, in pixels."""


@frozen
class BoardPreview:
    """An HTML page that shows a board. The page loads no other files, and works offline.

    Attributes:
        html: The HTML of the page.
    """

    html: str = field(repr=False)

    def save(self, path: Path | str) -> None:
        """Write the page to a file.

        Raises:
            OutputError: The path is a folder, or the file cannot be written.
        """
        target = Path(path)
        if target.is_dir():
            raise OutputError(
                "this is a folder, not a file",
                where=path,
                hint="Add a file name to the path, such as page.html.",
            )
        write_files({target.name: self.html.encode()}, target.parent)

    def _repr_html_(self) -> str:
        """Return the page in an `iframe` for Jupyter notebooks."""
        page = html.escape(self.html, quote=True)
        return (
            f'<iframe srcdoc="{page}" sandbox="allow-scripts" width="100%" height="{_HEIGHT}" '
            'style="border: 0"></iframe>'
        )


def draw_board(
    board: BoardResult, *, folder: str, theme: Theme, length: str | None
) -> BoardPreview:
    """Draw a board with sample data, and return the HTML page.

    Args:
        board: The compiled board.
        folder: Title of the Grafana folder that contains the board.
        theme: Color theme, `dark` or `light`.
        length: Length of the displayed time range, such as `1h`. If None, the page shows the time
            range that the board sets.

    Raises:
        ConfigError: `theme` or `length` is invalid.
        OutputError: The JavaScript bundle that draws previews is not installed.
    """
    _check_arguments(theme, length)
    options = PreviewOptions(data="sample", theme=theme, length=length)
    inputs = BoardInputs(boards=tuple(name_boards([(folder, board)])))
    pages = build_pages(None, inputs, here=Path.cwd(), options=options)
    return BoardPreview(
        html=render_page_html(pages.boards[0].page, read_bundle(os.environ.get(VARIABLE)))
    )


def _check_arguments(theme: str, length: str | None) -> None:
    if theme not in get_args(Theme):
        raise ConfigError(f"theme is {theme!r}; it takes {', '.join(get_args(Theme))}")
    check_range_length(length, option="length")
