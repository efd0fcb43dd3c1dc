"""Repeats failed requests of a deploy, and limits the time for all requests together."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from boardwright.http.request_errors import HaltedError, OutOfTimeError, RequestError

T = TypeVar("T")
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_LONGEST_RETRY_AFTER = 120.0
"""boardwright does not repeat a request if `Retry-After` is longer than this number of seconds."""


class Pace:
    """Repeats failed requests of a deploy, and limits the time for all requests together.

    Args:
        retries: How often a request is repeated if its failures may be temporary.
        seconds: Time limit for all requests together, in seconds; None for no limit.
        clock: Function that returns the current time in seconds.
        sleep: Function that waits for a number of seconds, and returns True if `stop` ended the
            wait early. None to really wait; tests pass a function that returns immediately.
        spread: Function that returns a random number from 0 to 1. Waiting times are random, so that
            several deploys do not repeat their requests at the same moment.
    """

    def __init__(
        self,
        *,
        retries: int = 4,
        seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], bool] | None = None,
        spread: Callable[[], float] = random.random,
    ) -> None:
        self._retries = retries
        self._clock = clock
        self._seconds = seconds
        self.renew()
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._spread = spread

    def renew(self) -> None:
        """Restart the time limit, for example after the user has confirmed the plan."""
        self._end = None if self._seconds is None else self._clock() + self._seconds

    def stop(self) -> None:
        """Make `begin` raise an error from now on. Running requests can still finish."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stopped.is_set()

    def begin(self) -> None:
        """Check that the deploy may send another request.

        Raises:
            HaltedError: The user stopped the deploy.
            OutOfTimeError: The time limit of the deploy is over.
        """
        if self.stopped:
            hint = "Deploy again to send the remaining boards and rules."
            raise HaltedError("not sent, because the deploy was stopped by Ctrl-C", hint=hint)
        if self._count_seconds_left() <= 0:
            raise OutOfTimeError(
                "not sent, because the time limit for the whole deploy is over",
                hint="total_timeout in [grafana] sets the limit in seconds. Deploy again to send "
                "the remaining boards and rules.",
            )

    def limit_seconds(self, timeout: float) -> int:
        """Return the time limit of the next request, in whole seconds.

        The limit is `timeout` or the remaining time of the deploy, whichever is shorter, but at
        least one second.
        """
        return round(min(timeout, max(1, self._count_seconds_left())))

    def _count_seconds_left(self) -> float:
        return float("inf") if self._end is None else self._end - self._clock()

    def wait_to_repeat(self, error: RequestError, failures: int) -> bool:
        """Wait before a failed request is repeated, and return True.

        If the request must not be repeated, the method returns False without waiting.

        Args:
            error: The error of the failed request.
            failures: How often the request has failed so far.
        """
        if not error.temporary or failures > self._retries or self.stopped:
            return False
        wait = self._compute_wait(error, failures)
        if wait > min(_LONGEST_RETRY_AFTER, self._count_seconds_left()):
            return False
        return not self._sleep(wait)

    def pause(self) -> bool:
        """Wait between 0.25 and 0.5 seconds.

        Return False if the time limit is over or the user stopped the deploy.
        """
        wait = self._compute_backoff(1)
        return not self.stopped and wait < self._count_seconds_left() and not self._sleep(wait)

    def repeat(self, call: Callable[[], T]) -> T:
        """Call a function and return its result, repeating the call after temporary failures.

        Calling the function twice must have the same effect as calling it once.

        Raises:
            RequestError: The last call failed with this error.
        """
        failures = 0
        while True:
            try:
                self.begin()
                return call()
            except RequestError as error:
                failures += 1
                if not self.wait_to_repeat(error, failures):
                    raise

    def _compute_wait(self, error: RequestError, failures: int) -> float:
        """Return the seconds to wait before the request is repeated.

        If the answer has no header `Retry-After`, the maximum waiting time doubles after each
        failure, up to 30 seconds.
        """
        if error.retry_after is not None:
            return error.retry_after + self._spread() * _FIRST_WAIT
        return self._compute_backoff(failures)

    def _compute_backoff(self, failures: int) -> float:
        longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** (failures - 1))
        return longest * (1 + self._spread()) / 2
