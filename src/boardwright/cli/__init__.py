"""The command line. Each verb, such as `build`, calls a function of `boardwright.commands`, prints
the result as a report, and returns an exit code.

Only the package `cli` prints. A verb imports its modules when it runs, so that `--help`, shell
completion and messages about wrong options appear fast.
"""

from __future__ import annotations

import gc
import os
import sys

COLLECTION_THRESHOLD = 1_000_000
"""Python's garbage collector runs when this many new objects are alive. A build creates many
objects but few reference cycles. With Python's default threshold, the garbage collector took a
sixth of the time of a build."""


def main() -> None:
    """Run the command line and exit.

    The exit codes are 0 for success, 1 for problems or differences, 2 for a usage error or failure,
    130 after Ctrl-C, and 141 if the program that reads the output has closed the pipe. After an
    exception that is a bug of boardwright, the function prints the traceback and exits with 2,
    because 1 would mean that problems were found.
    """
    gc.set_threshold(COLLECTION_THRESHOLD)
    try:
        if sys.flags.optimize > 1:
            _restart_with_docstrings()
        _check_streams()
        from boardwright.cli.root import run_command_line

        code = run_command_line(sys.argv[1:])
    except BaseException as error:
        from boardwright.cli.failure import report_failure

        code = report_failure(error)
    gc.freeze()  # prevents a search for reference cycles when the process exits
    sys.exit(code)


def _restart_with_docstrings() -> None:
    """Restart Python without `-OO`, which removes the docstrings that help and rule pages print."""
    arguments = [word for word in sys.orig_argv if word != "-OO"]
    os.execve(sys.executable, arguments, {**os.environ, "PYTHONOPTIMIZE": ""})  # noqa: S606


def _check_streams() -> None:
    """Open the null device in place of each closed standard stream.

    Otherwise the first file that a command opens would get the file descriptor of the closed
    stream, and a print to the stream would write into this file.
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
