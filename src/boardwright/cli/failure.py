"""Chooses the message and the exit code when a command fails."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress

import click

from boardwright.errors import BoardwrightError

FAILED = 2
INTERRUPTED = 130
READER_LEFT = 141
"""The exit code after the program that reads the output closed the pipe. Shells report 141 for a
process that the signal SIGPIPE ended."""


def report_failure(error: BaseException) -> int:
    """Print on stderr why a command failed, and return the exit code."""
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else FAILED
        case click.ClickException():
            error.show()
            return error.exit_code
        case click.Abort() | KeyboardInterrupt():
            notes = getattr(error, "__notes__", ())
            click.echo(" ".join(("Interrupted; nothing was written.", *notes)), err=True)
            return INTERRUPTED
        case OSError() if _is_output_error(error):
            return _report_unwritable_output(error)
    message = _describe_failure(error)
    if message is None:
        traceback.print_exception(error)
        message = "This is a bug in boardwright. Please report the bug with the traceback above."
    click.echo(message, err=True)
    return FAILED


def _describe_failure(error: BaseException) -> str | None:
    """Return the message for an error in the user's input or files; None if the error is a bug."""
    if isinstance(error, BoardwrightError):
        from boardwright.report.problems import format_error

        return format_error(error)
    if not isinstance(error, OSError):
        return None
    if _is_folder_gone():
        return "error: the current folder no longer exists\n  Change to an existing folder."
    if error.filename is None or error.strerror is None:
        return None
    name = error.filename if isinstance(error.filename, int) else os.fsdecode(error.filename)
    return f"error: {name}: {error.strerror}"


def _is_output_error(error: OSError) -> bool:
    """Return whether a write to standard output raised the error, not a write to another file."""
    if sys.stdout is None:
        return True
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(frames) and frames[-1].f_code is click.echo.__code__


def _report_unwritable_output(error: OSError) -> int:
    """Print that standard output cannot be written. Print nothing if the program that reads the
    output has closed the pipe.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # when Python exits, it flushes its buffer here
    if isinstance(error, BrokenPipeError):
        return READER_LEFT
    with suppress(OSError):  # stderr may be redirected to the same full disk
        click.echo(f"error: cannot write to stdout: {error.strerror or error}", err=True)
    return FAILED


def _is_folder_gone() -> bool:
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False
