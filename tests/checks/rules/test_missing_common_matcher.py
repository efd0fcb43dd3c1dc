from __future__ import annotations

import pytest

from boardwright.checks.rules.missing_common_matcher import check
from checks.views import PROMETHEUS, board, problems

OTHERS = [f'sum(http_{name}{{cluster=~"$cluster"}})' for name in "abcde"]


def check_query(*expressions: str) -> list[tuple[str | None, str]]:
    targets = [
        {"refId": f"Q{index}", "expr": expr, "datasource": PROMETHEUS}
        for index, expr in enumerate(expressions)
    ]
    asked = board(panels=[{"type": "timeseries", "title": "P", "targets": targets}])
    return [(problem.query, problem.what) for problem in problems(check, asked)]


def test_the_only_query_without_a_common_matcher_is_reported() -> None:
    what = (
        'the query lacks the matcher cluster=~"$cluster", which all other queries of the board have'
    )
    assert check_query(*OTHERS, "sum(http_requests)") == [("Q5", what)]


def test_two_missing_matchers_give_one_problem() -> None:
    others = [expr.replace("{", '{job="$job",') for expr in OTHERS]
    ((_, what),) = check_query("sum(http_requests)", *others)
    assert what.startswith('the query lacks the matcher cluster=~"$cluster" and job=~"$job"')


def test_a_label_of_some_metrics_is_required_only_for_the_same_metric() -> None:
    others = [f'http_{name}{{method="$method"}}' for name in "abcde"]
    assert len(check_query(*others, "http_a")) == 1
    assert check_query(*others, "http_other") == []


def test_a_sum_over_all_instances_is_not_reported() -> None:
    """A cluster has one active writer, so that the query adds up all instances."""
    others = [f'http_a{{instance=~"$instance",code="{code}"}}' for code in "12345"]
    assert check_query(*others, 'sum(http_a{code="6"})') == []
    assert len(check_query(*others, 'http_a{code="6"}')) == 1
    assert len(check_query(*others, 'sum by (code) (http_a{code="6"})')) == 1


@pytest.mark.parametrize(
    "expressions",
    [
        [*OTHERS[:4], "sum(http_requests)"],  # too few to speak of a custom
        [*OTHERS, "sum(http_x)", "sum(http_y)"],
        [*OTHERS, 'sum(http_x{cluster="prod"})'],
        [*OTHERS, "sum by (cluster) (http_x)"],
        [*OTHERS, 'sum(http_x{zone="$cluster"})'],
        [*OTHERS, "sum(node_load1)"],  # another program may not have the label
        [*OTHERS, "vector(1)"],
        [*OTHERS, "sum("],
    ],
)
def test_queries_that_may_lack_the_matcher_are_not_reported(expressions: list[str]) -> None:
    assert check_query(*expressions) == []


@pytest.mark.parametrize(
    ("metric", "count"),
    [("kube_persistentvolume_capacity_bytes", 0), ("kube_persistentvolumeclaim_info", 1)],
)
def test_a_persistent_volume_belongs_to_no_namespace(metric: str, count: int) -> None:
    others = [f'kube_pod_{name}{{namespace="$namespace"}}' for name in "abcde"]
    assert len(check_query(*others, metric)) == count
