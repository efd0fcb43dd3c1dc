"""The expressions of the board "Prometheus 101" with numbers worked out by hand, and its lessons.

A sample every 10 s, as boardwright.toml has it. A counter that rises by n each sample has a rate of
n / 10 a second.
"""

from __future__ import annotations

import pytest

from boardwright.testing.tested_board import TestedBoard
from boardwright.testing.tested_project import TestedProject
from support import server_program

NET = 'node_network_receive_bytes_total{device="eth0"}'
SENT = 'node_network_transmit_bytes_total{device="eth0"}'


@pytest.fixture
def lesson(panels: TestedProject) -> TestedBoard:
    server_program("promtool")
    return panels("prometheus-101")


def cpus(count: int, **seconds: float) -> dict[str, str]:
    """Return the counters of a machine: seconds that each CPU spends in each mode per scrape."""
    return {
        f'node_cpu_seconds_total{{cpu="{cpu}",mode="{mode}"}}': f"0+{each}x60"
        for cpu in range(count)
        for mode, each in seconds.items()
    }


def test_a_counter_rises_with_each_scrape(lesson: TestedBoard) -> None:
    """Expression 1: the counter itself. 1,000 bytes a scrape are 30,000 after 30 scrapes, 5 m."""
    shown = lesson["Bytes received: the counter"].at("5m", series={NET: "0+1000x60"})
    assert shown == {"eth0 received": 30_000}


def test_irate_times_8_is_traffic_in_bits_per_second(lesson: TestedBoard) -> None:
    """Expression 2: irate * 8. 1,000 bytes in 10 s are 100 bytes, 800 bits a second."""
    series = {NET: "0+1000x60", SENT: "0+500x60"}
    assert lesson["Traffic"].at("5m", series=series) == {"eth0 received": 800, "eth0 sent": 400}


def test_a_counter_reset_gives_no_negative_rate(lesson: TestedBoard) -> None:
    """The counter starts again at 0 and has 500 at the next scrape: (500 - 0) / 10 s * 8 = 400.

    Prometheus treats a value below the last one as a reset: it counts from 0.
    """
    shown = lesson["Traffic"].at("30s", series={NET: "5000 6000 7000 500", SENT: "0x3"})
    assert shown["eth0 received"] == 400


def test_irate_divides_by_20_seconds_after_a_missed_scrape(lesson: TestedBoard) -> None:
    """irate takes the last two samples, 20 s apart: 2,000 bytes in 20 s are 800 bits a second."""
    shown = lesson["Traffic"].at("40s", series={NET: "0 1000 2000 _ 4000", SENT: "0x4"})
    assert shown["eth0 received"] == 800


def test_four_missed_scrapes_leave_a_gap(lesson: TestedBoard) -> None:
    """The window of 1 m has one sample left, so there is no rate."""
    series = {NET: "0 1000 _x6 8000", SENT: "0x20"}
    shown = lesson["Traffic"].over("80s", "10s", series=series)
    assert shown["eth0 received"].at("50s") == 800
    assert shown["eth0 received"].at("80s") is None


BURST = {NET: "0x20 6000 12000 12000x60"}
"""Quiet until 200 s; then 6,000 bytes in each of two scrapes, to 220 s; then quiet."""


def test_rate_spreads_a_burst_over_the_window(lesson: TestedBoard) -> None:
    """Expression 3: rate over 1, 5 and 15 minutes of a burst of 12,000 bytes in 20 s.

    At 240 s the window of 1 m has the samples at 180 s to 240 s: 12,000 bytes in 60 s are 200
    bytes, 1,600 bits a second: a third of the true 4,800. After 290 s it has nothing of the burst.
    The window of 5 m still shows 12,000 / 300 * 8 = 320 at 490 s, the peak long past.
    """
    shown = lesson["Received traffic with rate"].over("10m", "10s", series=BURST)
    assert shown["rate [1m]"].at("240s") == pytest.approx(1600)
    assert shown["rate [1m]"].at("290s") == 0
    assert shown["rate [5m]"].at("490s") == pytest.approx(320)
    assert shown["rate [5m]"].at("530s") == 0
    assert shown["rate [15m]"].at("600s") > 0
    assert shown["rate [1m]"].max < 4800


def test_irate_recovers_after_two_scrapes(lesson: TestedBoard) -> None:
    """irate of the same burst: 6,000 bytes in 10 s are 4,800 bits a second, then 0 at once.

    The window does not matter: 1, 5 and 15 minutes have the same last two samples.
    """
    shown = lesson["Received traffic with irate"].over("5m", "10s", series=BURST)
    for legend in ("irate [1m]", "irate [5m]", "irate [15m]"):
        values = [shown[legend].at(f"{second}s") for second in (200, 210, 220, 230, 240)]
        assert values == [0, 4800, 4800, 0, 0]


def test_irate_of_cpu_time_is_the_share_of_each_cpu_and_mode(lesson: TestedBoard) -> None:
    """Expressions 4 and 5: the counter, and irate: 4 s of 10 s are 0.4 of one CPU."""
    series = cpus(2, idle=6, user=4)
    counter = lesson["CPU time counter"].at("100s", series=series)
    assert counter["cpu 0 idle"] == 60
    assert lesson["CPU time per CPU and mode"].at("100s", series=series) == {
        "cpu 0 idle": pytest.approx(0.6),
        "cpu 0 user": pytest.approx(0.4),
        "cpu 1 idle": pytest.approx(0.6),
        "cpu 1 user": pytest.approx(0.4),
    }


@pytest.mark.parametrize("count", [2, 8])
def test_the_sum_counts_cpus_and_the_average_is_a_share(lesson: TestedBoard, count: int) -> None:
    """Expressions 6 and 7: 0.4 of each CPU is busy: 0.8 of 2 CPUs or 3.2 of 8, always 40 %.

    Dividing the sum by 8, as many boards do, is right on a machine with 8 CPUs alone: on one with
    2 CPUs it shows 0.1 instead of 0.4.
    """
    series = cpus(count, idle=6, user=4)
    summed = lesson["CPUs busy, summed by mode"].at("100s", series=series)
    averaged = lesson["CPU time, averaged by mode"].at("100s", series=series)
    assert summed == {"idle": pytest.approx(0.6 * count), "user": pytest.approx(0.4 * count)}
    assert averaged == {"idle": pytest.approx(0.6), "user": pytest.approx(0.4)}
    divided_by_8 = summed["user"] / 8
    assert divided_by_8 == pytest.approx(averaged["user"] if count == 8 else averaged["user"] / 4)


@pytest.mark.parametrize("count", [2, 8])
def test_usage_is_the_time_that_is_not_idle(lesson: TestedBoard, count: int) -> None:
    """The last expression: 100 - 60 % idle is 40 %; iowait counts as busy here."""
    series = cpus(count, idle=6, user=3, iowait=1)
    for title in ("CPU usage", "CPU usage as a gauge", "CPU usage as a stat"):
        assert lesson[title].at("100s", series=series) == {"usage": pytest.approx(40)}
    assert lesson["CPU usage by mode"].at("100s", series=series) == {
        "iowait": pytest.approx(0.1),
        "user": pytest.approx(0.3),
    }


def test_one_busy_cpu_of_two_is_half_of_the_usage(lesson: TestedBoard) -> None:
    """CPU 0 is idle for 0 s of 10 s, CPU 1 for 10 s: 50 % idle."""
    series = {
        'node_cpu_seconds_total{cpu="0",mode="idle"}': "0x60",
        'node_cpu_seconds_total{cpu="1",mode="idle"}': "0+10x60",
    }
    assert lesson["CPU usage"].at("100s", series=series) == {"usage": 50}
