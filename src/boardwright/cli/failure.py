"""What a person sees when a command could not do its work, and the exit code for it."""

from __future__ import annotations

import os
import traceback
from contextlib import suppress

import click

from boardwright.errors import BoardwrightError

NOBODY_READS = 1
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
        case OSError() if _raised_by_echo(error):
            return unwritten(error)
    traceback.print_exception(error)
    click.echo("This is a bug in boardwright: please report it with the lines above.", err=True)
    return TROUBLE


def _raised_by_echo(error: BaseException) -> bool:
    """Return whether an error is of writing what the user was to read, not of our own files."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(frames) and frames[-1].f_code is click.echo.__code__


def unwritten(error: OSError) -> int:
    """Say that the output takes nothing more, unless its reader left, and return the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # What is still held back for the output goes there: Python writes it when it ends.
    if isinstance(error, BrokenPipeError):
        return NOBODY_READS
    with suppress(OSError):  # the one that takes nothing may be stderr
        click.echo(f"error: cannot write to the output: {error.strerror}", err=True)
    return TROUBLE
