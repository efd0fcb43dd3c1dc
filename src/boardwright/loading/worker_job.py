"""Defines the interface of a job that worker processes do. A job consists of tasks, such as loading
one file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen

Task_contra = TypeVar("Task_contra", contravariant=True)

Begin = Callable[[int], None]
"""A function that a worker calls before each task, with the index of the task in the batch."""


@frozen
class WorkerReply:
    """The results of a worker for a batch of tasks.

    Attributes:
        results: Pickled results of the first tasks of the batch, at least one. The worker did not
            run the other tasks of the batch.
        sound: Whether the results are reliable. False if a task may have affected the tasks after
            it, for example by changing a library.
        news: Data that the supervisor passes to `WorkerJob.learn`.
    """

    results: tuple[bytes, ...]
    sound: bool
    news: Any = None


class WorkerJob(Protocol[Task_contra]):
    """A job for worker processes.

    Attributes:
        seconds: The longest time that a task may take, in seconds.
        slow_after: The time after which a running task is reported as slow, in seconds.
    """

    seconds: float
    slow_after: float

    def prepare(self) -> None:
        """Prepare the supervisor process before it forks workers."""

    def run(self, tasks: Sequence[Task_contra], begin: Begin) -> WorkerReply:
        """Run tasks in a worker, and call `begin` before each task."""

    def learn(self, news: Any) -> None:
        """Store the data in `WorkerReply.news` for later workers. This method runs in the
        supervisor.
        """

    def build_lost_result(self, task: Task_contra, how: str) -> Any:
        """Return the result for a task whose worker ended without a reply. `how` is a clause such
        as `ends the process with exit code 3`. This method runs in the supervisor.
        """

    def build_timeout_result(self, task: Task_contra, trace: str) -> Any:
        """Return the result for a task that took too long. This method runs in the supervisor.

        Args:
            task: The task that took too long.
            trace: The traceback of each thread, innermost frame first, as `faulthandler` prints
                tracebacks.
        """

    def describe_tasks(self, tasks: Sequence[Task_contra]) -> str:
        """Return a sentence about the tasks that were running when the user interrupted them."""

    def report_slow_task(self, task: Task_contra) -> None:
        """Report to the user that a task takes long. This method runs in the process that reads the
        results.
        """

    def build_supervisor_error(self, tasks: Sequence[Task_contra], how: str) -> BoardwrightError:
        """Return the error to raise if a signal ended the supervisor while tasks were running.
        `how` is a clause such as `was ended by SIGKILL`.
        """
