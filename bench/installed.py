"""Measured processes find the bytecode that an installation has."""

from __future__ import annotations

import compileall
from pathlib import Path

import boardwright


def write_bytecode() -> None:
    """Write the package's bytecode, as pip does: a checkout may have none."""
    compileall.compile_dir(Path(boardwright.__file__).parent, quiet=1)
