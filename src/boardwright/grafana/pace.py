"""How long to go on: which failures are met with another try, when, and until when."""

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
"""A server that asks for a longer wait than this is not waited for."""


class Pace:
    """The tries and the time that one deploy has; shared by all that it sends at once.

    Args:
        retries: How often a request is repeated after a failure that may pass.
        seconds: How long all requests together may take; None for no bound.
        clock: Tells the time in seconds.
        sleep: Waits; returns whether the wait was cut short by `stop`. None to wait for real.
        spread: Returns a number from 0 to 1, so that many deploys do not come back at once.
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
        """Begin the time anew: what a user takes to read a plan does not count."""
        self._end = None if self._seconds is None else self._clock() + self._seconds

    def stop(self) -> None:
        """Let what is being sent come to its end, and nothing begin."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stopped.is_set()

    def begin(self) -> None:
        """Tell that a request is about to be sent.

        Raises:
            HaltedError: The user stopped it.
            OutOfTimeError: The time is over.
        """
        if self.stopped:
            raise HaltedError(
                "not tried: stopped by Ctrl-C", hint="Deploy again to send what is left."
            )
        if self.left() <= 0:
            raise OutOfTimeError(
                "not tried: the time for the whole deploy is over",
                hint="[grafana] total_timeout sets its seconds. Deploy again to send what is left.",
            )

    def left(self) -> float:
        """Return the seconds that are left."""
        return float("inf") if self._end is None else self._end - self._clock()

    def may_repeat(self, error: RequestError, failures: int) -> bool:
        """Wait as long as it takes until another try makes sense; return False when none does.

        Args:
            error: What the last try met.
            failures: How many tries have failed.
        """
        if not error.passing or failures > self._retries or self.stopped:
            return False
        wait = self._wait(error, failures)
        if wait > min(_LONGEST_ASKED, self.left()):
            return False
        return not self._sleep(wait)

    def pause(self) -> bool:
        """Wait as after a first failure; return whether there is still time and nobody stopped."""
        wait = self._backoff(1)
        return not self.stopped and wait < self.left() and not self._sleep(wait)

    def repeat(self, call: Callable[[], T]) -> T:
        """Return what `call` returns, repeating it while that is worth it.

        Only for calls that do no harm when they are made twice.

        Raises:
            RequestError: What the last try met.
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
        """What the server asks for, or twice as long each time; half of it left to chance."""
        if error.retry_after is not None:
            return error.retry_after + self._spread() * _FIRST_WAIT
        return self._backoff(failures)

    def _backoff(self, failures: int) -> float:
        longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** (failures - 1))
        return longest * (1 + self._spread()) / 2
