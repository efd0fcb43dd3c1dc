"""Calls for each of many items: an error is kept, and a dead server is not called forever."""

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
"""After this number of failures of the server in a row, the other items are not tried."""


def attempt_each(
    items: Iterable[Item],
    call: Callable[[Item], Result],
    *,
    at_once: int = 1,
    pace: Pace | None = None,
) -> Iterator[tuple[Item, Result | ServerError]]:
    """Yield each item with the result of a call, or with the error that the call raised.

    An error that concerns one item stops nothing. After several in a row that every item would
    have (no answer, no login), the others get a `StoppedError`. With a `pace`, Ctrl-C lets running
    calls finish, and the other items get the error that `pace` raises from then on; a second
    Ctrl-C stops at once, as the first one does without a `pace`.

    Args:
        items: The items; results are in their order.
        call: Called with each item.
        at_once: The number of calls at the same time, each in its own thread.
        pace: Stopped by Ctrl-C; None where the caller handles Ctrl-C.
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
    """The items, their results, and the number of the server's failures in a row."""

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
        """Start threads that do not keep the process alive; `done` is set at their end."""
        self._working = workers
        if not workers:
            self.done.set()
        for _ in range(workers):
            threading.Thread(target=self._run, daemon=True).start()

    def results(self) -> list[Result | ServerError]:
        """Return the result of each item; an exception other than ServerError is raised."""
        if self._bug is not None:
            raise self._bug
        return [self._got[number] for number in range(len(self.items))]

    def _run(self) -> None:
        while (number := self._next()) is not None:
            try:
                self._keep(number, self._attempt(self.items[number]))
            except BaseException as error:
                self._bug = error
        with self._lock:
            self._working -= 1
            if not self._working:
                self.done.set()

    def _next(self) -> int | None:
        with self._lock:
            return None if self._bug is not None else next(self._queue, None)

    def _attempt(self, item: Item) -> Result | ServerError:
        if self._last is not None and self._failures >= PATIENCE:
            return _stop_error(self._last)
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


def _stop_error(last: ServerError) -> StoppedError:
    return StoppedError(
        f"not tried, since {PATIENCE} before it failed: {last.what}",
        where=last.where,
        hint=last.hint,
    )
