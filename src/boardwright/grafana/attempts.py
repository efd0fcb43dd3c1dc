"""Doing one thing for each of many: what fails is kept, and a dead server is not asked forever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from boardwright.errors import ServerError
from boardwright.grafana.grafana_errors import StoppedError
from boardwright.grafana.pace import Pace
from boardwright.http.request_errors import OutOfTimeError, RequestError

Item = TypeVar("Item")
Result = TypeVar("Result")
PATIENCE = 3
"""After so many failures in a row that are the server's, the rest is not tried."""


def attempt_each(
    items: Iterable[Item],
    call: Callable[[Item], Result],
    *,
    at_once: int = 1,
    pace: Pace | None = None,
) -> Iterator[tuple[Item, Result | ServerError]]:
    """Yield each item with what `call` returned, or with the error that it raised.

    An error that is about one item stops nothing. After some in a row that every item would meet
    (no answer, no login), the others get a `StoppedError`. With a `pace`, Ctrl-C lets the calls
    that have begun come to their end, and the others get what `pace` raises from then on; a second
    Ctrl-C leaves at once, as the first one does without.

    Args:
        items: What to do it for, in the order of what is yielded.
        call: What to do.
        at_once: How many calls run at the same time, each in a thread of its own.
        pace: Told of Ctrl-C; None where a stop is the caller's matter.
    """
    work = _Work(list(items), call)
    work.start(min(at_once, len(work.items)))
    while not work.done.is_set():
        try:
            work.done.wait()
        except KeyboardInterrupt:
            if pace is None or pace.stopped:
                raise
            pace.stop()
    yield from zip(work.items, work.results(), strict=True)


class _Work(Generic[Item, Result]):
    """The items, what became of each, and how often in a row the server was at fault."""

    def __init__(self, items: list[Item], call: Callable[[Item], Result]) -> None:
        self.items = items
        self._call = call
        self._queue = iter(range(len(items)))
        self._lock = threading.Lock()
        self._got: dict[int, Result | ServerError] = {}
        self._bug: BaseException | None = None
        self._failures = 0
        self._last: ServerError | None = None
        self._working = 0
        self.done = threading.Event()

    def start(self, workers: int) -> None:
        """Begin to work, in threads that do not hold the process; `done` tells of the end."""
        self._working = workers
        if not workers:
            self.done.set()
        for _ in range(workers):
            threading.Thread(target=self._run, daemon=True).start()

    def results(self) -> list[Result | ServerError]:
        """Return what became of each item; an exception that is no ServerError is raised."""
        if self._bug is not None:
            raise self._bug
        return [self._got[number] for number in range(len(self.items))]

    def _run(self) -> None:
        while (number := self._next()) is not None:
            try:
                self._keep(number, self._once(self.items[number]))
            except BaseException as error:
                self._bug = error
        with self._lock:
            self._working -= 1
            if not self._working:
                self.done.set()

    def _next(self) -> int | None:
        with self._lock:
            return None if self._bug is not None else next(self._queue, None)

    def _once(self, item: Item) -> Result | ServerError:
        if self._last is not None and self._failures >= PATIENCE:
            return _stopped(self._last)
        try:
            return self._call(item)
        except ServerError as error:
            return error

    def _keep(self, number: int, got: Result | ServerError) -> None:
        with self._lock:
            self._got[number] = got
            if isinstance(got, StoppedError | OutOfTimeError):
                return
            everywhere = isinstance(got, RequestError) and got.everywhere
            self._failures = self._failures + 1 if everywhere else 0
            self._last = got if isinstance(got, ServerError) else None


def _stopped(last: ServerError) -> StoppedError:
    return StoppedError(
        f"not tried, since {PATIENCE} before it met this: {last.what}",
        where=last.where,
        hint=last.hint,
    )
