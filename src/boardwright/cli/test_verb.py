"""`boardwright test`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.output import print_json, print_lines

if TYPE_CHECKING:
    from boardwright.testing.query_coverage import Coverage


@click.command(
    name="test",
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  boardwright test                              all tests in tests/
  boardwright test tests/test_node.py -k cpu -x
  boardwright test --coverage --minimum 90
  boardwright test --coverage --coverage-format markdown >> "$GITHUB_STEP_SUMMARY"
  boardwright test -n 2 --junit-xml report.xml""",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PATHS]...")
@click.option(
    "--no-engine",
    type=click.Choice(["fail", "skip"]),
    default="fail",
    show_default=True,
    help="Without promtool: fail the tests that need it, or skip them.",
)
@click.option("--update", is_flag=True, help="Write the snapshots of panels.")
@click.option("--coverage", is_flag=True, help="List the queries and rules that no test examines.")
@click.option(
    "--coverage-format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, or a Markdown table.",
)
@click.option(
    "--minimum",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 if fewer queries and rules are tested; implies --coverage.",
)
def command(
    arguments: tuple[str, ...],
    no_engine: str,
    update: bool,
    coverage: bool,
    form: str,
    minimum: float | None,
) -> int:
    """Test panels and rules with Prometheus's own engine.

    PATHS are files or folders of tests, or single tests as pytest names them; without PATHS all
    tests in tests/ are run. Other options are passed on to pytest. The exit code is 0 if all tests
    pass, 1 if one fails, and 2 if they could not be run.
    """
    from boardwright.commands.testing.run_tests import TestOptions, run_tests
    from boardwright.config.project import read_project
    from boardwright.config.project_root import find_root

    project = read_project(find_root(Path.cwd()))
    paths, options = split_arguments(arguments)
    run = run_tests(
        project,
        TestOptions(
            paths=paths,
            pytest_options=options,
            skips_without_engine=no_engine == "skip",
            updates_snapshots=update,
            with_coverage=coverage or minimum is not None,
        ),
    )
    if run.coverage is None:
        return run.exit_code
    _print_coverage(run.coverage, form)
    is_low = minimum is not None and run.coverage.share < minimum
    if is_low:
        click.echo(f"error: coverage is below {minimum:g} %", err=True)
    return run.exit_code or int(is_low)


def split_arguments(arguments: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paths among the arguments, and everything else, which is for pytest."""
    paths = tuple(each for each in arguments if _is_path(each))
    return paths, tuple(each for each in arguments if each not in paths)


def _is_path(argument: str) -> bool:
    return not argument.startswith("-") and Path(argument.partition("::")[0]).exists()


def _print_coverage(coverage: Coverage, form: str) -> None:
    from boardwright.report.coverage_report import (
        coverage_json,
        coverage_lines,
        coverage_markdown,
    )

    if form == "json":
        print_json(coverage_json(coverage))
    else:
        print_lines(coverage_lines(coverage) if form == "text" else coverage_markdown(coverage))
