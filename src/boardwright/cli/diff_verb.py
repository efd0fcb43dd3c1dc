"""The command `boardwright diff`: its arguments, options and output."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    GRAFANA_URL,
    PATHS,
    add_all_option,
    add_environment_option,
    add_format_option,
)
from boardwright.cli.current_project import require_current_project
from boardwright.cli.output import (
    choose_style,
    print_errors,
    print_json,
    print_lines,
    print_notes,
    start_progress,
)
from boardwright.cli.parameters import refuse_single_url, require_text
from boardwright.cli.selection_options import add_selection_options, choose_paths

if TYPE_CHECKING:
    from boardwright.commands.diffing.diff import DiffResult
    from boardwright.projects.selection_conditions import BoardSelection
    from boardwright.report.diff_text import DiffTextKind

_COLOURS: dict[DiffTextKind, dict[str, object]] = {
    "created": {"fg": "green", "bold": True},
    "removed": {"fg": "red", "bold": True},
    "changed": {"fg": "yellow", "bold": True},
    "before": {"fg": "red"},
    "after": {"fg": "green"},
    "mark": {"fg": "yellow"},
    "quiet": {"dim": True},
}


@click.command(
    name="diff",
    epilog="""\b
Examples:
  GRAFANA_TOKEN=... boardwright diff
  boardwright diff dashboards/node.py --env production
  boardwright diff --against committed
  boardwright diff --against origin/main --format markdown > comment.md
  boardwright diff --against exported/ --exit-zero
  boardwright diff --env production --against env:staging""",
)
@PATHS
@click.option(
    "--against",
    metavar="SIDE",
    type=require_text,
    default="grafana",
    show_default=True,
    help="Compare with grafana, committed, env:NAME, a folder of JSON files, or a git ref.",
)
@add_environment_option(
    "Use the settings and the Grafana of [environments.NAME] in boardwright.toml."
)
@add_format_option(
    "text",
    "markdown",
    "json",
    "github",
    text="Text, Markdown for a pull request comment, JSON, or GitHub annotations.",
)
@GRAFANA_URL
@click.option("--exit-zero", is_flag=True, help="Exit with 0, not 1, if there are differences.")
@add_all_option(
    "List every change. Without this option, a text report of more than 1,000 lines lists only"
    " changes that several boards share, and counts the boards in each folder."
)
@add_selection_options
def command(
    paths: tuple[Path, ...],
    against: str,
    env: str | None,
    form: str,
    grafana_url: str | None,
    exit_zero: bool,
    every: bool,
    selection: BoardSelection,
) -> int:
    """Compare boards and alert rules with Grafana, a git ref or files.

    PATHS are Python modules, dashboard JSON files or folders. Without PATHS, the whole project is
    compared.

    SIDE, the value of --against, selects what the compiled boards and rules are compared with:

    \b
      grafana    the boards and rules in Grafana and in the ruler of [ruler] (default)
      committed  the files that `boardwright build` wrote last
      FOLDER     the dashboard JSON files in a folder
      REF        the declarations at a git ref, such as main or HEAD~1
      env:NAME   the servers of [environments.NAME], compared with the servers of --env

    Values that Grafana fills in by itself do not count as differences. If several boards have the
    same change, the report lists the change once. The command writes no files.

    The exit code is 1 if there are differences. The exit code is 2 if a file or board cannot be
    compiled, read or fetched; the other boards are still compared.
    """
    from boardwright.commands.diffing.diff import compare_project

    if against.startswith("env:"):
        refuse_single_url(grafana_url, f"--against {against}")
    project = require_current_project().with_grafana_url(grafana_url)
    result = compare_project(
        project,
        against=against,
        environ=os.environ,
        paths=choose_paths(project, paths, selection, env=env),
        env=env,
        progress=start_progress,
    )
    _print_result(result, form, every=every)
    print_notes(result.notes)
    if form != "github":
        print_errors(result.errors)
    if result.errors:
        return 2
    return 1 if result.different and not exit_zero else 0


def _print_result(result: DiffResult, form: str, *, every: bool) -> None:
    if form == "text":
        from boardwright.report.diff_summary import format_diff_report

        print_lines(format_diff_report(result, every=every, style=choose_style(_COLOURS)))
    elif form == "markdown":
        from boardwright.report.diff_markdown import format_diff_markdown

        click.echo(format_diff_markdown(result), nl=False)
    elif form == "github":
        from boardwright.report.diff_annotations import format_diff_annotations

        print_lines(format_diff_annotations(result))
    else:
        from boardwright.report.diff_json import format_diff_json

        print_json(format_diff_json(result))
