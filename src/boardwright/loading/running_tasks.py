"""Records which task each worker process is running. The supervisor, its workers and its parent
process share the memory of these records.
"""

from __future__ import annotations

import mmap
import struct
import time

from boardwright.frozen import frozen

_NUMBER = struct.Struct("q")
"""Memory layout for the number of a task. The stored number is 1 higher than the task's number,
because 0 means that no task is running.
"""

_START = struct.Struct("qd")
"""Memory layout for the worker's process id and the task's start time in seconds."""

_SLOT_SIZE = _NUMBER.size + _START.size


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
    """The tasks that worker processes are running. Each worker writes only to its own slot.

    The slots are in shared memory. Therefore, if the supervisor is killed, its parent process can
    still read which tasks were running.

    Args:
        slots: The number of workers that run at the same time.
    """

    def __init__(self, slots: int) -> None:
        self._memory = mmap.mmap(-1, slots * _SLOT_SIZE)
        self._slots = slots

    def begin(self, slot: int, *, pid: int, number: int) -> None:
        """Record that a worker begins a task."""
        self.clear(slot)  # so that nobody reads the new start time with the number of the old task
        _START.pack_into(self._memory, slot * _SLOT_SIZE + _NUMBER.size, pid, time.monotonic())
        self._write_number(slot, number + 1)

    def clear(self, slot: int) -> None:
        """Record that a worker no longer runs a task."""
        self._write_number(slot, 0)

    def find_all(self) -> list[RunningTask]:
        """Return the tasks that are running. A task that begins or ends during the call may be
        missing.
        """
        slots = (self._read_slot(slot) for slot in range(self._slots))
        return [task for task in slots if task]

    def _read_slot(self, slot: int) -> RunningTask | None:
        number = self._read_number(slot)
        pid, start = _START.unpack_from(self._memory, slot * _SLOT_SIZE + _NUMBER.size)
        if not number or number != self._read_number(slot):  # another task began meanwhile
            return None
        return RunningTask(pid=pid, number=number - 1, seconds=time.monotonic() - start)

    def _read_number(self, slot: int) -> int:
        (number,) = _NUMBER.unpack_from(self._memory, slot * _SLOT_SIZE)
        return int(number)

    def _write_number(self, slot: int, number: int) -> None:
        _NUMBER.pack_into(self._memory, slot * _SLOT_SIZE, number)
