from __future__ import annotations

from dataclasses import replace

from boardwright.checks.metrics import MetricCatalogue
from boardwright.checks.rules.unknown_label import check
from checks.emitted_metrics import EMITTED, WITH
from checks.views import SETTINGS, messages, problems, query


def test_the_message_names_the_metric_and_a_similar_label() -> None:
    [problem] = problems(check, query("node_cpu_seconds_total{modes='idle'}", WITH).board)
    assert problem.what == "node_cpu_seconds_total has no label modes"
    assert problem.fix == "Did you mean 'mode'?"
    [problem] = problems(check, query("sum by (x) (node_memory_MemFree_bytes)", WITH).board)
    assert (
        problem.what
        == "the aggregation groups by the label x, which node_memory_MemFree_bytes does not have"
    )


def test_nothing_is_reported_when_any_label_may_be_added() -> None:
    anything = replace(SETTINGS, catalogue=MetricCatalogue(EMITTED.metrics, None))
    assert messages(check, query("node_cpu_seconds_total{state='idle'}", anything).board) == []
