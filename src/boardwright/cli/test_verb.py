"""The command `boardwright test`: its arguments, options and output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    add_changed_since_option,
    add_variable_option,
    read_variables,
)
from boardwright.cli.current_project import require_current_project
from boardwright.cli.output import print_json, print_lines

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings
    from boardwright.testing.query_coverage import QueryCoverage


@click.command(
    name="test",
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  boardwright test                              run all tests in tests/
  boardwright test tests/test_node.py -k cpu -x
  boardwright test --changed-since origin/main
  boardwright test --coverage --minimum 90
  boardwright test --coverage-format markdown >> "$GITHUB_STEP_SUMMARY"
  boardwright test -n 2 --junit-xml report.xml
  boardwright test --capture http://localhost:9090 --from now-30m node""",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PATHS]...")
@click.option(
    "--no-engine",
    type=click.Choice(["fail", "skip"]),
    default="fail",
    show_default=True,
    help="If promtool is missing: fail or skip the tests that need promtool.",
)
@add_changed_since_option("Skip the tests that changes since this git ref cannot affect.")
@click.option(
    "--update", is_flag=True, help="Write the current values of panels into the snapshot files."
)
@click.option("--coverage", is_flag=True, help="List the queries and rules that no test evaluates.")
@click.option(
    "--coverage-format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    help="Text for people (default), JSON, or a Markdown table. With JSON or Markdown, stdout"
    " contains only the coverage, and pytest writes to stderr. Implies --coverage.",
)
@click.option(
    "--minimum",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 if less than PERCENT of the queries and rules are tested; implies"
    " --coverage.",
)
@click.option(
    "--capture",
    metavar="URL",
    help="Read the series that boards and rules query from the Prometheus at this URL, and save the"
    " series to a file. With --capture, PATHS are names of boards and rules.",
)
@click.option(
    "--from",
    "start",
    default="now-1h",
    show_default=True,
    help="Start of the time range that --capture saves.",
)
@click.option(
    "--to",
    "end",
    default="now",
    show_default=True,
    help="End of the time range that --capture saves.",
)
@add_variable_option("With --capture: value of a dashboard variable; can be repeated.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("tests/capture.series"),
    show_default=True,
    help="File that --capture writes.",
)
def command(
    arguments: tuple[str, ...],
    no_engine: str,
    changed_since: str | None,
    update: bool,
    coverage: bool,
    form: str | None,
    minimum: float | None,
    capture: str | None,
    start: str,
    end: str,
    assignments: tuple[str, ...],
    output: Path,
) -> int:
    """Test panels and rules with Prometheus's own engine.

    PATHS are test files, folders, or single tests, such as tests/test_node.py::test_cpu. Without
    PATHS, all tests in tests/ are run. Options that are not listed here are passed to pytest. The
    exit code is 0 if all tests pass, 1 if a test fails, and 2 if the tests cannot be run.
    """
    from boardwright.commands.testing.run_tests import TestOptions, run_tests

    project = require_current_project()
    if capture is not None:
        return _capture_series(
            project, capture, (start, end), arguments, read_variables(assignments), output
        )
    run = run_tests(
        project,
        TestOptions(
            arguments=arguments,
            skips_without_engine=no_engine == "skip",
            updates_snapshots=update,
            changed_since=changed_since,
            with_coverage=coverage or form is not None or minimum is not None,
            reports_on_stderr=form in ("json", "markdown"),
        ),
    )
    if run.coverage is None:
        return run.exit_code
    _print_coverage(run.coverage, form or "text")
    is_low = minimum is not None and run.coverage.share < minimum
    if is_low:
        click.echo(f"error: test coverage is below {minimum:g} %", err=True)
    return run.exit_code or int(is_low)


def _capture_series(
    project: ProjectSettings,
    url: str,
    span: tuple[str, str],
    names: tuple[str, ...],
    variables: dict[str, tuple[str, ...]],
    output: Path,
) -> int:
    import time

    from boardwright.commands.testing.capture_series import CaptureOptions, capture_series
    from boardwright.report.coverage_report import format_capture_lines

    options = CaptureOptions(
        url=url, start=span[0], end=span[1], names=names, given=variables, output=output
    )
    print_lines(
        format_capture_lines(capture_series(project, options, now=round(time.time() * 1000)))
    )
    return 0


def _print_coverage(coverage: QueryCoverage, form: str) -> None:
    from boardwright.report.coverage_report import (
        format_coverage_json,
        format_coverage_lines,
        format_coverage_markdown,
    )

    if form == "json":
        print_json(format_coverage_json(coverage))
    else:
        print_lines(
            format_coverage_lines(coverage)
            if form == "text"
            else format_coverage_markdown(coverage).splitlines()
        )
