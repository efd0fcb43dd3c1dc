"""Many calls at once: each has its outcome, in order, and a stop lets them end."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from boardwright.errors import ServerError
from boardwright.http.attempts import attempt_each
from boardwright.http.pace import Pace
from boardwright.http.request_errors import HaltedError


def test_at_most_the_given_number_of_calls_run_at_once() -> None:
    now, most, lock = 0, 0, threading.Lock()

    def call(item: int) -> int:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.01)
        with lock:
            now -= 1
        return item

    got = list(attempt_each(range(20), call, at_once=4))
    assert got == [(number, number) for number in range(20)]
    assert most == 4


def test_an_empty_list_gives_no_results() -> None:
    assert list(attempt_each([], lambda item: item, at_once=4)) == []


def test_errors_are_returned_in_the_order_of_the_items() -> None:
    def call(item: int) -> int:
        if item % 2:
            raise ServerError(str(item))
        return item

    got = [str(result) for _, result in attempt_each(range(9), call, at_once=3)]
    assert got == [str(number) for number in range(9)]


def interrupt_soon(times: int = 1) -> None:
    def send() -> None:
        for _ in range(times):
            time.sleep(0.1)
            os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=send).start()


def test_ctrl_c_lets_running_calls_finish() -> None:
    pace, ended = Pace(), []

    def call(item: int) -> int:
        pace.begin()
        time.sleep(0.3)
        ended.append(item)
        return item

    interrupt_soon()
    got = [result for _, result in attempt_each(range(6), call, at_once=2, pace=pace)]
    assert sorted(ended) == [0, 1]
    assert got[:2] == [0, 1]
    assert all(isinstance(result, HaltedError) for result in got[2:])


def test_a_second_ctrl_c_stops_at_once() -> None:
    pace, release = Pace(), threading.Event()
    interrupt_soon(times=2)
    with pytest.raises(KeyboardInterrupt):
        list(attempt_each([1], lambda item: release.wait(30), pace=pace))
    release.set()
