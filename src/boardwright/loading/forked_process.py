"""Functions that fork this process, and functions for the pipe between parent and child process."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

STRAY = 113
"""Exit code for a process that a user's module forked, if boardwright's code continues to run in
this process.
"""

_BUG = 114
"""Exit code of a worker in which boardwright's own code raised an exception."""
CHUNK = 1 << 20
"""The number of bytes to read from a pipe at once. On Linux, boardwright also sets the size of its
pipes to this number.
"""


def count_cores() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fork_process(run: Callable[[], None], *, without: Sequence[int]) -> int:
    """Run a function in a copy of this process, and return the process id of the copy.

    Args:
        run: The function to run in the copy.
        without: File descriptors that the copy closes.
    """
    with warnings.catch_warnings():
        # Python warns about forks in processes with threads, such as `watch`
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if not pid:
        _run_and_end(run, without)
    return pid


def _run_and_end(run: Callable[[], None], without: Sequence[int]) -> NoReturn:
    code = _BUG
    try:
        for descriptor in without:
            os.close(descriptor)
        run()
        code = 0
    except BrokenPipeError:
        code = 0  # no process reads the result any more
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def open_pipe() -> tuple[int, int]:
    """Return the read and write descriptors of a new pipe. Both are above 2, even if stdin, stdout
    or stderr is closed.
    """
    reader, writer = os.pipe()
    with suppress(OSError, AttributeError):  # only Linux can enlarge a pipe, up to a limit
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, CHUNK)
    return _move_above_stderr(reader), _move_above_stderr(writer)


def _move_above_stderr(descriptor: int) -> int:
    if descriptor > 2:
        return descriptor
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(descriptor)
    return moved


def write_all(descriptor: int, content: bytes) -> None:
    """Write all bytes to a descriptor."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def read_exit_status(pid: int, options: int) -> int | None:
    """Return the exit status of a child process in the format of `os.waitpid`; None while the
    process runs.
    """
    ended, status = os.waitpid(pid, options)
    return status if ended else None


def describe_exit(status: int) -> str:
    """Return how a task ended its worker, for example `ends the process with exit code 3`."""
    code = os.waitstatus_to_exitcode(status)
    if code == _BUG:
        return (
            "makes boardwright fail with the exception above. This is a bug in "
            "boardwright; please report it"
        )
    if code >= 0:
        return f"ends the process with exit code {code}"
    return f"makes Python crash ({signal.Signals(-code).name})"


def redirect_output_to_stderr() -> None:
    """Redirect stdout to stderr, so that output of the user's modules does not mix with
    boardwright's own output. The redirection also affects child processes.
    """
    with suppress(OSError):  # the process has no stderr
        os.dup2(2, 1)
    sys.stdout = _open_text_file(1)
    sys.stderr = _open_text_file(2)


def _open_text_file(descriptor: int) -> Any:
    try:
        return open(
            descriptor, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
        )
    except OSError:
        return open(os.devnull, "w", encoding="utf-8")
