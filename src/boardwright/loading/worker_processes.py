"""Runs tasks in separate processes on all cores, so that a task that crashes or hangs affects no
other task.

    this process <-- results --- supervisor <-- replies --- workers

`run_batches` forks a supervisor process. The supervisor runs `WorkerJob.prepare` once, which may
import modules, and forks a worker for each batch of tasks. To save time, several tasks run in one
worker, on the assumption that no task affects the next task. A worker may report that one of its
tasks may have affected another task, or may end without a reply. In both cases, each task of the
worker is run again in a separate worker.

If a task runs longer than `WorkerJob.seconds`, `faulthandler` sends the worker's traceback to the
supervisor and ends the worker.

This module does not use Python's process pools. If a worker crashes, `concurrent.futures` cancels
all tasks, and `multiprocessing.Pool` waits forever.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, Generic, TypeVar

from boardwright.loading.forked_process import count_cores, fork_process, open_pipe
from boardwright.loading.running_tasks import RunningTasks
from boardwright.loading.task_supervisor import PreparationFailure, SlowTask, TaskSupervisor
from boardwright.loading.worker_job import WorkerJob

T = TypeVar("T")

_SLOW_SECONDS = 1.0
"""If the user interrupts boardwright, the message names the tasks that have run for more than this
many seconds.
"""


def run_batches(work: WorkerJob[T], batches: Sequence[Sequence[T]]) -> Iterator[Any]:
    """Run the tasks of all batches, and yield each result as soon as it is ready.

    The processes start when the function is called, not when the first result is requested.

    Raises:
        BoardwrightError: `WorkerJob.prepare` failed, or the supervisor ended early.
    """
    reader, writer = open_pipe()
    running = RunningTasks(count_cores())
    tasks = [task for batch in batches for task in batch]
    supervisor = fork_process(
        lambda: TaskSupervisor(work, tasks, running, writer).run([*map(len, batches)]),
        without=[reader],
    )
    os.close(writer)
    return _ResultReader(work, tasks, running, supervisor).read_results(reader)


class _ResultReader(Generic[T]):
    """Receives results from the supervisor, in the supervisor's parent process."""

    def __init__(
        self, work: WorkerJob[T], tasks: Sequence[T], running: RunningTasks, supervisor: int
    ) -> None:
        self._work, self._tasks, self._running = work, tasks, running
        self._supervisor = supervisor

    def read_results(self, reader: int) -> Iterator[Any]:
        try:
            with open(reader, "rb") as stream:
                yield from self._receive_results(stream)
        except KeyboardInterrupt as interrupt:
            if slow := self._list_slow_tasks():
                interrupt.add_note(self._work.describe_tasks(slow))
            raise
        finally:
            # the supervisor ends when no process reads its results any more
            self._wait_for_supervisor()

    def _receive_results(self, stream: BinaryIO) -> Iterator[Any]:
        while True:
            try:
                result = pickle.load(stream)  # noqa: S301 - the supervisor process of boardwright wrote the data
            except (EOFError, pickle.UnpicklingError):
                raise self._report_ended_supervisor() from None
            match result:
                case None:
                    return
                case PreparationFailure():
                    raise result.error
                case SlowTask():
                    self._work.report_slow_task(self._tasks[result.number])
                case _:
                    yield result

    def _report_ended_supervisor(self) -> Exception:
        """End the workers that are still running, and return an error that the supervisor ended
        early.
        """
        running = self._running.find_all()
        for task in running:
            with suppress(ProcessLookupError):
                os.kill(task.pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(self._wait_for_supervisor())
        if code >= 0:
            return RuntimeError(
                f"the process that supervises loading ended early with exit code {code}"
            )
        how = f"was ended by {signal.Signals(-code).name}"
        return self._work.build_supervisor_error(
            [self._tasks[task.number] for task in running], how
        )

    def _list_slow_tasks(self) -> list[T]:
        return [
            self._tasks[task.number]
            for task in self._running.find_all()
            if task.seconds > _SLOW_SECONDS
        ]

    def _wait_for_supervisor(self) -> int:
        # There is no exit status if SIGCHLD is ignored, or if the supervisor has ended already.
        with suppress(ChildProcessError):
            return os.waitpid(self._supervisor, 0)[1]
        return 0
