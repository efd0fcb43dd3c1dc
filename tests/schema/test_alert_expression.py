"""An alert rule's expression names the queries and expressions that it uses."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.schema.alerting.alert_expression import AlertExpression, build_alert_condition


def condition(ref_id: str) -> dict[str, Any]:
    return build_alert_condition(
        ref_id, comparison="gt", limits=[1], operator="and", reducer="last"
    )


@pytest.mark.parametrize(
    ("model", "used"),
    [
        ({"type": "math", "expression": "$A > 1 && ${B} < 10 && $A > 2"}, ("A", "B", "A")),
        ({"type": "reduce", "expression": "A"}, ("A",)),  # check once saw only `$A`
        ({"type": "threshold", "expression": "$A"}, ("A",)),
        ({"type": "resample", "expression": "A"}, ("A",)),  # tests once sorted this wrongly
        (
            {"type": "classic_conditions", "conditions": [condition("A"), condition("B")]},
            ("A", "B"),
        ),
        ({"type": "sql", "expression": "SELECT * FROM A"}, ()),  # once refused as a refId
        ({"expr": "up"}, ()),
        ({"type": "json", "url": "https://a"}, ()),  # a query of another plugin
    ],
)
def test_used_queries_and_expressions_are_found(
    model: dict[str, Any], used: tuple[str, ...]
) -> None:
    assert AlertExpression(model).used_ref_ids == used
