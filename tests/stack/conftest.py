"""Fixtures: one stack for these tests, which has already been scraped three times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from stack.proc_stat import Sampler
from stack.servers import (
    RECORDINGS,
    Prometheus,
    exposition,
    node_exporter,
    prometheus,
    wait_until,
)


@pytest.fixture(scope="session")
def proc_stat() -> Iterator[Sampler]:
    """Return a sampler of /proc/stat that started before the first scrape."""
    with Sampler() as sampler:
        yield sampler


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, proc_stat: Sampler) -> Iterator[Prometheus]:
    """Return a real Prometheus that has scraped every target at least three times."""
    folder = tmp_path_factory.mktemp("stack")
    with ExitStack() as running:
        targets = {
            "k8s-node": running.enter_context(node_exporter(folder)),
            "grafana": running.enter_context(exposition(read_recording("grafana"))),
            "cadvisor": running.enter_context(exposition(read_recording("cadvisor"))),
        }
        server = running.enter_context(prometheus(folder, targets, quick=True))
        scraped = "count(count_over_time(up[10m]) >= 4) == 4 and on() count(up == 1) == 4"
        wait_until(lambda: server.query(scraped), 90, "four scrapes of four targets")
        yield server


def read_recording(name: str) -> str:
    return (RECORDINGS / f"{name}.prom").read_text()
