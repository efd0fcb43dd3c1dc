from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.constant_legend import check
from checks.views import PROMETHEUS, board, messages, query


def check_query(expr: str, legend: str = "requests", **raw: Any) -> list[str]:
    return messages(check, query(expr, legendFormat=legend, **raw))


@pytest.mark.parametrize(
    ("expr", "label"),
    [
        ("sum by (code) (rate(x_total[5m]))", "code"),
        ('sum by (code) (rate(x_total{job="$job"}[5m])) * 60', "code"),
        ("sum by (code) (rate(a[5m])) / sum by (code) (rate(b[5m]))", "code"),
        ("sum by (code) (rate(a[5m])) or max by (code) (b)", "code"),
        ("histogram_quantile(0.9, sum by (le, code) (rate(x_bucket[5m])))", "code"),
        ("sum by (instance) (rate(node_network_receive_bytes_total[5m]))", "instance"),
        ("max without (le) (sum by (le, code) (x))", "code"),
    ],
)
def test_a_constant_legend_of_several_series_is_reported(expr: str, label: str) -> None:
    assert check_query(expr) == [f"the legend is 'requests' for each value of the label {label!r}"]


def test_a_constant_legend_of_topk_is_reported_when_k_is_above_one() -> None:
    assert check_query("topk(5, x)", "top") == ["the legend is 'top' for each of 5 series"]
    assert check_query("topk(1, x)", "top") == []
    assert check_query("topk(10, sum(x))", "top") == []
    assert check_query('topk(10, sum(a{job="x"} - b{job="x"}))', "free") == []


@pytest.mark.parametrize(
    "expr",
    [
        "sum(rate(x_total[5m]))",
        'sum by (code) (rate(x_total{code="500"}[5m]))',
        "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))",
        "sum by (code) (a) or b",
        "sum(sum by (code) (a))",
        "sum by ($by) (a)",
        # a target's labels have one value where one target is selected
        'sum by (instance) (rate(x_total{pod="$pod"}[5m]))',
        'sum by (job) (rate(x_total{instance="a"}[5m]))',
        "rate(x_total[5m])",
        "sum by (code) (",
    ],
)
def test_a_query_that_may_return_one_series_is_not_reported(expr: str) -> None:
    assert check_query(expr) == []


BY_CODE = "sum by (code) (rate(x_total[5m]))"


@pytest.mark.parametrize("legend", ["", "__auto", "{{code}}", "requests {{code}}"])
def test_legends_that_name_the_label_are_not_reported(legend: str) -> None:
    assert check_query(BY_CODE, legend) == []


@pytest.mark.parametrize(
    "on",
    [
        {"type": "stat"},
        {"type": "table"},
        {"transformations": [{"id": "reduce", "options": {}}]},
        {"fieldConfig": {"defaults": {"displayName": "${__field.labels.code}"}}},
    ],
)
def test_panels_that_show_labels_elsewhere_are_not_reported(on: dict[str, Any]) -> None:
    assert check_query(BY_CODE, on=on) == []


def test_queries_that_are_not_drawn_are_not_reported() -> None:
    assert check_query(BY_CODE, hide=True) == []
    assert check_query(BY_CODE, format="table") == []
    assert check_query(BY_CODE, datasource={"type": "loki", "uid": "l"}) == []


@pytest.mark.parametrize(
    ("other", "legend", "count"),
    [
        ("sum by (type) (rate(misses_total[1h]))", "per hour: {{ type }}", 1),
        ("rate(misses_total[1h])", "per hour", 0),
        ("sum by (type) (rate(hits_total[5m]))", "hits: {{ type }}", 0),
    ],
)
def test_a_label_that_the_metric_may_lack_proves_no_series(
    other: str, legend: str, count: int
) -> None:
    """`by (type)` gives one series if no series has the label: another legend must show the label
    of the same metric. CoreDNS counts hits by type, but not misses.
    """
    targets = [
        {"refId": "A", "expr": other, "legendFormat": legend, "datasource": PROMETHEUS},
        {
            "refId": "B",
            "expr": "sum by (type) (rate(misses_total[5m]))",
            "legendFormat": "misses",
            "datasource": PROMETHEUS,
        },
    ]
    shown = board(panels=[{"type": "timeseries", "title": "Cache", "targets": targets}])
    assert len(messages(check, shown.queries[1])) == count


def test_only_topk_proves_several_series() -> None:
    (grouped,) = check(query("sum by (code) (rate(x_total[5m]))", legendFormat="requests"))
    (chosen,) = check(query("topk(3, rate(x_total[5m]))", legendFormat="requests"))
    assert (grouped.certain, chosen.certain) == (False, True)
