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
  boardwright new my-boards
  boardwright new . --name infra""",
)
@click.argument("folder", type=FOLDER, default=".")
@click.option("--name", help="The project's name; made from the folder's without it.")
def command(folder: Path, name: str | None) -> int:
    """Start a project in FOLDER: boardwright.toml and a first board."""
    from boardwright.commands.creating.new_project import new

    where = shown(folder)
    print_lines(f"     new  {where}/{path}" for path in new(folder, name=name))
    click.echo(f"Next: cd {quote(where)} && boardwright build")
    return 0
