from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks.metrics import Recorded
from boardwright.checks.rules.unknown_label import check
from checks.emitted import EMITTED, WITH
from checks.views import SETTINGS, marks, problems, query, says

BAD = [
    ("node_cpu_seconds_total{state='idle'}", "state='idle'"),
    ("rate(node_cpu_seconds_total{cpu='0',moed=~'idle|user'}[5m])", "moed=~'idle|user'"),
    ("node_memory_MemFree_bytes{a!=''}", "a!=''"),
    ("sum by (core) (rate(node_cpu_seconds_total[5m]))", "core"),
    ("sum(node_memory_MemFree_bytes) by (job, handler)", "handler"),
    ("{__name__=~'node_.+',nope='a'}", "nope='a'"),
]
GOOD = [
    "node_cpu_seconds_total{mode='idle',job='a',instance='b'}",
    "node_cpu_seconds_total{x=''}",
    "node_cpu_seconds_total{x!='a'}",
    "node_cpu_seconds_total{x=~'.*'}",
    "node_cpu_seconds_total{x=~'$x'}",
    "node_cpu_seconds_total{$x='a'}",
    "nothing{x='a'}",
    "sum by (mode, job) (node_cpu_seconds_total)",
    "sum by ($by) (node_cpu_seconds_total)",
    "sum without (x) (node_cpu_seconds_total)",
    "sum by (x) (label_replace(node_cpu_seconds_total, 'x', '$1', 'cpu', '(.*)'))",
    "sum by (x) (nothing)",
    "sum by (x) (node_cpu_seconds_total * on (cpu) group_left (x) nothing)",
    "sum by (v) (count_values by (mode) ('v', node_cpu_seconds_total))",
    "sum by (mode) (node_memory_MemFree_bytes or node_cpu_seconds_total)",
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_found(text: str, marked: str) -> None:
    assert marks(check, query(text, WITH)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_silent(text: str) -> None:
    assert says(check, query(text, WITH).board) == []


def test_other_languages_are_not_judged() -> None:
    found = query(BAD[0][0], WITH, datasource={"type": "loki", "uid": "l"})
    assert says(check, found.board) == []


def test_nothing_is_said_without_metrics() -> None:
    assert says(check, query(BAD[0][0]).board) == []


def test_what_it_says() -> None:
    [problem] = problems(check, query("node_cpu_seconds_total{modes='idle'}", WITH).board)
    assert problem.what == "node_cpu_seconds_total has no label modes"
    assert problem.fix == "Did you mean mode?"
    [problem] = problems(check, query("sum by (x) (node_memory_MemFree_bytes)", WITH).board)
    assert problem.what == "it is grouped by the label x, and node_memory_MemFree_bytes has none"


def test_nothing_is_said_when_any_label_may_be_added() -> None:
    anything = replace(SETTINGS, catalogue=Recorded(EMITTED.metrics, None))
    assert says(check, query("node_cpu_seconds_total{state='idle'}", anything).board) == []
