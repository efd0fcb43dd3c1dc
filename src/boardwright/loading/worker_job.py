"""Defines the interface of the work that worker processes do. The work is divided into tasks, such
as loading one file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen

Task_contra = TypeVar("Task_contra", contravariant=True)

Begin = Callable[[int], None]
"""A function that is called with a task's index in its batch before the worker runs the task."""


@frozen
class WorkerReply:
    """The results of a worker for its batch.

    Attributes:
        results: Pickled results of the first tasks of the batch; at least one result. The other
            tasks of the batch were not run.
        sound: Whether no task changed the process in a way that may affect the following tasks of
            the batch.
        news: Data for the supervisor, which passes the data to `WorkerJob.learn` before it forks
            more workers.
    """

    results: tuple[bytes, ...]
    sound: bool
    news: Any = None


class WorkerJob(Protocol[Task_contra]):
    """The work to do in worker processes.

    Attributes:
        seconds: The longest time that a task may take, in seconds.
        slow_after: The time after which a running task is reported as slow, in seconds.
    """

    seconds: float
    slow_after: float

    def prepare(self) -> None:
        """Prepare the supervisor process, from which the workers are forked."""

    def run(self, tasks: Sequence[Task_contra], begin: Begin) -> WorkerReply:
        """Run tasks in a worker, and call `begin` before each task."""

    def learn(self, news: Any) -> None:
        """Store the data in `WorkerReply.news` for later workers. This method runs in the
        supervisor.
        """

    def build_lost_result(self, task: Task_contra, how: str) -> Any:
        """Return the result for a task whose worker ended without a reply. `how` is a clause that
        describes the end, such as `ends the process with exit code 3`. This method runs in the
        supervisor.
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
