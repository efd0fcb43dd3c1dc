from __future__ import annotations

import pytest

from boardwright.checks.rules.recorded_name import check
from checks.views import configuration, messages


@pytest.mark.parametrize(
    ("name", "found"),
    [
        *(("instance:cpu:ratio", False), (":memory_free:sum", False), ("job:info:", False)),
        *(("cpu_usage", True), ("instance:cpu", True), ("instance:cpu:rate:sum", True)),
    ],
)
def test_a_recorded_name_without_level_metric_and_operation_is_reported(
    name: str, found: bool
) -> None:
    assert bool(messages(check, configuration(rules=[{"record": name, "expr": "x"}]))) is found


def test_names_of_alerts_are_not_judged() -> None:
    assert messages(check, configuration(rules=[{"alert": "CpuHigh", "expr": "x > 1"}])) == []
