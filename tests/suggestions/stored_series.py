"""Runs a real Prometheus over made-up samples, with recorded series that promtool computes.

samples ──promtool tsdb create-blocks-from openmetrics──> blocks
rules ──promtool tsdb create-blocks-from rules──> more blocks, evaluated by Prometheus itself
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from stack.servers import Prometheus, free_port, running
from support import server_program

START = 1_700_000_000
"""Time of the first sample, in seconds since 1970."""

STEP = 15
"""Seconds between two samples, and between two evaluations of a rule."""


def openmetrics(series: Mapping[str, Sequence[float]]) -> str:
    """Return series (`up{job="a"}` -> values) as OpenMetrics text of unknown type."""
    by_name: dict[str, list[str]] = {}
    for name, values in series.items():
        lines = [f"{name} {value!r} {START + at * STEP}" for at, value in enumerate(values)]
        by_name.setdefault(name.partition("{")[0], []).extend(lines)
    lines = [line for name in sorted(by_name) for line in by_name[name]]
    return "\n".join([*lines, "# EOF"]) + "\n"


@contextmanager
def prometheus_over(
    folder: Path, samples: str, rules: Iterable[tuple[str, str]], *, seconds: int
) -> Iterator[Prometheus]:
    """Run Prometheus over samples, and over the recorded series of rules.

    Args:
        folder: An empty folder.
        samples: OpenMetrics text.
        rules: Pairs of the name of a recorded series and its expression.
        seconds: Time from the first sample to the last one.
    """
    data, text = folder / "data", folder / "samples.txt"
    text.write_text(samples)
    _promtool("create-blocks-from", "openmetrics", str(text), str(data))
    recorded = [{"record": name, "expr": expr} for name, expr in rules]
    if recorded:
        file = folder / "rules.yml"
        groups = [{"name": "test", "interval": f"{STEP}s", "rules": recorded}]
        file.write_text(json.dumps({"groups": groups}))
        with _serving(folder, data) as server:
            _promtool(
                "create-blocks-from",
                "rules",
                f"--start={START}",
                f"--end={START + seconds}",
                f"--eval-interval={STEP}s",
                f"--url={server.url}",
                f"--output-dir={data}",
                str(file),
            )
    with _serving(folder, data) as server:
        yield server


@contextmanager
def _serving(folder: Path, data: Path) -> Iterator[Prometheus]:
    address = f"127.0.0.1:{free_port()}"
    config = folder / "prometheus.yml"
    config.write_text("global:\n  scrape_interval: 15s\n")
    command = [
        server_program("prometheus"),
        f"--config.file={config}",
        f"--storage.tsdb.path={data}",
        "--storage.tsdb.retention.time=100y",
        f"--web.listen-address={address}",
        "--log.level=error",
    ]
    with running(command, folder / "prometheus.log"):
        server = Prometheus(url=f"http://{address}")
        server.wait_until_ready()
        yield server


def _promtool(*arguments: str) -> None:
    command = [server_program("promtool"), "tsdb", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
