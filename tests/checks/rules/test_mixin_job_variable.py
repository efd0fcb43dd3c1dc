from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.mixin_job_variable import check
from checks.views import board, messages

GOOD = {"name": "job", "type": "query", "multi": True, "includeAll": True, "allValue": ".+"}
TARGETS = [{"refId": "A", "expr": "up", "datasource": {"type": "prometheus", "uid": "x"}}]
PANELS = [{"id": 1, "type": "stat", "targets": TARGETS}]


@pytest.mark.parametrize(
    ("variables", "count"),
    [
        ([], 1),
        ([GOOD | {"name": "other"}], 1),
        ([GOOD | {"type": "custom"}], 1),
        ([GOOD | {"multi": False}], 1),
        ([GOOD | {"allValue": None}], 1),
        ([{"name": "job", "type": "textbox"}], 3),
        ([GOOD], 0),
    ],
)
def test_a_missing_or_incomplete_job_variable_is_reported(
    variables: list[dict[str, Any]], count: int
) -> None:
    assert len(messages(check, board(variables=variables, panels=PANELS))) == count


def test_boards_that_do_not_query_prometheus_are_not_judged() -> None:
    assert messages(check, board()) == []
