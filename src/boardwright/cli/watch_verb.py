"""`boardwright watch`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.preview_verb import project_here, values

if TYPE_CHECKING:
    from boardwright.commands.preview import Options
    from boardwright.commands.watching import Made
    from boardwright.preview.bundle import Bundle


@click.command(
    name="watch",
    epilog="""\b
Examples:
  boardwright watch
  boardwright watch dashboards/node.py --prometheus http://127.0.0.1:9090 --open
  boardwright watch --port 8000 --theme light""",
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--data", type=click.Choice(["live", "recorded", "sample"]), help="As for `preview`.")
@click.option("--prometheus", metavar="URL", help="Ask this Prometheus.")
@click.option("--range", "length", metavar="LENGTH", help="Show the last 30m, 1h, 7d ...")
@click.option("--var", "given", metavar="NAME=VALUE", multiple=True, help="A variable's value.")
@click.option("--theme", type=click.Choice(["dark", "light"]), default="dark", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; any without it.")
@click.option("--open", "open_it", is_flag=True, help="Open the page in a browser.")
def command(
    paths: tuple[Path, ...],
    data: str | None,
    prometheus: str | None,
    length: str | None,
    given: tuple[str, ...],
    theme: str,
    port: int,
    open_it: bool,
) -> int:
    """Show boards on a page that is drawn anew whenever a file is saved.

    The page is on this machine's loopback only. It tells what `check` finds; while a module is
    broken its message stands over the last good page. Ctrl-C ends it.
    """
    from boardwright.commands.preview import Options, check_options
    from boardwright.commands.watching import watch
    from boardwright.errors import OutputError
    from boardwright.preview.bundle import VARIABLE, read_bundle

    bundle = read_bundle(os.environ.get(VARIABLE))
    project = project_here(needed=not paths)
    options = Options(
        data=data,  # type: ignore[arg-type]
        prometheus=prometheus,
        length=length,
        given=values(given),
        theme=theme,  # type: ignore[arg-type]
        check=True,
    )
    check_options(options)

    def started(address: str) -> None:
        click.echo(f"{address}  follows what you save; Ctrl-C ends it.")
        if open_it:
            click.launch(address)

    folder = project.root if project else Path.cwd()
    try:
        watch(folder, lambda: _made(paths, options, bundle), port=port, started=started)
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        raise OutputError(
            f"the port {port} cannot be had: {error.strerror}",
            where="--port",
            hint="Leave --port out and any free one is taken.",
        ) from None
    return 0


def _made(paths: tuple[Path, ...], options: Options, bundle: Bundle) -> Made:
    """Make the pages, or say why they cannot be made."""
    from boardwright.commands.compiling import CacheUse
    from boardwright.commands.preview import preview, with_reload
    from boardwright.commands.watching import EVENTS, Made
    from boardwright.errors import BoardwrightError
    from boardwright.report.preview_html import index_html, page_html
    from boardwright.report.problems import error_text

    try:
        project = project_here(needed=not paths)
        found = preview(project, here=Path.cwd(), paths=paths, options=options, cache=CacheUse.KEEP)
    except BoardwrightError as error:
        return Made(trouble=error_text(error))
    watched = with_reload(found, lambda name: EVENTS)
    texts = {f"{b.name}.html": page_html(b.page, bundle, watched=True) for b in watched.boards}
    texts["index.html"] = index_html(watched.boards)
    return Made(
        pages={name: text.encode("utf-8", "replace") for name, text in texts.items()},
        trouble="\n".join(error_text(error) for error in found.errors),
    )
