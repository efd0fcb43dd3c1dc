"""Prints text for people and JSON for programs to stdout, and notes, errors and the progress to
stderr.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from boardwright.errors import BoardwrightError
from boardwright.notation.file_names import name_file
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import Note

Choice = TypeVar("Choice", bound=str)

PROGRESS_STEP = 20


def print_json(data: Any) -> None:
    """Write JSON to stdout, always encoded as UTF-8."""
    click.echo(encode_canonical_json(data), nl=False)


def print_lines(lines: Iterable[str]) -> None:
    """Write lines to stdout. Characters that the encoding of stdout lacks are escaped."""
    for line in lines:
        # A title may contain an unpaired surrogate, which no encoding can write.
        click.echo(line.encode(errors="backslashreplace").decode())


def print_notes(notes: Iterable[Note]) -> None:
    """Write notes to stderr."""
    from boardwright.report.problems import format_note_lines

    for line in format_note_lines(notes):
        click.echo(line, err=True)


def print_errors(errors: Iterable[BoardwrightError]) -> None:
    """Write errors to stderr. On a terminal, the word `error:` is red."""
    from boardwright.report.problems import format_error

    for error in errors:
        text = format_error(error)
        click.echo(text.replace("error:", click.style("error:", fg="red", bold=True), 1), err=True)


def choose_style(
    colours: Mapping[Choice, Mapping[str, object]],
) -> Callable[[str, Choice], str]:
    """Return a function that adds colour to a text, depending on the kind of the text. If stdout is
    not a terminal or NO_COLOR is set, the returned function leaves the text unchanged.

    Args:
        colours: Kind of a text -> the keyword arguments for `click.style`.
    """
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        from boardwright.report.text_format import leave_unstyled

        return leave_unstyled
    return lambda text, kind: click.style(text, **colours[kind])  # type: ignore[arg-type]


def start_progress(verb: str, noun: str = "boards") -> Callable[[int, int], None]:
    """Return a callback that shows the progress of a command, such as `Checked 20 of 100 boards`.
    The callback prints nothing if stderr is not a terminal.
    """
    if not sys.stderr.isatty():
        return lambda done, total: None

    def show_count(done: int, total: int) -> None:
        if done % PROGRESS_STEP == 0 or done == total:
            end = "\r\033[K" if done == total else ""
            click.echo(f"\r{verb} {done} of {total} {noun}{end}", nl=False, err=True)

    return show_count


def format_path(path: Path) -> str:
    """Return a path as text for messages, relative to the current folder."""
    return name_file(path, Path.cwd())
