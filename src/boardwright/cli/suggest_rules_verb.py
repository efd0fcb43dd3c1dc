"""The command `boardwright suggest-rules`: its arguments, options and output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    PATHS,
    add_format_option,
    add_prometheus_option,
    add_range_option,
)
from boardwright.cli.current_project import find_current_project, require_current_project
from boardwright.cli.output import print_errors, print_json, print_lines, print_notes

if TYPE_CHECKING:
    from boardwright.commands.suggesting.suggest_rules import Measure
    from boardwright.config.project import ProjectSettings


@click.command(
    name="suggest-rules",
    epilog="""\b
Examples:
  boardwright suggest-rules
  boardwright suggest-rules exported.json --prometheus http://127.0.0.1:9090
  boardwright suggest-rules --least-uses 3 --write""",
)
@PATHS
@add_prometheus_option("Measure the costs of the queries on the Prometheus at this URL.")
@add_range_option("Time range to measure, such as 30m or 1h. Default: the range of each board.")
@click.option(
    "--least-uses",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Suggest a rule only for an expression that occurs in the queries at least this often.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Write a module with the rules, and change the queries to use the rules.",
)
@add_format_option()
def command(
    paths: tuple[Path, ...],
    prometheus: str | None,
    length: str | None,
    least_uses: int,
    write: bool,
    form: str,
) -> int:
    """Find recording rules for expressions that several queries repeat.

    PATHS are Python modules, dashboard JSON files, Prometheus rule files, or folders. Without
    PATHS, the whole project is read. A rule is suggested only if the queries return the same values
    with and without the rule. A rule contains no label matchers with dashboard variables: each
    query applies these matchers to the recorded series.

    With --write, the command adds a module with the rules to rules/, and changes the queries in
    JSON files and in literal strings of Python modules. It lists all other queries, which you have
    to change yourself. Without --write, the command writes nothing.
    """
    if length is not None and prometheus is None:
        raise click.UsageError("--range needs --prometheus.")
    from boardwright.commands.suggesting.suggest_rules import suggest_rules
    from boardwright.report.suggestions_report import (
        format_suggestion_lines,
        format_suggestions_json,
    )

    project = find_current_project() if paths else require_current_project()
    result = suggest_rules(
        project,
        here=Path.cwd(),
        paths=paths or None,
        least_uses=least_uses,
        measure=_build_cost_measure(project, paths or None, prometheus, length)
        if prometheus
        else None,
        write=write,
    )
    if form == "json":
        print_json(format_suggestions_json(result))
    else:
        print_lines(format_suggestion_lines(result))
        print_notes(result.skipped)
    print_errors(result.errors)
    return 2 if result.errors else 0


def _build_cost_measure(
    project: ProjectSettings | None,
    paths: tuple[Path, ...] | None,
    prometheus: str,
    length: str | None,
) -> Measure:
    from boardwright.commands.suggesting.rule_costs import open_meter

    return open_meter(
        project, here=Path.cwd(), paths=paths, url=prometheus, length=length
    ).measure_cost
