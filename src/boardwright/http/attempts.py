"""Calls a function for each of many items, keeps the errors, and gives up if the server is down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from boardwright.errors import ServerError
from boardwright.http.pace import Pace
from boardwright.http.request_errors import OutOfTimeError, RequestError, StoppedError

AttemptedItem = TypeVar("AttemptedItem")
Result = TypeVar("Result")
MAX_CONSECUTIVE_FAILURES = 3
"""After this many consecutive failures of the server, the remaining items are not tried."""


def attempt_each(
    items: Iterable[AttemptedItem],
    call: Callable[[AttemptedItem], Result],
    *,
    at_once: int = 1,
    pace: Pace | None = None,
) -> Iterator[tuple[AttemptedItem, Result | ServerError]]:
    """Yield each item with the result of the call, or with the error that the call raised.

    An error that concerns only one item does not stop the calls for other items. If several calls
    in a row fail because the server does not answer or refuses the credentials, the remaining items
    get a `StoppedError`. With a `pace`, Ctrl-C lets running calls finish, and the remaining items
    get the error that `pace` raises. Without a `pace`, Ctrl-C stops all calls immediately. A second
    Ctrl-C always stops all calls immediately.

    Args:
        items: The items. The results are yielded in the order of the items.
        call: The function to call with each item.
        at_once: Number of simultaneous calls, each in its own thread.
        pace: The `Pace` whose `stop` is called after Ctrl-C; None if the caller handles Ctrl-C.
    """
    work = _AttemptedWork(list(items), call)
    work.start(min(at_once, len(work.items)))
    while not work.done.is_set():
        try:
            work.done.wait()
        except KeyboardInterrupt:
            if pace is None or pace.stopped:
                raise
            pace.stop()
    yield from zip(work.items, work.collect_results(), strict=True)


class _AttemptedWork(Generic[AttemptedItem, Result]):
    """The items that the threads process, and the results."""

    def __init__(self, items: list[AttemptedItem], call: Callable[[AttemptedItem], Result]) -> None:
        self.items = items
        self._call = call
        self._queue = iter(range(len(items)))
        self._lock = threading.Lock()
        self._results: dict[int, Result | ServerError] = {}
        self._bug: BaseException | None = None
        self._failures = 0
        self._last_error: ServerError | None = None
        self._working = 0
        self.done = threading.Event()

    def start(self, workers: int) -> None:
        """Start daemon threads that process the items. `done` is set when all threads have
        ended."""
        self._working = workers
        if not workers:
            self.done.set()
        for _ in range(workers):
            threading.Thread(target=self._attempt_items, daemon=True).start()

    def collect_results(self) -> list[Result | ServerError]:
        """Return the result of each item. An exception other than ServerError is raised."""
        if self._bug is not None:
            raise self._bug
        return [self._results[number] for number in range(len(self.items))]

    def _attempt_items(self) -> None:
        while (number := self._take_next_number()) is not None:
            try:
                self._keep_result(number, self._attempt_item(self.items[number]))
            except BaseException as error:
                self._bug = error
        with self._lock:
            self._working -= 1
            if not self._working:
                self.done.set()

    def _take_next_number(self) -> int | None:
        with self._lock:
            return None if self._bug is not None else next(self._queue, None)

    def _attempt_item(self, item: AttemptedItem) -> Result | ServerError:
        if self._last_error is not None and self._failures >= MAX_CONSECUTIVE_FAILURES:
            return _build_stop_error(self._last_error)
        try:
            return self._call(item)
        except ServerError as error:
            return error

    def _keep_result(self, number: int, result: Result | ServerError) -> None:
        with self._lock:
            self._results[number] = result
            if isinstance(result, StoppedError | OutOfTimeError):
                return
            if isinstance(result, RequestError) and result.concerns_server:
                self._failures += 1
                self._last_error = result
            else:
                self._failures = 0


def _build_stop_error(last: ServerError) -> StoppedError:
    return StoppedError(
        f"not sent, because the last {MAX_CONSECUTIVE_FAILURES} requests failed: {last.what}",
        where=last.where,
        hint=last.hint,
    )
