"""The lesson of "Prometheus 101", seen on real data.

A burst of traffic and of CPU load is made on this machine while a real Prometheus scrapes a real
node-exporter, and the expressions of the teaching board are evaluated second by second.
"""

from __future__ import annotations

import multiprocessing
import socket
import threading
import time
from dataclasses import dataclass

import pytest

from stack.proc_stat import Sampler
from stack.servers import Prometheus

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("stack")]

SCRAPE = 10.0
"""Seconds between two scrapes, as in boardwright.toml."""

TRAFFIC, LOAD = 10.0, 20.0
"""Seconds that the burst of traffic and of CPU load last."""

BYTES_PER_SECOND = 50e6
IRATE = 'irate(node_network_receive_bytes_total{device="lo"}[1m])'
RATE = 'rate(node_network_receive_bytes_total{device="lo"}[1m])'
USAGE = '100 - (avg by (mode) (irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100)'
COUNTERS = "node_cpu_seconds_total[2m]"
USAGE_BOUND = 5.0
"""Percentage points by which usage may differ from /proc/stat.

node-exporter reads the counters at some moment of a scrape, not at the time stamp it is given; a
scrape that takes 0.25 s under load moves a rate over 10 s by 2.5 points at each of its two ends.
"""


@dataclass(frozen=True, kw_only=True)
class Burst:
    """When the traffic and the load were made; Unix seconds."""

    start: float
    traffic_end: float
    load_end: float


@pytest.fixture(scope="module")
def burst(stack: Prometheus) -> Burst:
    """Make the burst, and wait until the whole of its smear has passed."""
    workers = [multiprocessing.Process(target=spin, args=(LOAD,)) for _ in range(cores())]
    start = time.time()
    for worker in workers:
        worker.start()
    send(TRAFFIC)
    traffic_end = time.time()
    for worker in workers:
        worker.join()
    made = Burst(start=start, traffic_end=traffic_end, load_end=time.time())
    time.sleep(max(0.0, traffic_end + 60 + 2 * SCRAPE - time.time()))
    return made


def cores() -> int:
    return multiprocessing.cpu_count()


def spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(10_000))


def send(seconds: float) -> None:
    """Send a steady stream over loopback."""
    chunk = bytes(500_000)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        reader = threading.Thread(target=drain, args=(listener,))
        reader.start()
        with socket.create_connection(listener.getsockname()) as sender:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                sender.sendall(chunk)
                time.sleep(len(chunk) / BYTES_PER_SECOND)
        reader.join()


def drain(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        while connection.recv(1 << 20):
            pass


def series(server: Prometheus, expr: str, start: float, end: float) -> dict[float, float]:
    """Return the one series of a range query, a value a second."""
    data = server.get("query_range", query=expr, start=start, end=end, step=1)
    (only,) = data["result"]
    return {float(when): float(value) for when, value in only["values"]}


def after(values: dict[float, float], start: float, end: float) -> list[float]:
    return [value for when, value in values.items() if start <= when <= end]


def test_irate_falls_back_within_two_scrapes(stack: Prometheus, burst: Burst) -> None:
    end = burst.traffic_end
    irate = series(stack, IRATE, burst.start, end + 60)
    peak = max(irate.values())
    assert peak > BYTES_PER_SECOND / 4
    assert max(after(irate, end + 2 * SCRAPE, end + 60)) < peak / 10


def test_rate_spreads_the_burst_over_the_minute(stack: Prometheus, burst: Burst) -> None:
    end = burst.traffic_end
    irate = series(stack, IRATE, burst.start, end + 60)
    rate = series(stack, RATE, burst.start, end + 60 + 2 * SCRAPE)
    assert max(rate.values()) < max(irate.values()) / 2
    still = after(rate, end + 2 * SCRAPE, end + 4 * SCRAPE)
    assert min(still) > max(rate.values()) / 2
    assert max(after(rate, end + 60 + SCRAPE, end + 60 + 2 * SCRAPE)) < max(rate.values()) / 4


def test_load_on_every_core_is_shown_as_full_usage(stack: Prometheus, burst: Burst) -> None:
    usage = series(stack, USAGE, burst.start + 2 * SCRAPE, burst.load_end + SCRAPE)
    assert max(usage.values()) > 80
    assert max(usage.values()) <= 101


def test_the_usage_equals_that_of_proc_stat(
    stack: Prometheus, burst: Burst, proc_stat: Sampler
) -> None:
    moments = [burst.load_end, burst.traffic_end + 60]
    for moment in moments:
        before, last = scrape_times(stack, moment)
        expected = usage_between(proc_stat, before, last)
        assert stack.value(USAGE, moment) == pytest.approx(expected, abs=USAGE_BOUND)


def test_the_shares_of_modes_equal_those_of_proc_stat(
    stack: Prometheus, burst: Burst, proc_stat: Sampler
) -> None:
    """The stacked modes: each share is the kernel's, and with idle they make one whole."""
    before, last = scrape_times(stack, burst.load_end)
    shares = {
        each["metric"]["mode"]: float(each["value"][1])
        for each in stack.query(
            "avg without (cpu) (irate(node_cpu_seconds_total[1m]))", burst.load_end
        )
    }
    low, high = proc_stat.at(before), proc_stat.at(last)
    cpus = {cpu for cpu, _ in low}
    for mode, share in shares.items():
        used = sum(high[cpu, mode] - low[cpu, mode] for cpu in cpus)
        assert share == pytest.approx(used / len(cpus) / (last - before), abs=USAGE_BOUND / 100)
    assert sum(shares.values()) == pytest.approx(1, abs=USAGE_BOUND / 100)


def scrape_times(server: Prometheus, moment: float) -> tuple[float, float]:
    """Return the times of the last two scrapes before a moment, whose samples `irate` uses."""
    data = server.get("query", query=COUNTERS, time=moment)["result"]
    before, last = (float(when) for when, _ in data[0]["values"][-2:])
    return before, last


def usage_between(sampler: Sampler, before: float, last: float) -> float:
    low, high = sampler.at(before), sampler.at(last)
    idle = [high[key] - low[key] for key in low if key[1] == "idle"]
    return 100 - 100 * sum(idle) / len(idle) / (last - before)
