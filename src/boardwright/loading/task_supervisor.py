"""Runs the supervisor process. The supervisor starts worker processes for batches of tasks, and
sends the results to its parent process.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import select
import signal
import sys
from collections import deque
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Generic, TypeVar

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.loading.forked_process import (
    CHUNK,
    STRAY,
    count_cores,
    describe_exit,
    fork_process,
    open_pipe,
    read_exit_status,
    redirect_output_to_stderr,
    write_all,
)
from boardwright.loading.running_tasks import RunningTasks
from boardwright.loading.worker_job import WorkerJob, WorkerReply

T = TypeVar("T")

_LENGTH = 8
"""The number of bytes at the start of a reply that encode the length of the reply."""

_POLL_MILLISECONDS = 200
"""Milliseconds after which the supervisor checks whether a silent worker still exists."""


_TIMEOUT = b"Timeout ("
"""The beginning of the traceback that `faulthandler` writes when a task has run too long."""


@frozen
class PreparationFailure:
    """A message from the supervisor that `WorkerJob.prepare` failed."""

    error: BoardwrightError


@frozen
class SlowTask:
    """A message from the supervisor that a task takes long. `number` is the index of the task."""

    number: int


class _Worker:
    """A worker process, with its tasks and the data that it has sent.

    Args:
        pid: Process id of the worker.
        reader: File descriptor from which the supervisor reads the worker's reply.
        slot: The index of the worker's slot in `RunningTasks`.
        numbers: Numbers of the tasks in the worker's batch.
    """

    def __init__(self, pid: int, reader: int, slot: int, numbers: Sequence[int]) -> None:
        self.pid, self.reader, self.slot, self.numbers = pid, reader, slot, numbers
        self._received = bytearray()

    def read(self) -> bool:
        """Read the data that the worker has written; return whether more data may follow."""
        try:
            part = os.read(self.reader, CHUNK)
        except BlockingIOError:
            return False
        self._received += part
        return bool(part) and not self.is_complete()

    def is_complete(self) -> bool:
        """Return whether the worker has sent its whole reply."""
        length = int.from_bytes(self._received[:_LENGTH])
        return len(self._received) >= _LENGTH and len(self._received) >= _LENGTH + length

    def read_reply(self) -> WorkerReply | None:
        """Return the worker's reply; None if the worker ended before it replied."""
        if not self.is_complete():
            return None
        reply: WorkerReply = pickle.loads(self._received[_LENGTH:])  # noqa: S301 - our own process wrote the data
        return reply

    def read_timeout_trace(self) -> str | None:
        """Return the traceback of `faulthandler` if the task took too long; otherwise None."""
        _, marker, trace = self._received.partition(_TIMEOUT)
        return trace.decode("utf-8", "backslashreplace") if marker else None


class TaskSupervisor(Generic[T]):
    """Starts worker processes for batches of tasks, and sends the results to the supervisor's
    parent process.
    """

    def __init__(
        self, work: WorkerJob[T], tasks: Sequence[T], running: RunningTasks, writer: int
    ) -> None:
        self._work, self._tasks, self._running, self._writer = work, tasks, running, writer
        self._waiting: deque[Sequence[int]] = deque()
        self._workers: dict[int, _Worker] = {}
        self._free_slots = [*range(count_cores())]
        self._slow: set[int] = set()
        """Numbers of the tasks that were reported as slow."""
        self._results: deque[bytes] = deque()
        self._ending: list[int] = []
        """The process ids of workers that have replied, but perhaps not ended."""
        self._poll = select.poll()
        # no events are requested, so poll reports only that the reader has closed the pipe
        self._poll.register(writer, 0)

    def run(self, sizes: Sequence[int]) -> None:
        """Run all tasks. The first `sizes[0]` tasks form the first batch, and so on."""
        # Ctrl-C ends the process that reads the results, which in turn ends this process
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            self._work.prepare()
        except BoardwrightError as error:
            self._send_all(pickle.dumps(PreparationFailure(error=error)))
            return
        ends = [*accumulate(sizes)]
        self._waiting.extend(range(end - size, end) for end, size in zip(ends, sizes, strict=True))
        try:
            os.set_blocking(self._writer, False)  # a slow reader must not keep workers waiting
            while self._waiting or self._workers:
                self._start_workers()
                self._poll.modify(self._writer, select.POLLOUT if self._results else 0)
                self._check_workers()
            self._send_all(pickle.dumps(None))
        except BrokenPipeError:
            self._kill_workers()

    def _send_some(self) -> None:
        part = self._results.popleft()
        if rest := part[os.write(self._writer, part) :]:
            self._results.appendleft(rest)

    def _send_all(self, last: bytes) -> None:
        os.set_blocking(self._writer, True)
        for part in (*self._results, last):
            write_all(self._writer, part)

    def _start_workers(self) -> None:
        while self._waiting and len(self._workers) < count_cores():
            self._start_worker(self._waiting.popleft(), self._free_slots.pop())

    def _start_worker(self, numbers: Sequence[int], slot: int) -> None:
        reader, writer = open_pipe()
        others = [self._writer, reader, *self._workers]
        pid = fork_process(lambda: self._run_worker(numbers, slot, writer), without=others)
        os.close(writer)
        self._workers[reader] = _Worker(pid, reader, slot, numbers)
        self._poll.register(reader, select.POLLIN)

    def _run_worker(self, numbers: Sequence[int], slot: int, writer: int) -> None:
        pid = os.getpid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        redirect_output_to_stderr()

        def begin_task(index: int) -> None:
            self._running.begin(slot, pid=pid, number=numbers[index])
            faulthandler.dump_traceback_later(self._work.seconds, exit=True, file=writer)

        content = pickle.dumps(self._work.run([self._tasks[n] for n in numbers], begin_task))
        if os.getpid() != pid:
            os._exit(STRAY)
        faulthandler.cancel_dump_traceback_later()
        sys.stdout.flush()
        write_all(writer, len(content).to_bytes(_LENGTH) + content)

    def _check_workers(self) -> None:
        for descriptor, event in self._poll.poll(_POLL_MILLISECONDS):
            if descriptor == self._writer:
                if event & ~select.POLLOUT:
                    raise BrokenPipeError
                self._send_some()
                continue
            worker = self._workers[descriptor]
            if not worker.read():
                self._finish_worker(
                    worker, None if worker.is_complete() else read_exit_status(worker.pid, 0)
                )
        for worker in [*self._workers.values()]:  # another process may keep the pipe open
            status = read_exit_status(worker.pid, os.WNOHANG)
            if status is not None:
                os.set_blocking(worker.reader, False)
                while worker.read():
                    pass
                self._finish_worker(worker, status)
        self._report_slow_tasks()
        self._ending = [pid for pid in self._ending if read_exit_status(pid, os.WNOHANG) is None]

    def _report_slow_tasks(self) -> None:
        for task in self._running.find_all():
            if task.seconds > self._work.slow_after and task.number not in self._slow:
                self._slow.add(task.number)
                self._results.append(pickle.dumps(SlowTask(number=task.number)))

    def _finish_worker(self, worker: _Worker, status: int | None) -> None:
        self._poll.unregister(worker.reader)
        os.close(worker.reader)
        del self._workers[worker.reader]
        self._running.clear(worker.slot)
        self._free_slots.append(worker.slot)
        if status is None:
            self._ending.append(worker.pid)
        reply, numbers = worker.read_reply(), worker.numbers
        if len(numbers) > 1 and (reply is None or not reply.sound):
            self._waiting.extendleft([number] for number in reversed(numbers))
        elif reply is None:
            self._results.append(pickle.dumps(self._build_failure_result(worker, status or 0)))
        else:
            self._work.learn(reply.news)
            self._results.extend(reply.results)
            if remaining := numbers[len(reply.results) :]:
                self._waiting.appendleft(remaining)

    def _build_failure_result(self, worker: _Worker, status: int) -> Any:
        task, trace = self._tasks[worker.numbers[0]], worker.read_timeout_trace()
        if trace is not None:
            return self._work.build_timeout_result(task, trace)
        return self._work.build_lost_result(task, describe_exit(status))

    def _kill_workers(self) -> None:
        for worker in self._workers.values():
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)
