"""What a person sees when a command could not do its work, and the exit code for it."""

from __future__ import annotations

import traceback

import click

from boardwright.errors import BoardwrightError

TROUBLE = 2
INTERRUPTED = 130


def explain(error: BaseException) -> int:
    """Say on stderr what happened, and return the exit code."""
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else TROUBLE
        case click.ClickException():
            error.show()
            return error.exit_code
        case click.Abort() | KeyboardInterrupt():
            click.echo("Interrupted; nothing was written.", err=True)
            return INTERRUPTED
        case BoardwrightError():
            from boardwright.report.problems import error_text

            click.echo(error_text(error), err=True)
            return TROUBLE
    traceback.print_exception(error)
    click.echo("This is a bug in boardwright: please report it with the lines above.", err=True)
    return TROUBLE
