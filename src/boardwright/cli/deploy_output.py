"""Prints the plan, the confirmation prompt and the result of `deploy`, and writes a summary for the
page of a GitHub Actions run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from boardwright.cli.output import print_errors, print_json, print_lines, print_notes
from boardwright.notation.plurals import format_quantity

if TYPE_CHECKING:
    from boardwright.commands.deploying.deploy import EnvironmentDeploy

SUMMARY_FILE = "GITHUB_STEP_SUMMARY"
"""Environment variable in which GitHub Actions passes the path of a file. GitHub shows the Markdown
text in this file on the page of the run."""


def show_plans(deploys: Sequence[EnvironmentDeploy]) -> None:
    """Print the plan of each deploy to stdout. Print warnings and errors to stderr."""
    from boardwright.report.deploy_text import format_plan_lines, format_reason_lines

    for deploy in deploys:
        print_lines(format_plan_lines(deploy))
        print_notes(deploy.compiled.notes if deploy.compiled else ())
        _print_warnings(deploy)
        print_errors(deploy.errors)
        for line in format_reason_lines(deploy):
            click.echo(line, err=True)


def ask_for_confirmation(writes: int) -> int:
    """Ask the user whether to apply the plan.

    Args:
        writes: Number of changes that the plan would send.

    Returns:
        0 if the user agrees, 1 if not, and 2 if there is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(
            "error: nothing was sent: confirmation needs a terminal\n"
            "  Pass --yes to apply the plan without a prompt, or --plan to only show the plan.",
            err=True,
        )
        return 2
    if click.confirm(f"Send {format_quantity(writes, 'change')}?"):
        return 0
    click.echo("Nothing was sent.")
    return 1


def show_results(deploys: Sequence[EnvironmentDeploy], *, form: str) -> None:
    """Print the result of each deploy as text or JSON, and write a summary for GitHub Actions."""
    from boardwright.report.deploy_json import format_deploys_json
    from boardwright.report.deploy_text import format_failure_lines, format_outcome_lines

    if form == "json":
        print_json(format_deploys_json(deploys))
    for deploy in deploys:
        if form == "json":
            _print_warnings(deploy)
            print_errors(deploy.errors)
        else:
            print_lines(format_outcome_lines(deploy))
        for line in format_failure_lines(deploy):
            click.echo(line, err=True)
    _write_summary(deploys)


def choose_exit_code(deploys: Sequence[EnvironmentDeploy], *, else_: int) -> int:
    """Return 2 after a failure, 1 if a conflict remains, and `else_` otherwise."""
    if any(deploy.failed for deploy in deploys):
        return 2
    return 1 if any(deploy.conflicts for deploy in deploys) else else_


def _print_warnings(deploy: EnvironmentDeploy) -> None:
    for warning in deploy.warnings:
        click.echo(f"warning: {warning}", err=True)


def _write_summary(deploys: Sequence[EnvironmentDeploy]) -> None:
    """Append a summary to the file that the environment variable GITHUB_STEP_SUMMARY names."""
    path = os.environ.get(SUMMARY_FILE)
    if not path:
        return
    from boardwright.report.deploy_markdown import format_deploys_markdown

    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(format_deploys_markdown(deploys))
    except OSError as error:
        click.echo(f"warning: {SUMMARY_FILE} cannot be written: {error.strerror}", err=True)
