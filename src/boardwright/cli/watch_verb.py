"""`boardwright watch`."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.preview_verb import values

if TYPE_CHECKING:
    from boardwright.commands.previewing.watched_pages import Watched


@click.command(
    name="watch",
    epilog="""\b
Examples:
  boardwright watch --open
  boardwright watch dashboards/node.py --prometheus http://127.0.0.1:9090
  boardwright watch --port 8099 --theme light""",
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8099, show_default=True)
@click.option("--prometheus", metavar="URL", help="Ask this Prometheus.")
@click.option("--range", "length", metavar="LENGTH", help="Show the last 30m, 1h, 7d ...")
@click.option("--var", "given", metavar="NAME=VALUE", multiple=True, help="A variable's value.")
@click.option("--theme", type=click.Choice(["dark", "light"]), default="dark", show_default=True)
@click.option("--open", "open_it", is_flag=True, help="Open the page in a browser.")
def command(
    paths: tuple[Path, ...],
    port: int,
    prometheus: str | None,
    length: str | None,
    given: tuple[str, ...],
    theme: str,
    open_it: bool,
) -> int:
    """Serve the boards' pages on this machine, drawn anew whenever a file is saved.

    A page keeps its place, its open rows and which annotations it shows; what is wrong with a
    module is told over the last good page, and what `check` finds on the panels. The server listens
    on 127.0.0.1 alone, only reads, and ends with Ctrl-C.
    """
    from boardwright.cli.watch_server import WatchServer
    from boardwright.commands.previewing.preview import Previewed, PreviewOptions
    from boardwright.commands.previewing.watched_pages import Watched
    from boardwright.config.project_root import find_root
    from boardwright.errors import ConfigError
    from boardwright.preview.bundle import VARIABLE, read_bundle
    from boardwright.report.preview_html import index_html, page_html
    from boardwright.report.problems import error_text

    bundle = read_bundle(os.environ.get(VARIABLE))

    def draw(made: Previewed) -> dict[str, str]:
        pages = {f"{b.name}.html": page_html(b.page, bundle, watched=True) for b in made.boards}
        return {**pages, "index.html": index_html(made.boards)}

    options = PreviewOptions(
        prometheus=prometheus,
        length=length,
        given=values(given),
        theme=theme,  # type: ignore[arg-type]
        check=True,
    )
    root = find_root(Path.cwd())
    watched = Watched(
        root, paths=[p.absolute() for p in paths], options=options, draw=draw, tell=error_text
    )
    try:
        server = WatchServer(watched, port)
    except OSError as error:
        raise ConfigError(
            f"port {port} cannot be listened on: {error.strerror}",
            where="--port",
            hint="Name another one; 0 takes any that is free.",
        ) from None
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _follow(watched, server.url, open_it=open_it)
    return 0


def _follow(watched: Watched, url: str, *, open_it: bool) -> None:
    """Build and tell, until Ctrl-C."""
    first = True
    try:
        for shown in watched.follow(threading.Event()):
            count = len(shown.pages) - 1
            state = "with errors, see the page" if shown.trouble else "all well"
            click.echo(f"{url}  {max(count, 0)} boards, {state}")
            if first and open_it:
                click.launch(url)
            first = False
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
