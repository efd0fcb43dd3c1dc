"""Results of the complicated expressions, evaluated by promtool over made-up series."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from boardwright.library import (
    Scope,
    cadvisor,
    cpu,
    error_ratio,
    system,
    top_over_range,
    used_share,
)
from boardwright.promql import Expr, re

pytestmark = pytest.mark.real

FIVE_MINUTES = Scope().with_window("5m")

Samples = Mapping[str, float]

CONTAINERS = {
    'container_fs_usage_bytes{instance="docker",id="/docker/1",name="web"}': "5x10",
    'container_fs_usage_bytes{instance="docker",id="/system.slice"}': "6x10",
    'container_fs_usage_bytes{instance="plain",id="/system.slice"}': "7x10",
}
MEMORY = {
    'container_memory_working_set_bytes{id="/a",name="a"}': "50x10",
    'container_spec_memory_limit_bytes{id="/a",name="a"}': "200x10",
    'container_memory_working_set_bytes{id="/b",name="b"}': "50x10",
    'container_spec_memory_limit_bytes{id="/b",name="b"}': "0x10",
}
TWO_CPUS = {
    'node_cpu_seconds_total{cpu="0",mode="idle"}': "0+30x10",
    'node_cpu_seconds_total{cpu="0",mode="user"}': "0+30x10",
    'node_cpu_seconds_total{cpu="1",mode="idle"}': "0+60x10",
    'node_cpu_seconds_total{cpu="1",mode="user"}': "0+0x10",
}
FOUR_CPUS = {
    **TWO_CPUS,
    'node_cpu_seconds_total{cpu="2",mode="idle"}': "0+60x10",
    'node_cpu_seconds_total{cpu="3",mode="idle"}': "0+60x10",
}
HANDLERS = {
    'a_total{x="steady"}': "0+60x10",
    'a_total{x="early"}': "0 6000x9",
    'a_total{x="rare"}': "0+1x10",
}

CASES = [
    pytest.param(
        cadvisor.disk_used(),
        CONTAINERS,
        {
            '{container="web",instance="docker"}': 5,
            '{container="/system.slice",instance="plain"}': 7,
        },
        id="names where a host has them, ids where it has none",
    ),
    pytest.param(
        cadvisor.disk_used(scope=Scope(name=re("web"))),
        CONTAINERS,
        {'{container="web",instance="docker"}': 5},
        id="one container chosen: no host falls back to ids",
    ),
    pytest.param(
        cadvisor.memory_of_limit(),
        MEMORY,
        {'{container="a",id="/a",name="a"}': 0.25},
        id="no limit, no line",
    ),
    pytest.param(
        error_ratio("a_total", errors={"code": "500"}, scope=FIVE_MINUTES),
        {'a_total{code="200"}': "0+60x10"},
        {"{}": 0},
        id="no error yet is 0, not missing data",
    ),
    pytest.param(
        error_ratio("a_total", errors={"code": "500"}, by="x", scope=FIVE_MINUTES),
        {
            'a_total{code="200",x="a"}': "0+60x10",
            'a_total{code="200",x="b"}': "0+30x10",
            'a_total{code="500",x="b"}': "0+30x10",
        },
        {'{x="a"}': 0, '{x="b"}': 0.5},
        id="each label has its own errors",
    ),
    pytest.param(
        error_ratio("a_total", errors="a_failed_total", scope=FIVE_MINUTES),
        {},
        {},
        id="no target, no line",
    ),
    pytest.param(
        cpu.usage_percent(scope=FIVE_MINUTES),
        TWO_CPUS,
        {'{mode="idle"}': 25},
        id="usage of two CPUs",
    ),
    pytest.param(
        cpu.usage_percent(scope=FIVE_MINUTES),
        FOUR_CPUS,
        {'{mode="idle"}': 12.5},
        id="usage of four",
    ),
    pytest.param(system.cores(), FOUR_CPUS, {"{}": 4}, id="cores are counted"),
    pytest.param(
        used_share("a", "b"),
        {"a": "1x10", "b": "4x10", 'a{x="none"}': "1x10", 'b{x="none"}': "0x10"},
        {"{}": 0.25},
        id="a limit of 0 is none",
    ),
    pytest.param(
        system.down(),
        {'up{job="a"}': "1x10", 'up{job="b"}': "0x10"},
        {"{}": 1},
        id="targets down are counted",
    ),
]


@pytest.mark.parametrize(("expr", "series", "expected"), CASES)
def test_each_expression_has_the_expected_result(
    expr: Expr, series: Mapping[str, str], expected: Samples, promtool: str, tmp_path: Path
) -> None:
    check(promtool, tmp_path, str(expr), series, expected)


def test_the_largest_are_chosen_once_for_the_whole_range(promtool: str, tmp_path: Path) -> None:
    """An early peak stays in the graph at its current small rate, and there is no third line."""
    expr = str(top_over_range(2, "a_total", by="x", scope=FIVE_MINUTES)).replace("$__range", "10m")
    check(promtool, tmp_path, expr, HANDLERS, {'{x="early"}': 0, '{x="steady"}': 1})


def check(
    promtool: str, folder: Path, expr: str, series: Mapping[str, str], expected: Samples
) -> None:
    """Give promtool series with a sample a minute, and compare the answer after ten."""
    samples = [{"labels": labels, "value": value} for labels, value in expected.items()]
    test = {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [{"expr": expr, "eval_time": "10m", "exp_samples": samples}],
    }
    file = folder / "test.yml"
    file.write_text(yaml.safe_dump({"evaluation_interval": "1m", "tests": [test]}))
    run = subprocess.run(
        [promtool, "test", "rules", file], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
