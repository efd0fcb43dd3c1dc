"""Sends a request for each item of a list, and stops if the server does not answer."""

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
"""`attempt_each` skips the remaining items after this number of consecutive failures."""


def attempt_each(
    items: Iterable[AttemptedItem],
    call: Callable[[AttemptedItem], Result],
    *,
    at_once: int = 1,
    pace: Pace | None = None,
) -> Iterator[tuple[AttemptedItem, Result | ServerError]]:
    """Call a function for each item, and yield each item with the result or with the `ServerError`.

    If `MAX_CONSECUTIVE_FAILURES` calls in a row fail because the server does not answer or refuses
    the credentials, the result for the remaining items is a `StoppedError`.

    With a `pace`, running calls can finish after Ctrl-C, and `pace` refuses new calls. A second
    Ctrl-C stops all calls immediately. Without a `pace`, the first Ctrl-C stops all calls
    immediately.

    Args:
        items: The items, in the order of the results.
        call: The function to call with each item.
        at_once: Number of simultaneous calls, each in its own thread.
        pace: The `Pace` to stop after Ctrl-C; None if the caller handles Ctrl-C. `call` must call
            `pace.begin` before each request.
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
    """The items and results of `attempt_each`, which its threads share."""

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
        """Start the threads. When all threads have ended, the last one sets the event `done`."""
        self._working = workers
        if not workers:
            self.done.set()
        for _ in range(workers):
            threading.Thread(target=self._attempt_items, daemon=True).start()

    def collect_results(self) -> list[Result | ServerError]:
        """Return the result of each item, or raise an exception that is not a `ServerError`."""
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
