"""The command `boardwright release`: its arguments, options and output."""

from __future__ import annotations

import os
from contextlib import ExitStack

import click

from boardwright.cli.common_options import GRAFANA_URL, add_environment_option, add_format_option
from boardwright.cli.current_project import require_current_project
from boardwright.cli.output import print_json, print_lines
from boardwright.cli.parameters import UID


@click.command(
    name="release",
    epilog="""\b
Examples:
  boardwright release old-board
  boardwright release checkout till --env production --format json""",
)
@click.argument("uids", nargs=-1, required=True, metavar="UID...", type=UID)
@add_environment_option("Use the Grafana of [environments.NAME] in boardwright.toml.")
@GRAFANA_URL
@add_format_option()
def command(uids: tuple[str, ...], env: str | None, grafana_url: str | None, form: str) -> int:
    """Stop managing boards and alert rules, and leave them in Grafana.

    `deploy` adds a tag to the boards and an annotation to the alert rules that it manages. The
    command removes this tag or annotation. From then on, `deploy` does not overwrite the released
    boards and rules, and `deploy --prune` does not delete them. If the project still declares a
    released board, `deploy` reports a conflict, and `deploy --adopt` takes the board over again.
    """
    from boardwright.commands.deploying.release import release_items
    from boardwright.http.sessions import create_session
    from boardwright.report.release_report import (
        format_failed_releases,
        format_release_json,
        format_release_lines,
    )

    project = require_current_project().with_grafana_url(grafana_url)
    with ExitStack() as sessions:
        released = release_items(
            project,
            uids,
            environ=os.environ,
            env=env,
            open_session=lambda: sessions.enter_context(create_session()),
        )
    if form == "json":
        print_json(format_release_json(released))
    else:
        print_lines(format_release_lines(released))
    for warning in released.warnings:
        click.echo(f"warning: {warning}", err=True)
    for line in format_failed_releases(released):
        click.echo(line, err=True)
    return 2 if released.failed else 0
