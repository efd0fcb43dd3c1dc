"""Detects threads and processes that the modules of a file started and left running."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress

from boardwright.errors import DeclarationError
from boardwright.loading.forked_process import STRAY

_END_SECONDS = 1.0
"""The number of seconds for which boardwright waits until a thread or process ends by itself."""

_STEP = 0.01
_THREAD = "Join the thread before the module ends, or use a `with` block that waits for the thread."
_PROCESS = "End the forked process with os._exit(), and wait for it before the module ends."


def find_unfinished_work(*, forked: bool) -> DeclarationError | None:
    """Return an error for a thread or process that the modules of a file left running, or None. The
    function ends child processes that are still running.

    Args:
        forked: Whether the modules of the file forked this process.
    """
    if threading.active_count() > 1 and (names := _list_running_threads()):
        return DeclarationError(f"leaves a thread running: {', '.join(names)}", hint=_THREAD)
    if forked and (what := _describe_running_children()):
        return DeclarationError(what, hint=_PROCESS)
    return None


def _list_running_threads() -> list[str]:
    deadline = time.monotonic() + _END_SECONDS
    others = [
        thread for thread in threading.enumerate() if thread is not threading.current_thread()
    ]
    for thread in others:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread.name for thread in others if thread.is_alive()]


def _describe_running_children() -> str:
    """Return an error message if the file left a child process running; otherwise `""`."""
    deadline = time.monotonic() + _END_SECONDS
    stray = ""
    with suppress(ChildProcessError):  # no child process is left
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid and os.waitstatus_to_exitcode(status) == STRAY:
                stray = "forks the process, and the child process also continues to run the module"
            if not pid and time.monotonic() > deadline:
                _kill_children()
                return stray or "leaves a forked process running"
            if not pid:
                time.sleep(_STEP)
    return stray


def _kill_children() -> None:
    with suppress(OSError):
        for task in os.listdir("/proc/self/task"):
            with open(f"/proc/self/task/{task}/children") as file:
                for pid in file.read().split():
                    os.kill(int(pid), signal.SIGKILL)
