from __future__ import annotations

import pytest

from boardwright.checks.rules.unknown_label_value import check
from checks.emitted import WITH
from checks.views import marks, problems, query, says

BAD = [
    ("node_cpu_seconds_total{mode='idel'}", "mode='idel'"),
    ("rate(node_cpu_seconds_total{mode='nope'}[5m])", "mode='nope'"),
    ("node_cpu_seconds_total{mode=~'user|sys'}", "mode=~'user|sys'"),
    ("wait_seconds_bucket{le='0.3'}", "le='0.3'"),
    ("api_requests_total{handler='/API'}", "handler='/API'"),
    ("gc_seconds{quantile='0.99'}", "quantile='0.99'"),
]
GOOD = [
    "node_cpu_seconds_total{mode='idle'}",
    "node_cpu_seconds_total{mode=~'user|system'}",
    "node_cpu_seconds_total{mode=~'us.*'}",
    "node_cpu_seconds_total{mode='$mode'}",
    "node_cpu_seconds_total{mode!='nope'}",
    "wait_seconds_bucket{le='1'}",
    "wait_seconds_bucket{le='+Inf'}",
    "api_requests_total{code='500'}",
    "api_requests_total{code=~'5..'}",
    "api_requests_total{device='eth1'}",
    "api_requests_total{handler='/other/thing'}",
    "node_cpu_seconds_total{job='nope'}",
    "nothing{mode='nope'}",
    "node_cpu_seconds_total{nope='a'}",
    "node_cpu_seconds_total{cpu='7'}",
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
    [problem] = problems(check, query("node_cpu_seconds_total{mode='idel'}", WITH).board)
    assert problem.what == "mode of node_cpu_seconds_total is never idel"
    assert problem.fix == "Did you mean idle?"
    [problem] = problems(check, query("node_cpu_seconds_total{mode='nope'}", WITH).board)
    assert problem.fix == "Take one of its values: idle, system, user."
