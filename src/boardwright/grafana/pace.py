"""Retries: which failures are tried again, after which wait, and for how long."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from boardwright.grafana.grafana_errors import HaltedError
from boardwright.http.request_errors import OutOfTimeError, RequestError

T = TypeVar("T")
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_LONGEST_ASKED = 120.0
"""The longest wait that a server may ask for, in seconds."""


class Pace:
    """The tries and the time of one deploy, shared by all its requests.

    Args:
        retries: How often a request is repeated after a failure that may pass.
        seconds: The time for all requests together; None for no limit.
        clock: Returns the time in seconds.
        sleep: Waits; returns whether the wait was cut short by `stop`. None to wait for real.
        spread: Returns a number from 0 to 1, so that many deploys do not try again at once.
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
        """Start the time again: the time in which a user reads a plan does not count."""
        self._end = None if self._seconds is None else self._clock() + self._seconds

    def stop(self) -> None:
        """Let running requests finish, and start no others."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stopped.is_set()

    def begin(self) -> None:
        """Check that a request may be sent.

        Raises:
            HaltedError: The user stopped it.
            OutOfTimeError: No time is left.
        """
        if self.stopped:
            raise HaltedError("not tried: stopped by Ctrl-C", hint="Deploy again to send the rest.")
        if self.seconds_left() <= 0:
            raise OutOfTimeError(
                "not tried: the time for the whole deploy is over",
                hint="[grafana] total_timeout sets its seconds. Deploy again to send the rest.",
            )

    def seconds_left(self) -> float:
        """Return the seconds that are left."""
        return float("inf") if self._end is None else self._end - self._clock()

    def may_repeat(self, error: RequestError, failures: int) -> bool:
        """Wait until another try makes sense; return False when none does.

        Args:
            error: The error of the last try.
            failures: The number of tries that have failed.
        """
        if not error.passing or failures > self._retries or self.stopped:
            return False
        wait = self._wait(error, failures)
        if wait > min(_LONGEST_ASKED, self.seconds_left()):
            return False
        return not self._sleep(wait)

    def pause(self) -> bool:
        """Wait as after a first failure; return whether there is time left and nobody stopped."""
        wait = self._backoff(1)
        return not self.stopped and wait < self.seconds_left() and not self._sleep(wait)

    def repeat(self, call: Callable[[], T]) -> T:
        """Return the result of a call, which is repeated as long as that makes sense.

        Only for calls that do no harm when they are made twice.

        Raises:
            RequestError: The error of the last try.
        """
        failures = 0
        while True:
            try:
                self.begin()
                return call()
            except RequestError as error:
                failures += 1
                if not self.may_repeat(error, failures):
                    raise

    def _wait(self, error: RequestError, failures: int) -> float:
        """Return the wait that the server asks for, or twice the last one; half of it is random."""
        if error.retry_after is not None:
            return error.retry_after + self._spread() * _FIRST_WAIT
        return self._backoff(failures)

    def _backoff(self, failures: int) -> float:
        longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** (failures - 1))
        return longest * (1 + self._spread()) / 2
