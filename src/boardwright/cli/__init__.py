"""The command line: options to a command, its result to a report, the report to an exit code.

The only package that prints. A verb imports its modules when it runs, so that `--help`, shell
completion and wrong options are fast.
"""

from __future__ import annotations

import gc
import os
import sys

COLLECTION_THRESHOLD = 1_000_000
"""Live objects after which Python searches for cycles. A build allocates many objects and few of
them are in cycles: with Python's default threshold the search took a sixth of its time."""


def main() -> None:
    """Run the command line and exit.

    Exit codes: 0 success, 1 problems or differences, 2 usage error or failure, 130 interrupted,
    141 the reader of the output has closed it. Any exception that is not ours is a bug: it shows
    its traceback and exits with 2, so that it is never taken for a finding.
    """
    gc.set_threshold(COLLECTION_THRESHOLD)
    try:
        if sys.flags.optimize > 1:
            _restart_with_docstrings()
        _check_streams()
        from boardwright.cli.root import run

        code = run(sys.argv[1:])
    except BaseException as error:
        from boardwright.cli.failure import report_failure

        code = report_failure(error)
    gc.freeze()  # the process ends: searching the remaining objects for cycles is wasted time
    sys.exit(code)


def _restart_with_docstrings() -> None:
    """Start again: help and rule pages are docstrings, which `PYTHONOPTIMIZE=2` removes."""
    arguments = [word for word in sys.orig_argv if word != "-OO"]
    os.execve(sys.executable, arguments, {**os.environ, "PYTHONOPTIMIZE": ""})  # noqa: S606


def _check_streams() -> None:
    """Make standard output safe to write to.

    A closed descriptor would be given to the first file that a command opens, and a print would
    then write into that file.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free descriptor: this one
    if sys.stdout is None:
        raise OSError("standard output is closed")
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
