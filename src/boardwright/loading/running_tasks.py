"""Records which task each worker is running, in memory that the supervisor, the workers and their
parent process share.
"""

from __future__ import annotations

import mmap
import struct
import time

from boardwright.frozen import frozen

_SLOT = struct.Struct("=qqd")
"""The process id of the worker, the number of the task plus 1 (0 for no task), and the start time
of the task in seconds.
"""


@frozen
class RunningTask:
    """A task that a worker is running.

    Attributes:
        pid: Process id of the worker.
        number: Number of the task, counted from 0.
        seconds: How long the task has been running, in seconds.
    """

    pid: int
    number: int
    seconds: float


class RunningTasks:
    """The tasks that are running, with one slot for each worker. Each worker writes only to its
    slot.

    All processes share the memory of the slots. Therefore, if the supervisor is killed, its parent
    process can still read which tasks were running.

    Args:
        slots: The number of workers that run at the same time.
    """

    def __init__(self, slots: int) -> None:
        self._memory = mmap.mmap(-1, slots * _SLOT.size)
        self._slots = slots

    def begin(self, slot: int, *, pid: int, number: int) -> None:
        """Record that a worker begins a task."""
        _SLOT.pack_into(self._memory, slot * _SLOT.size, pid, number + 1, time.monotonic())

    def clear(self, slot: int) -> None:
        """Record that a worker no longer runs a task."""
        _SLOT.pack_into(self._memory, slot * _SLOT.size, 0, 0, 0.0)

    def find_all(self) -> list[RunningTask]:
        """Return the tasks that are running."""
        now = time.monotonic()
        slots = (_SLOT.unpack_from(self._memory, slot * _SLOT.size) for slot in range(self._slots))
        return [
            RunningTask(pid=pid, number=number - 1, seconds=now - start)
            for pid, number, start in slots
            if number
        ]
