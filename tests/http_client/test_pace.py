"""How often and how long something is tried again."""

from __future__ import annotations

import pytest

from boardwright.grafana.grafana_errors import (
    GatewayError,
    GrafanaError,
    LoginError,
    ThrottledError,
)
from boardwright.http.exchange import parse_retry_after
from boardwright.http.pace import Pace
from boardwright.http.request_errors import HaltedError, OutOfTimeError, SlowError


class Clock:
    """A clock that only waiting moves on."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += seconds
        return False


def pace(clock: Clock, *, retries: int = 4, seconds: float | None = None) -> Pace:
    return Pace(
        retries=retries,
        seconds=seconds,
        clock=lambda: clock.now,
        sleep=clock.sleep,
        spread=lambda: 1.0,
    )


def failing(times: int, error: GrafanaError) -> list[GrafanaError | None]:
    return [error] * times + [None]


def run(pace: Pace, outcomes: list[GrafanaError | None]) -> int:
    """Return the number of calls; each call has the next outcome."""
    calls = 0

    def call() -> int:
        nonlocal calls
        calls += 1
        error = outcomes[calls - 1]
        if error is not None:
            raise error
        return calls

    return pace.repeat(call)


@pytest.mark.parametrize("error", [SlowError("x"), GatewayError("x")])
def test_a_temporary_error_is_retried_after_longer_and_longer_waits(error: GrafanaError) -> None:
    clock = Clock()
    assert run(pace(clock), failing(4, error)) == 5
    assert clock.waits == [0.5, 1.0, 2.0, 4.0]


def test_a_request_is_not_retried_more_often_than_allowed() -> None:
    clock = Clock()
    with pytest.raises(SlowError):
        run(pace(clock, retries=2), failing(3, SlowError("x")))
    assert clock.waits == [0.5, 1.0]


def test_a_permanent_error_is_not_retried() -> None:
    clock = Clock()
    with pytest.raises(LoginError):
        run(pace(clock), failing(1, LoginError("x", status=401, message="")))
    assert clock.waits == []


def test_a_wait_is_shortened_by_at_most_half() -> None:
    clock = Clock()
    lucky = Pace(sleep=clock.sleep, spread=lambda: 0.0)
    run(lucky, failing(2, SlowError("x")))
    assert clock.waits == [0.25, 0.5]


def throttle_error(seconds: float | None) -> ThrottledError:
    error = ThrottledError("x", status=429, message="")
    error.retry_after = seconds
    return error


def test_the_wait_that_the_server_demands_is_used() -> None:
    clock = Clock()
    assert run(pace(clock), failing(1, throttle_error(7))) == 2
    assert clock.waits == [7.5]
    assert run(pace(clock), failing(1, throttle_error(None))) == 2
    assert clock.waits == [7.5, 0.5]


def test_a_demanded_wait_of_hours_is_an_error() -> None:
    clock = Clock()
    with pytest.raises(ThrottledError):
        run(pace(clock), failing(1, throttle_error(7200)))
    assert clock.waits == []


def test_all_retries_share_one_time_limit() -> None:
    clock = Clock()
    bounded = pace(clock, retries=20, seconds=3)
    with pytest.raises(SlowError):
        run(bounded, failing(20, SlowError("x")))
    assert clock.waits == [0.5, 1.0]
    clock.now += 3
    with pytest.raises(OutOfTimeError):
        bounded.begin()
    bounded.renew()
    bounded.begin()


def test_no_request_starts_after_a_stop() -> None:
    stopped = Pace()
    stopped.stop()
    with pytest.raises(HaltedError):
        stopped.repeat(lambda: 1)
    assert not stopped.wait_to_repeat(SlowError("x"), 1)


DATE = "Wed, 25 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "now", "seconds"),
    [
        (None, DATE, None),
        ("", DATE, None),
        ("soon", DATE, None),
        ("0", DATE, 0.0),
        ("12", DATE, 12.0),
        ("Wed, 25 Nov 2026 12:00:30 GMT", DATE, 30.0),
        ("Wed, 25 Nov 2026 11:59:00 GMT", DATE, 0.0),
        ("Wed, 25 Nov 2099 12:00:30 GMT", "Wed, 25 Nov 2099 12:00:00 GMT", 30.0),
    ],
)
def test_a_retry_date_is_relative_to_the_clock_of_the_server(
    value: str | None, now: str, seconds: float | None
) -> None:
    assert parse_retry_after(value, now=now) == seconds
