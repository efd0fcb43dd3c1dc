"""Printing, in one place: text to people, JSON to machines, errors to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from boardwright.errors import BoardwrightError
from boardwright.schema.canonical import canonical_json

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for machines.",
)


def print_json(data: Any) -> None:
    """Write JSON data to stdout."""
    click.echo(canonical_json(data), nl=False)


def print_lines(lines: Iterable[str]) -> None:
    """Write lines to stdout."""
    for line in lines:
        # A board's text may hold half a character, which no terminal and no file takes.
        click.echo(line.encode(errors="backslashreplace").decode())


def print_errors(errors: Iterable[BoardwrightError]) -> None:
    """Write errors to stderr, `error:` in red on a terminal."""
    from boardwright.report.problems import error_text

    for error in errors:
        text = error_text(error)
        click.echo(text.replace("error:", click.style("error:", fg="red", bold=True), 1), err=True)


def show_progress(verb: str, what: str = "boards") -> Any:
    """Return a progress callback: a counter on a terminal, silent elsewhere."""
    if not sys.stderr.isatty():
        return lambda done, total: None

    def progress(done: int, total: int) -> None:
        if done % 20 == 0 or done == total:
            end = "\r\033[K" if done == total else ""
            click.echo(f"\r{verb} {done} of {total} {what}{end}", nl=False, err=True)

    return progress


def shown(path: Path) -> str:
    """Return a path as short as it can be written from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
