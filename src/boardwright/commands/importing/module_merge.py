"""Merging a module with what an import would write now, by git."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from boardwright.errors import OutputError
from boardwright.frozen import frozen

MARK = b"<<<<<<< "
_MOST = 127
"""Conflicts that git counts; above it, its answer is an error."""
_LABELS = ("your module", "last import", "this import")


@frozen
class Merged:
    """A merged text; with conflicts, it has git's marks around each."""

    text: bytes
    conflicts: int


def has_marks(text: bytes) -> bool:
    """Whether a text has conflicts that nobody has resolved."""
    return any(line.startswith(MARK) for line in text.splitlines())


def merge(mine: bytes, *, base: bytes, theirs: bytes, where: str) -> Merged:
    """Return `mine` with what changed from `base` to `theirs`.

    Raises:
        OutputError: There is no git, or it failed.
    """
    with tempfile.TemporaryDirectory(prefix="boardwright-") as folder:
        names = []
        for name, text in (("mine", mine), ("base", base), ("theirs", theirs)):
            Path(folder, name).write_bytes(text)
            names.append(name)
        labels = [part for label in _LABELS for part in ("-L", label)]
        command = ["git", "merge-file", "--stdout", "--diff3", *labels, *names]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - no user's text in it
        except OSError as error:
            raise OutputError(
                f"was edited, and merging needs git, which cannot be run: {error.strerror}",
                where=where,
                hint="Install git, or import into an empty folder (-o) and compare.",
            ) from error
    if not 0 <= done.returncode <= _MOST:
        reason = done.stderr.decode(errors="replace").strip()
        raise OutputError(f"git cannot merge it: {reason}", where=where)
    return Merged(text=done.stdout, conflicts=done.returncode)
