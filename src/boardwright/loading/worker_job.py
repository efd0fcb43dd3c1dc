"""The work of a load, divided into tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen

Task_contra = TypeVar("Task_contra", contravariant=True)

Begin = Callable[[int], None]
"""Called with the index of the task in its batch before the worker runs the task."""


@frozen
class WorkerReply:
    """A worker's results for its batch.

    Attributes:
        results: The pickled results of its first tasks, at least one; the others are still to do.
        sound: Whether no task of the batch affected another.
        news: Data for the supervisor, before it forks more workers.
    """

    results: tuple[bytes, ...]
    sound: bool
    news: Any = None


class WorkerJob(Protocol[Task_contra]):
    """The work to do in the processes.

    Attributes:
        seconds: The longest time that a task may take.
        slow_after: Seconds after which a running task is reported as slow.
    """

    seconds: float
    slow_after: float

    def prepare(self) -> None:
        """Prepare the supervisor; workers are copies of it."""

    def run(self, tasks: Sequence[Task_contra], begin: Begin) -> WorkerReply:
        """Run tasks, in a worker, and call `begin` before each."""

    def learn(self, news: Any) -> None:
        """Take the news of a worker, in the supervisor."""

    def lost(self, task: Task_contra, how: str) -> Any:
        """Return the result of a task whose worker ended without a reply, in the supervisor."""

    def overran(self, task: Task_contra, trace: str) -> Any:
        """Return the result of a task that took too long, in the supervisor.

        Args:
            task: The task.
            trace: The traceback of each thread, innermost frame first, as `faulthandler` prints it.
        """

    def describe(self, tasks: Sequence[Task_contra]) -> str:
        """Return a sentence on the tasks that were running when the user interrupted them."""

    def report_slow(self, task: Task_contra) -> None:
        """Report to the user that a task takes long, in the process that reads the results."""

    def explain_end(self, tasks: Sequence[Task_contra], how: str) -> BoardwrightError:
        """Return the error for a supervisor that something ended while tasks were running."""
