"""`boardwright diff`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.output import print_errors, print_json, print_lines, show_progress
from boardwright.cli.parameters import filled

if TYPE_CHECKING:
    from boardwright.commands.diffing.diff import Diffed
    from boardwright.report.diff_text import Kind, Style

_COLOURS: dict[Kind, dict[str, object]] = {
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
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--against",
    metavar="SIDE",
    type=filled,
    default="grafana",
    show_default=True,
    help="What to compare with: grafana, committed, env:NAME, a folder of JSON, or a git ref.",
)
@click.option("--env", metavar="NAME", help="Compile for, and ask, [environments.NAME].")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    show_default=True,
    help="Text for people, a comment for a pull request, JSON or annotations for machines.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 also when something differs.")
def command(
    paths: tuple[Path, ...], against: str, env: str | None, form: str, exit_zero: bool
) -> int:
    """Show what would change, by panel and by alert rule.

    PATHS are modules, JSON boards or folders; without any, all of the project is compared. What
    Grafana fills in by itself is no difference. The sides are boards and alert rules as they are
    compiled here, and: those of Grafana (grafana); those that were built and committed
    (committed); those of a folder of JSON, or of a git ref, compiled as they were there. With
    env:NAME the Grafana of --env is compared with that of [environments.NAME]. Nothing is ever
    written. The exit code is 1 when something differs, and 2 when something could not be
    compiled, read or fetched; the rest is shown nevertheless.
    """
    from boardwright.commands.diffing.diff import diff
    from boardwright.config.project import read_project
    from boardwright.config.project_root import find_root

    project = read_project(find_root(Path.cwd()))
    diffed = diff(
        project,
        against=against,
        environ=os.environ,
        paths=paths,
        env=env,
        progress=show_progress,
    )
    _print(diffed, form)
    if form != "github":
        print_errors(diffed.errors)
    if diffed.errors:
        return 2
    return 1 if diffed.different and not exit_zero else 0


def _print(diffed: Diffed, form: str) -> None:
    if form == "text":
        from boardwright.report.diff_text import diff_lines

        print_lines(diff_lines(diffed, style=_style()))
    elif form == "markdown":
        from boardwright.report.diff_markdown import diff_markdown

        click.echo(diff_markdown(diffed), nl=False)
    elif form == "github":
        from boardwright.report.diff_annotations import diff_annotations

        print_lines(diff_annotations(diffed))
    else:
        from boardwright.report.diff_json import diff_json

        print_json(diff_json(diffed))


def _style() -> Style:
    from boardwright.report.diff_text import plain

    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return plain
    return lambda text, kind: click.style(text, **_COLOURS[kind])  # type: ignore[arg-type]
