from __future__ import annotations

from boardwright.checks.rules.unknown_metric import check
from checks.emitted_metrics import WITH
from checks.views import annotation, messages, problems, query, variable


def test_similar_names_are_suggested() -> None:
    def fix(text: str) -> str:
        return problems(check, query(text, WITH).board)[0].fix

    assert fix("node_cpu_second_total") == "Did you mean 'node_cpu_seconds_total'?"
    assert fix("node_memory_MemFree") == "Did you mean 'node_memory_MemFree_bytes'?"
    assert fix("nothing") == (
        "Correct the name, pass --metrics URL with a server that has the metric, "
        "or list the metric in check.optional_metrics."
    )


def test_unknown_metrics_in_annotations_and_variables_are_reported() -> None:
    assert messages(check, annotation(WITH, expr="nothing > 1").board) == [
        "the metric nothing does not exist"
    ]
    assert messages(check, variable(WITH, query="label_values(nothing, a)").board) == [
        "the metric nothing does not exist"
    ]
    assert (
        messages(check, variable(WITH, query="label_values(node_cpu_seconds_total, cpu)").board)
        == []
    )
