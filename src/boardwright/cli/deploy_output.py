"""What `deploy` prints and asks: the plan before, the result after, a summary for GitHub."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from boardwright.cli.output import print_errors, print_json, print_lines

if TYPE_CHECKING:
    from boardwright.commands.deploying.deploy import Deploy

SUMMARY_FILE = "GITHUB_STEP_SUMMARY"
"""The variable that names the file whose Markdown GitHub shows beside a job."""


def show_plans(deploys: Sequence[Deploy]) -> None:
    """Print each plan, and to stderr what it cannot do."""
    from boardwright.report.deploy_text import plan_lines, reason_lines
    from boardwright.report.problems import note_lines

    for deploy in deploys:
        print_lines(plan_lines(deploy))
        for line in note_lines(deploy.compiled.notes if deploy.compiled else ()):
            click.echo(line, err=True)
        _warn(deploy)
        print_errors(deploy.errors)
        for line in reason_lines(deploy):
            click.echo(line, err=True)


def ask(writes: int) -> int:
    """Ask whether to go on; return the exit code when it ends here, and 0 when it does not."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(
            "error: nothing was sent: there is no terminal to ask on\n"
            "  --yes sends what the plan says; --plan only tells it.",
            err=True,
        )
        return 2
    if click.confirm(f"Send {writes} {'change' if writes == 1 else 'changes'}?"):
        return 0
    click.echo("Nothing was sent.")
    return 1


def show_results(deploys: Sequence[Deploy], *, form: str) -> None:
    """Print what came of each deploy, to a terminal, a machine, and a job's page on GitHub."""
    from boardwright.report.deploy_json import deploys_json
    from boardwright.report.deploy_text import deploy_lines, failure_lines

    if form == "json":
        print_json(deploys_json(deploys))
    for deploy in deploys:
        if form == "json":
            _warn(deploy)
            print_errors(deploy.errors)
        else:
            print_lines(deploy_lines(deploy))
        for line in failure_lines(deploy):
            click.echo(line, err=True)
    _summarise(deploys)


def exit_code(deploys: Sequence[Deploy], *, else_: int) -> int:
    """Return 2 when anything went wrong, 1 when a conflict was left alone, `else_` otherwise."""
    if any(deploy.failed for deploy in deploys):
        return 2
    return 1 if any(deploy.conflicts for deploy in deploys) else else_


def _warn(deploy: Deploy) -> None:
    for warning in deploy.warnings:
        click.echo(f"warning: {warning}", err=True)


def _summarise(deploys: Sequence[Deploy]) -> None:
    """Add to the job's page; a page that cannot be written is no reason to fail a deploy."""
    path = os.environ.get(SUMMARY_FILE)
    if not path:
        return
    from boardwright.report.deploy_markdown import deploys_markdown

    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(deploys_markdown(deploys))
    except OSError as error:
        click.echo(f"warning: {SUMMARY_FILE} cannot be written: {error.strerror}", err=True)
