"""Prepares the checkout so that measured processes find bytecode, as in an installation."""

from __future__ import annotations

import compileall
from pathlib import Path

import boardwright


def write_bytecode() -> None:
    """Write the bytecode of the package, as pip does. A checkout may have no bytecode."""
    compileall.compile_dir(Path(boardwright.__file__).parent, quiet=1)
