from __future__ import annotations

from boardwright.checks.rules.unknown_label_value import check
from checks.emitted import WITH
from checks.views import problems, query


def test_what_it_says() -> None:
    [problem] = problems(check, query("node_cpu_seconds_total{mode='idel'}", WITH).board)
    assert problem.what == "mode of node_cpu_seconds_total is never idel"
    assert problem.fix == "Did you mean idle?"
    [problem] = problems(check, query("node_cpu_seconds_total{mode='nope'}", WITH).board)
    assert problem.fix == "Take one of its values: idle, system, user."
