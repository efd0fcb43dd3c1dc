from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.datasource_language_mismatch import check
from checks.views import messages, panel, query


def on(kind: str) -> dict[str, str]:
    return {"type": kind, "uid": "$ds"}


@pytest.mark.parametrize(
    ("kind", "expr", "raw"),
    [
        ("prometheus", "", {"rawSql": "SELECT 1"}),
        ("loki", "", {"query": "from(bucket: 1)"}),
        ("loki", "sum(rate(http_requests_total[5m]))", {}),
        ("mysql", "up", {}),
        ("influxdb", "up", {"query": ""}),
    ],
)
def test_a_query_in_the_language_of_another_data_source_is_reported(
    kind: str, expr: str, raw: dict[str, Any]
) -> None:
    assert len(messages(check, query(expr, datasource=on(kind), **raw))) == 1


@pytest.mark.parametrize(
    ("kind", "expr", "raw"),
    [
        ("prometheus", "up", {"rawSql": "SELECT 1"}),
        ("prometheus", "", {}),
        ("prometheus", "", {"type": "datasource", "query": "prometheus"}),  # a pasted variable
        ("loki", '{job="a"}', {}),
        ("loki", "$query", {}),
        ("loki", "vector(0)", {}),
        ("mysql", "", {"rawSql": "SELECT 1"}),
        ("influxdb", "left over", {"query": "SELECT 1"}),
        ("elasticsearch", "left over", {"bucketAggs": [{}]}),
        ("some-plugin", "anything", {}),
    ],
)
def test_a_query_in_the_language_of_the_data_source_is_not_reported(
    kind: str, expr: str, raw: dict[str, Any]
) -> None:
    assert messages(check, query(expr, datasource=on(kind), **raw)) == []


def test_a_query_that_names_an_old_data_source_type_is_not_reported() -> None:
    elsewhere = {"refId": "A", "dsType": "influxdb", "query": "SELECT 1"}
    assert messages(check, panel(targets=[elsewhere]).queries[0]) == []
