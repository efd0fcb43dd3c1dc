"""Node Exporter Full with suggested rules: the samples that a real Prometheus reads for the board.

The series are those of a real node-exporter of this machine, one hour of them. Prometheus itself
evaluates the suggested rules over that hour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from boardwright.commands.previewing.live_queries import LiveServers
from boardwright.commands.previewing.preview_boards import find_preview_boards
from boardwright.commands.previewing.preview_data import DataOptions, plan_with_values
from boardwright.commands.suggesting.suggest_rules import suggest_rules
from boardwright.preview.query_answers import QueryRequest
from boardwright.projects.project_sources import read_project_sources
from boardwright.prometheus.prometheus_requests import RefusedQueryError
from boardwright.prometheus.query_api import QueryApi
from promql.corpus import CORPUS
from stack.servers import Prometheus, node_exporter
from suggestions.stored_series import START, STEP, openmetrics, prometheus_over

BOARD = "grafana-dashboards/node-exporter-full.json"
SAMPLES = 241
NOW = START + (SAMPLES - 1) * STEP
RULE = "cpu_instance_job:node_cpu_seconds_total:count"
MODES = 8
"""idle, iowait, irq, nice, softirq, steal, system, user."""

_SERIES = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


@pytest.mark.slow
def test_the_board_reads_fewer_samples(tmp_path: Path) -> None:
    """11 queries count the CPUs: `count(count(node_cpu_seconds_total{…}) by (cpu))`.

    Each reads 8 modes of each CPU at each step, and with the rule 1 series of each CPU. So each
    of the 11 saves 7 samples for each CPU and step; every other query reads as many as before.
    """
    source = CORPUS / BOARD
    if not source.exists():
        pytest.skip("the public boards are not on this machine")
    board = tmp_path / "board.json"
    board.write_bytes(source.read_bytes())
    suggested = suggest_rules(None, here=tmp_path, paths=[board])
    assert [(rule.name, rule.uses) for rule in suggested.rules] == [(RULE, 11)]
    samples, cpus = exporter_samples(tmp_path)
    rules = [(rule.name, rule.expr) for rule in suggested.rules]
    with prometheus_over(tmp_path, samples, rules, seconds=NOW - START) as server:
        before = read_samples(server, board)
        (file,) = suggested.files
        board.write_text(file.after)
        after = read_samples(server, board)
    changed = [
        each for each in before if "count(count(node_cpu" in each.request.sent.replace(" ", "")
    ]
    steps = [
        (each.request.end - each.request.start) // each.request.step + 1
        if each.request.kind == "range"
        else 1
        for each in changed
    ]
    saved = sum(each.samples for each in before) - sum(each.samples for each in after)
    assert saved == (MODES - 1) * cpus * sum(steps)


@dataclass(frozen=True, kw_only=True)
class ReadSamples:
    """The samples that Prometheus reads for one request."""

    request: QueryRequest
    samples: int


def exporter_samples(folder: Path) -> tuple[str, int]:
    """Return an hour of a real node-exporter's series, and its number of CPUs.

    Counters grow; other values stay.
    """
    with node_exporter(folder) as address:
        text = requests.get(f"http://{address}/metrics", timeout=10).text
    series = {}
    for name, labels, value in _SERIES.findall(text):
        if name.startswith("node_"):
            step = 1.0 if name.endswith("_total") else 0.0
            own = f'{labels},job="node",instance="here"' if labels else 'job="node",instance="here"'
            first = float(value)
            series[f"{name}{{{own}}}"] = [first + step * at for at in range(SAMPLES)]
    cpus = {labels for name, labels, _ in _SERIES.findall(text) if 'mode="idle"' in labels}
    return openmetrics(series), len(cpus)


def read_samples(server: Prometheus, path: Path) -> list[ReadSamples]:
    """Return the samples that each request of a board reads, for the last 30 minutes."""
    session = requests.Session()
    servers = LiveServers(session, {}, default=server.url)
    options = DataOptions(length="30m", given={}, sources=read_project_sources(None))
    (board,) = find_preview_boards(None, here=path.parent, paths=[path]).boards
    plan = plan_with_values(board, options, servers, now=NOW * 1000)
    return [
        ReadSamples(request=request, samples=samples_of(QueryApi(session, server.url), request))
        for request in (query.request for query in plan.queries)
        if request is not None
    ]


def samples_of(api: QueryApi, request: QueryRequest) -> int:
    try:
        if request.kind == "instant":
            return api.measure_instant(request.sent, moment=request.end).samples
        return api.measure_range(
            request.sent, start=request.start, end=request.end, step=request.step
        ).samples
    except RefusedQueryError:
        return 0
