"""The boards ask for metrics that really exist: those of the recorded expositions."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from grafanalib.core import Dashboard

from boardwright.promql import Expr, Selector, parse
from library.plain import expressions
from library.test_boards import BOARDS, graphs
from support import ROOT

RECORDED = {
    found[1]
    for path in (ROOT / "tests/recordings/metrics").glob("*.prom")
    for found in re.finditer(r"^([a-zA-Z_:]\w*)", path.read_text(), re.M)
}

MADE_BY_PROMETHEUS = {
    "scrape_duration_seconds",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
    "up",
}

NOT_RECORDED = {
    "container_cpu_cfs_periods_total": "only containers with a CPU limit",
    "container_cpu_cfs_throttled_periods_total": "only containers with a CPU limit",
    "container_fs_reads_bytes_total": "only with a container runtime",
    "container_fs_writes_bytes_total": "only with a container runtime",
    "prometheus_rule_evaluation_failures_total": "only with rules",
    "prometheus_rule_group_interval_seconds": "only with rules",
    "prometheus_rule_group_last_duration_seconds": "only with rules",
}


def selectors(expr: Expr) -> Iterator[Selector]:
    """Yield every selector of a parsed expression."""
    return (node for node in expr.walk() if isinstance(node, Selector))


def names(board: Dashboard) -> set[str]:
    """Return the metrics that a board's queries name."""
    exprs = (expr for panel in graphs(board) for expr in expressions(panel))
    return {selector.name or "" for expr in exprs for selector in selectors(parse(expr))}


def test_metric_names_are_found_everywhere_in_an_expression() -> None:
    tree = parse(
        "topk(2, sum by (x) (rate(a[5m])) / on (x) (b > 0))"
        " or -c @ end() and max_over_time(d[5m:1m])"
    )
    assert {selector.name for selector in selectors(tree)} == {"a", "b", "c", "d"}


@pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS)
def test_every_metric_of_a_board_is_recorded_or_an_exception(board: Dashboard) -> None:
    assert names(board)
    known = RECORDED | MADE_BY_PROMETHEUS | set(NOT_RECORDED)
    series = {name for name in names(board) if ":" not in name}  # others are of recording rules
    assert series <= known


def test_every_exception_is_used_by_a_board() -> None:
    asked = set().union(*(names(board) for board in BOARDS.values()))
    assert asked >= set(NOT_RECORDED)
    assert not RECORDED & set(NOT_RECORDED)
