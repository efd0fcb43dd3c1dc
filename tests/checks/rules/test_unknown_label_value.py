from __future__ import annotations

from boardwright.checks.rules.unknown_label_value import check
from checks.emitted_metrics import WITH
from checks.views import problems, query


def test_the_message_names_the_label_and_a_similar_value() -> None:
    [problem] = problems(check, query("node_cpu_seconds_total{mode='idel'}", WITH).board)
    assert problem.what == "the label mode of node_cpu_seconds_total never has the value 'idel'"
    assert problem.fix == "Did you mean 'idle'?"
    [problem] = problems(check, query("node_cpu_seconds_total{mode='nope'}", WITH).board)
    assert problem.fix == "Values of the label: idle, system, user."
