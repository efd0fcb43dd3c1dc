"""`boardwright new`."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from boardwright.cli.output import print_lines, shown
from boardwright.cli.parameters import FOLDER


@click.command(
    name="new",
    epilog="""\b
Examples:
  boardwright new my-boards            a new folder
  boardwright new . --name infra       in an existing repository""",
)
@click.argument("folder", type=FOLDER, default=".")
@click.option("--name", help="The project's name. Defaults to the folder's name.")
def command(folder: Path, name: str | None) -> int:
    """Start a project in FOLDER: boardwright.toml, a first board, README.md and .gitignore.

    FOLDER may contain other files. Files that exist are never changed.
    """
    from boardwright.commands.creating.project_creation import create_project
    from boardwright.report.creation import creation_lines

    where = shown(folder)
    print_lines(creation_lines(create_project(folder, name=name), where))
    step = "" if where == "." else f"cd {quote(where)} && "
    click.echo(f"Next: {step}boardwright build")
    return 0
