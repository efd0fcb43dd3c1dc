"""Record the sample data of the shipped boards from real servers.

python scripts/preview_sample.py [--minutes 60]

A real Prometheus scrapes itself, a real node-exporter, and the recorded /metrics pages of cAdvisor
and Grafana, whose counters continue to grow at their average rate. Then `boardwright preview
--record` saves the answers to the boards' queries in `src/boardwright/preview/samples/`.
"""

from __future__ import annotations

import argparse
import math
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import orjson
from prometheus_client.parser import text_string_to_metric_families

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "src/boardwright/preview/samples"
sys.path.insert(0, str(ROOT / "tests"))

from serving import Handler, serving  # noqa: E402
from stack.servers import EXPOSITION, RECORDINGS, RULES, node_exporter, prometheus  # noqa: E402

PORTS = {"prometheus": "9090", "k8s-node": "9100", "cadvisor": "8080", "grafana": "3000"}
KEPT_VALUES = 4
UPTIME = 3600.0
"""Assumed number of seconds during which the recorded servers had counted."""

_SAMPLE = re.compile(r"([a-zA-Z_:][\w:]*)(\{.*\})? (\S+)(?: \d+)?")
_LE = re.compile(r'(?:le|quantile)="[^"]*",?')
_FIXED = re.compile(r"(_info|_spec_|machine_|limit|_max_|maximum|cores|version|_scrape_error)")
_COUNTED = ("_bucket", "_count", "_sum", "_total")


class Living:
    """A recorded /metrics page whose counters continue to grow."""

    def __init__(self, text: str) -> None:
        """Read the recorded page."""
        self._lines = text.splitlines()
        self._begun = time.time()
        self._types = dict(line.split()[2:4] for line in self._lines if line.startswith("# TYPE "))

    def text(self) -> str:
        """Return the /metrics page for the current moment."""
        now = time.time()
        return "".join(f"{self._line(line, now)}\n" for line in self._lines)

    def _line(self, line: str, now: float) -> str:
        found = _SAMPLE.fullmatch(line)
        if line.startswith("#") or found is None:
            return line
        name, labels, value = found[1], found[2] or "", float(found[3])
        return f"{name}{labels} {self._value(name, labels, value, now)!r}"

    def _value(self, name: str, labels: str, value: float, now: float) -> float:
        if "last_seen" in name:
            return float(int(now))
        if 1.5e9 < value < 2.5e9:  # Unix timestamps
            return self._begun
        seed = zlib.crc32((re.sub("_(bucket|count|sum)$", "", name) + _LE.sub("", labels)).encode())
        wave = 2 * math.pi / (300 + seed % 900)
        phase = seed % 628 / 100
        passed = now - self._begun
        if self._counts(name):
            swing = 0.6 * (math.cos(phase) - math.cos(wave * passed + phase)) / wave
            return float(value * (1 + max(0.0, passed + swing) / UPTIME))
        if _FIXED.search(name) or not math.isfinite(value) or abs(value) <= 1:
            return value
        swung = value * (1 + 0.12 * math.sin(wave * passed + phase))
        return float(round(swung)) if value == int(value) else swung

    def _counts(self, name: str) -> bool:
        family = re.sub("_(bucket|count|sum)$", "", name)
        kind = self._types.get(name) or self._types.get(family, "")
        return kind == "counter" or (kind in {"histogram", "summary"} and name.endswith(_COUNTED))


@contextmanager
def living(name: str) -> Iterator[str]:
    """Serve a recorded /metrics page whose counters grow; yield `host:port`."""
    source = Living((RECORDINGS / f"{name}.prom").read_text())

    class Exposition(Handler):
        def do_GET(self) -> None:  # noqa: N802 - the base class's name
            self.answer(200, EXPOSITION, source.text())

    with serving(Exposition) as address:
        yield address


def record(url: str, minutes: int, targets: dict[str, str]) -> None:
    """Record the shipped boards over the last minutes, with the servers' usual ports in labels."""
    command = [sys.executable, "-m", "boardwright", "preview", "--prometheus", url]
    command += ["--record", str(SAMPLES), "--range", f"{minutes}m"]
    with tempfile.TemporaryDirectory() as pages:
        subprocess.run([*command, "-o", pages], cwd=ROOT, check=True)
    ports = {targets[job].rpartition(":")[2]: port for job, port in PORTS.items()}
    for path in SAMPLES.glob("*.json"):
        text = path.read_text()
        for found, usual in ports.items():
            text = text.replace(f":{found}", f":{usual}")
        text = text.replace(str(RULES), "/etc/prometheus/rules")
        path.write_text(text)


def write_catalogue() -> None:
    """Write some values of each label of each recorded metric, from which made-up data is
    generated."""
    known: dict[str, dict[str, list[str]]] = {}
    for path in sorted(RECORDINGS.glob("*.prom")):
        for family in text_string_to_metric_families(path.read_text()):
            for sample in family.samples:
                labels = known.setdefault(sample.name, {})
                for label, value in sample.labels.items():
                    values = labels.setdefault(label, [])
                    if value not in values and len(values) < KEPT_VALUES:
                        values.append(value)
    kept = {name: labels for name, labels in known.items() if labels}
    text = orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)
    (SAMPLES / "catalogue.json").write_bytes(text + b"\n")


def main() -> None:
    """Run the servers for some minutes, and record the sample data."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=int, default=60)
    minutes = parser.parse_args().minutes
    with ExitStack() as running, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        targets = {
            "k8s-node": running.enter_context(node_exporter(folder)),
            "grafana": running.enter_context(living("grafana")),
            "cadvisor": running.enter_context(living("cadvisor")),
        }
        server = running.enter_context(prometheus(folder, targets))
        print(f"Prometheus is {server.url}; recording after {minutes} min", flush=True)
        time.sleep((minutes + 2) * 60)
        address = server.url.removeprefix("http://")
        record(server.url, minutes, {**targets, "prometheus": address})
    write_catalogue()


if __name__ == "__main__":
    main()
