"""The cost of rules and queries, counted by a real Prometheus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from boardwright.commands.previewing.live_queries import LiveServers
from boardwright.commands.previewing.preview_boards import find_preview_boards
from boardwright.commands.previewing.preview_data import DataOptions
from boardwright.commands.suggesting.rule_costs import RuleCost, RuleMeter
from boardwright.commands.suggesting.suggest_rules import SuggestedRules, suggest_rules
from boardwright.projects.project_sources import read_project_sources
from boardwright.prometheus.query_api import QueryApi
from stack.servers import Prometheus
from suggestions.stored_series import START, STEP, openmetrics, prometheus_over

pytestmark = pytest.mark.slow

NOW = START + 60 * STEP + 5
IDLE = 'sum by (instance) (rate(cpu_seconds_total{mode="idle",instance="$node"}[1m]))'
HEAD = 'max by (instance) (head_series{instance="$node"})'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    samples = openmetrics(
        {
            f'cpu_seconds_total{{instance="{machine}",cpu="{cpu}",mode="{mode}"}}': [
                float(at) for at in range(61)
            ]
            for machine in "ab"
            for cpu in "012"
            for mode in ("idle", "user")
        }
        | {f'head_series{{instance="{machine}"}}': [1.0] * 61 for machine in "ab"}
    )
    with prometheus_over(tmp_path_factory.mktemp("costs"), samples, [], seconds=0) as running:
        yield running


def suggest(server: Prometheus, folder: Path, queries: list[str], **options: Any) -> SuggestedRules:
    """Return the suggestions for a board whose panel shows the last 5 minutes of machine `a`."""
    targets = [
        {"refId": f"Q{at}", "expr": expr, "legendFormat": "x", **options}
        for at, expr in enumerate(queries)
    ]
    panel = {
        "id": 1,
        "type": "timeseries",
        "title": "P",
        "interval": "15s",
        "maxDataPoints": 1000,
        "gridPos": {"h": 8, "w": 24, "x": 0, "y": 0},
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "targets": targets,
    }
    node = {"type": "custom", "name": "node", "query": "a,b", "current": {"value": "a"}}
    board = {"title": "B", "uid": "b", "panels": [panel], "templating": {"list": [node]}}
    board["time"] = {"from": "now-5m", "to": "now"}
    path = folder / "board.json"
    path.write_text(json.dumps(board))
    session = requests.Session()
    meter = RuleMeter(
        QueryApi(session, server.url),
        find_preview_boards(None, here=folder, paths=[path]).boards,
        DataOptions(length=None, given={}, sources=read_project_sources(None)),
        LiveServers(session, {}, default=server.url),
        now=NOW * 1000,
    )
    return suggest_rules(None, here=folder, paths=[path], measure=meter.measure_cost)


def test_samples_are_counted_with_and_without_the_rule(server: Prometheus, tmp_path: Path) -> None:
    """Machine a has 3 idle series. The panel shows 300 s at a step of 15 s: 21 times.

    No step falls on a sample, so that a window of 1 minute has 4 samples in every version. One
    query reads 21 * 3 * 4 = 252 samples, the two together 504. With the rule each reads one
    recorded series at 21 times, 42 together. The rule selects the idle series of both machines, 6,
    reads 6 * 4 = 24 samples at each evaluation, and records one series for each machine, 2.
    """
    (rule,) = suggest(server, tmp_path, [IDLE, f"{IDLE} * 100"]).rules
    assert rule.name == "instance:cpu_seconds_idle:rate1m"
    assert rule.cost == RuleCost(series=6, recorded=2, before=504, after=42, evaluation=24)


def test_an_instant_query_is_measured_at_one_time(server: Prometheus, tmp_path: Path) -> None:
    """One time: 3 * 4 = 12 samples for each query without the rule, 1 with it."""
    (rule,) = suggest(server, tmp_path, [IDLE, IDLE], instant=True).rules
    assert rule.cost is not None
    assert (rule.cost.before, rule.cost.after) == (24, 2)


def test_a_rule_that_saves_no_samples_is_not_suggested(server: Prometheus, tmp_path: Path) -> None:
    """Machine a has one series of `head_series`: 21 samples for each of the two queries."""
    result = suggest(server, tmp_path, [HEAD, HEAD])
    assert (result.rules, result.changes) == ((), ())
    (refused,) = result.refused
    assert (
        refused.reason
        == "the queries read 42 samples without the rule, and 42 samples with the rule"
    )


def test_a_rule_that_fails_without_the_variable_is_not_suggested(
    server: Prometheus, tmp_path: Path
) -> None:
    """For one CPU each machine has one idle series; for all CPUs the sides match many to many."""
    part = 'sum by (instance, cpu) (cpu_seconds_total{mode="idle",cpu="$node"} / on (instance, cpu)'
    ambiguous = f'{part} cpu_seconds_total{{cpu="$node"}})'
    result = suggest(server, tmp_path, [ambiguous, ambiguous])
    assert result.rules == ()
    assert result.refused[0].reason.startswith("Prometheus cannot evaluate the rule")
