from __future__ import annotations

import pytest

from boardwright.checks.rules.unknown_metric import check
from checks.emitted import WITH
from checks.views import annotation, marks, problems, query, says, variable

BAD = [
    ("rate(node_cpu_second_total[5m])", "node_cpu_second_total"),
    ("sum(node_memory_MemFree{a='$a'})", "node_memory_MemFree"),
    ("nothing + nothing", "nothing"),
    ("{__name__=~'nothing_.+'}", "{__name__=~'nothing_.+'}"),
    ("${app}_nothing_total", "${app}_nothing_total"),
    ("wait_seconds", "wait_seconds"),
]
GOOD = [
    "rate(node_cpu_seconds_total[5m])",
    "up",
    "ALERTS{alertname='a'}",
    "scrape_duration_seconds",
    "job:x:rate5m",
    "absent(nothing)",
    "absent_over_time(nothing[5m])",
    "nothing or node_memory_MemFree_bytes",
    "sum(nothing) or sum(node_memory_MemFree_bytes)",
    "{__name__=~'node_.+'}",
    "{__name__=~'$metric'}",
    "{job='a'}",
    "$metric",
    "${app}_requests_total",
    "nothing(",
    "${a}_${b}",
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


def test_near_names_are_offered() -> None:
    def fix(text: str) -> str:
        return problems(check, query(text, WITH).board)[0].fix

    assert fix("node_cpu_second_total") == "Did you mean node_cpu_seconds_total?"
    assert fix("node_memory_MemFree") == "Did you mean node_memory_MemFree_bytes?"
    assert fix("nothing") == (
        "Correct the name, or give its source with --metrics, or declare it optional."
    )


def test_annotations_and_variables() -> None:
    assert says(check, annotation(WITH, expr="nothing > 1").board) == ["nothing emits nothing"]
    assert says(check, variable(WITH, query="label_values(nothing, a)").board) == [
        "nothing emits nothing"
    ]
    assert (
        says(check, variable(WITH, query="label_values(node_cpu_seconds_total, cpu)").board) == []
    )
