"""The command `boardwright new`: its arguments, options and output."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote

import click

from boardwright.cli.output import format_path, print_lines
from boardwright.cli.parameters import FOLDER


@click.command(
    name="new",
    epilog="""\b
Examples:
  boardwright new my-boards            a new folder
  boardwright new . --name infra       in an existing repository
  GRAFANA_TOKEN=... boardwright new my-boards --grafana https://grafana.example.org""",
)
@click.argument("folder", type=FOLDER, default=".")
@click.option("--name", help="Name of the project. Default: the name of the folder.")
@click.option(
    "--grafana",
    metavar="URL",
    help="Use the Prometheus data source of this Grafana. The credentials are read from the"
    " environment, such as GRAFANA_TOKEN.",
)
def command(folder: Path, name: str | None, grafana: str | None) -> int:
    """Create a project in FOLDER: boardwright.toml, a first board with a test, and a README.

    FOLDER may contain other files. The command never changes existing files.
    """
    from boardwright.commands.creating.project_creation import create_project
    from boardwright.report.creation_report import format_creation_lines
    from boardwright.report.text_format import escape_unprintable

    where = format_path(folder)
    lookup = None
    if grafana is not None:
        from boardwright.commands.creating.grafana_lookup import look_up_grafana

        lookup = look_up_grafana(grafana, environ=os.environ)
    print_lines(format_creation_lines(create_project(folder, name=name, grafana=lookup), where))
    step = "" if where == "." else f"cd {quote(where)} && "
    click.echo(escape_unprintable(f"Next: {step}boardwright preview"))
    return 0
