"""CPU time as the kernel counts it, sampled while Prometheus scrapes node-exporter."""

from __future__ import annotations

import bisect
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

MODES = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")
"""Columns of /proc/stat in order, with the names that node-exporter uses (proc_stat(5))."""

INTERVAL = 0.1
"""Seconds between two samples."""

Key = tuple[str, str]
"""Number of a CPU, and a mode."""


@dataclass
class Sampler:
    """Reads /proc/stat ten times a second while the context is open."""

    times: list[float] = field(default_factory=list)
    counters: list[dict[Key, float]] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Sampler:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(INTERVAL):
            values = read()
            self.counters.append(values)
            self.times.append(time.time())

    def at(self, moment: float) -> dict[Key, float]:
        """Return the counters at a moment, interpolated between the samples before and after it."""
        after = bisect.bisect_left(self.times, moment)
        if not 0 < after < len(self.times):
            raise ValueError(f"{moment} was not sampled")
        low, high = self.counters[after - 1], self.counters[after]
        share = (moment - self.times[after - 1]) / (self.times[after] - self.times[after - 1])
        return {key: low[key] + (high[key] - low[key]) * share for key in low}


def read() -> dict[Key, float]:
    """Return CPU and mode -> CPU time in seconds."""
    ticks = os.sysconf("SC_CLK_TCK")
    counters: dict[Key, float] = {}
    for line in Path("/proc/stat").read_text().splitlines():
        name, *values = line.split()
        if name.startswith("cpu") and name != "cpu":
            pairs = zip(MODES, values, strict=False)
            counters |= {(name[3:], mode): int(value) / ticks for mode, value in pairs}
    return counters
