"""`boardwright suggest-rules`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.current_project import current_project
from boardwright.cli.output import FORMAT, print_errors, print_json, print_lines

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
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--prometheus", metavar="URL", help="Measure samples and series on this Prometheus.")
@click.option(
    "--range",
    "length",
    metavar="LENGTH",
    help="Measure the last 30m, 1h ...; default: the board's.",
)
@click.option(
    "--least-uses",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Number of uses that a rule needs.",
)
@click.option(
    "--write", is_flag=True, help="Write the rules and the queries that read them, where safe."
)
@FORMAT
def command(
    paths: tuple[Path, ...],
    prometheus: str | None,
    length: str | None,
    least_uses: int,
    write: bool,
    form: str,
) -> int:
    """Find recording rules for expressions that several queries repeat.

    PATHS are modules, JSON files of dashboards, Prometheus's rule files, or folders; without PATHS
    the whole project is read. A rule is suggested only if the queries show the same values with it.
    Variables in label matchers do not matter: the matchers are applied to the recorded series.

    --write adds a module with the rules to rules/, and changes the queries in JSON files and in
    literals of Python modules; other queries are listed. Without --write nothing is written.
    """
    if length is not None and prometheus is None:
        raise click.UsageError("--range needs --prometheus.")
    from boardwright.commands.suggesting.suggest_rules import suggest_rules
    from boardwright.report.suggestions_json import suggestions_json
    from boardwright.report.suggestions_text import suggestion_lines

    project = current_project(required=not paths)
    result = suggest_rules(
        project,
        here=Path.cwd(),
        paths=paths or None,
        least_uses=least_uses,
        measure=_meter(project, paths or None, prometheus, length) if prometheus else None,
        write=write,
    )
    if form == "json":
        print_json(suggestions_json(result))
    else:
        print_lines(suggestion_lines(result))
    print_errors(result.errors)
    return 2 if result.errors else 0


def _meter(
    project: ProjectSettings | None,
    paths: tuple[Path, ...] | None,
    prometheus: str,
    length: str | None,
) -> Measure:
    from boardwright.commands.suggesting.rule_costs import open_meter

    return open_meter(project, here=Path.cwd(), paths=paths, url=prometheus, length=length).cost_of
