"""The command `boardwright stack`: its arguments, options and output."""

from __future__ import annotations

import os

import click

from boardwright.cli.common_options import GRAFANA_URL, add_format_option
from boardwright.cli.current_project import require_current_project
from boardwright.cli.output import print_json, print_lines


@click.group(
    name="stack",
    epilog="""\b
Examples:
  boardwright stack check
  boardwright stack check prometheus --format json""",
)
def command() -> None:
    """Check the servers that boardwright.toml describes."""


@command.command(
    name="check",
    epilog="""\b
Examples:
  boardwright stack check
  boardwright stack check prometheus grafana
  GRAFANA_TOKEN=... boardwright stack check --format json""",
)
@click.argument("servers", nargs=-1, metavar="[SERVER]...")
@GRAFANA_URL
@add_format_option()
def check_servers(servers: tuple[str, ...], grafana_url: str | None, form: str) -> int:
    """Check that Prometheus, Grafana and the scrape targets run as boardwright.toml describes.

    SERVER is prometheus, grafana or the name of a scrape job. Without SERVER, all servers in
    boardwright.toml are checked. If a token or password for Grafana is set as for `deploy`,
    Grafana's data sources are checked, too. The command changes nothing. The exit code is 1 if
    there is a problem.
    """
    from boardwright.commands.stack.check_stack import check_stack
    from boardwright.report.stack_report import format_stack_json, format_stack_lines

    project = require_current_project().with_grafana_url(grafana_url)
    checked = check_stack(project, environ=os.environ, only=servers)
    if form == "json":
        print_json(format_stack_json(checked))
    else:
        print_lines(format_stack_lines(checked))
    return 1 if checked.wrong else 0
