"""The command `boardwright watch`: its arguments, options and output."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    OPEN_PAGE,
    PATHS,
    THEME,
    add_prometheus_option,
    add_range_option,
    add_variable_option,
    read_variables,
)

if TYPE_CHECKING:
    from boardwright.commands.previewing.watched_pages import WatchedPages


@click.command(
    name="watch",
    epilog="""\b
Examples:
  boardwright watch --open
  boardwright watch dashboards/node.py --prometheus http://127.0.0.1:9090
  boardwright watch --port 8099 --theme light""",
)
@PATHS
@click.option("--port", type=click.IntRange(0, 65535), default=8099, show_default=True)
@add_prometheus_option()
@add_range_option()
@add_variable_option()
@THEME
@OPEN_PAGE
def command(
    paths: tuple[Path, ...],
    port: int,
    prometheus: str | None,
    length: str | None,
    assignments: tuple[str, ...],
    theme: str,
    open_it: bool,
) -> int:
    """Serve previews of the boards on this machine, and redraw them whenever a file is saved.

    When the server has redrawn a board, the browser reloads the page and keeps its scroll position,
    open rows and annotation switches. If a module has an error, the terminal and the last drawn
    page show the error. The panels show the problems that `boardwright check` finds. The server
    listens on 127.0.0.1 only and writes no pages to files. Ctrl-C stops the server.
    """
    from boardwright.cli.watch_server import WatchServer
    from boardwright.commands.previewing.preview import (
        PreviewOptions,
        PreviewResult,
        check_options,
    )
    from boardwright.commands.previewing.watched_pages import WatchedPages
    from boardwright.config.project_root import find_root
    from boardwright.errors import ConfigError
    from boardwright.preview.bundle import VARIABLE, read_bundle
    from boardwright.report.preview_html import render_index_html, render_page_html
    from boardwright.report.problems import format_error

    bundle = read_bundle(os.environ.get(VARIABLE)).share()

    def render_pages(pages: PreviewResult) -> dict[str, str | bytes]:
        files = {
            f"{b.name}.html": render_page_html(b.page, bundle, watched=True) for b in pages.boards
        }
        return {**files, "index.html": render_index_html(pages.boards), **bundle.files}

    options = PreviewOptions(
        prometheus=prometheus,
        length=length,
        given=read_variables(assignments),
        theme=theme,  # type: ignore[arg-type]
        check=True,
    )
    check_options(options)
    pages = WatchedPages(
        find_root(Path.cwd()),
        paths=[path.absolute() for path in paths] or None,
        options=options,
        render=render_pages,
        error_text=format_error,
    )
    try:
        server = WatchServer(pages, port)
    except OSError as error:
        raise ConfigError(
            f"cannot listen on port {port}: {error.strerror}",
            where="--port",
            hint="Choose another port, or 0 for any free port.",
        ) from None
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _follow_pages(pages, server.url, open_it=open_it)
    return 0


def _follow_pages(pages: WatchedPages, url: str, *, open_it: bool) -> None:
    """Print the errors and the number of boards after each redraw, until Ctrl-C."""
    from boardwright.notation.plurals import format_quantity

    first = True
    try:
        for state in pages.follow(threading.Event()):
            for error in state.errors:
                click.echo(error, err=True)
            for failure in state.silent:
                click.echo(f"error: {failure}", err=True)
            outcome = format_quantity(len(state.errors), "error") if state.errors else "no errors"
            click.echo(f"{url}  {format_quantity(state.boards, 'board')}, {outcome}")
            if first and open_it:
                click.launch(url)
            first = False
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
