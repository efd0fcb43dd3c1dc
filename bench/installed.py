"""What a measured process finds is what an installation has."""

from __future__ import annotations

import compileall
from pathlib import Path

import boardwright


def write_bytecode() -> None:
    """Write the package's bytecode, as pip does: a checkout may have none, nor ever write it."""
    compileall.compile_dir(Path(boardwright.__file__).parent, quiet=1)
