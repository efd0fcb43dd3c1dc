"""Answers that are the same each time, given without importing what would make them.

`boardwright --help` is what a shell and a person ask most often. `help.txt` is what click makes of
`cli.root` for 80 columns or more; a test compares them, and `make golden` writes it anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from boardwright import __version__

NAME = "boardwright"
HELP_FILE = os.path.join(os.path.dirname(__file__), "help.txt")
COLUMNS = 80
"""From this width on, click writes the same text."""


def ready_text(arguments: Sequence[str]) -> str | None:
    """Return what a call prints, if that is known beforehand.

    Args:
        arguments: The program and what it was given, as in `sys.argv`.
    """
    program, *given = arguments
    if os.path.basename(program) != NAME:
        return None  # `python -m boardwright` tells that name
    if given in (["--version"], ["-V"]):
        return f"{NAME} {__version__}\n"
    if given in (["--help"], ["-h"]) and _columns() >= COLUMNS:
        with open(HELP_FILE, encoding="utf-8") as file:
            return file.read()
    return None


def _columns() -> int:
    """Return the width of the terminal as `shutil` tells it, which takes long to import."""
    try:
        return int(os.environ["COLUMNS"]) or COLUMNS
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or COLUMNS  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return COLUMNS
