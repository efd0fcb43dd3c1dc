from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.problem_maker import choose_severity
from boardwright.checks.rules.plain_unit import check
from checks.views import query


def check_query(expr: str, unit: str, **raw: Any) -> list[tuple[str, str]]:
    config = {"defaults": {"unit": unit}, "overrides": raw.pop("overrides", [])}
    asked = query(expr, on={"fieldConfig": config, **raw}, legendFormat="used")
    return [(choose_severity(check, each), each.what) for each in check(asked.panel)]


@pytest.mark.parametrize("unit", ["short", "none"])
def test_a_plain_unit_for_a_well_known_metric_of_bytes_is_reported(unit: str) -> None:
    assert check_query("node_memory_MemFree_bytes", unit) == [
        ("warning", f"the panel shows bytes with the unit {unit!r}, which is for plain numbers")
    ]


def test_a_unit_suggested_by_the_metric_name_is_reported_as_a_guess() -> None:
    ((severity, what),) = check_query("rate(x_bytes_total[5m])", "short")
    assert severity == "info"
    assert what.startswith("the panel shows bytes per second (judging by the name of its metric)")


@pytest.mark.parametrize(
    ("expr", "unit"),
    [
        ("node_memory_MemFree_bytes", "bytes"),
        ("node_memory_MemFree_bytes", ""),
        ("node_memory_MemFree_bytes / 1024", "short"),
        ("node_load1", "short"),
        ("x_bytes / y_bytes", "short"),
    ],
)
def test_units_that_fit_are_not_reported(expr: str, unit: str) -> None:
    assert check_query(expr, unit) == []


def test_panels_whose_unit_is_overridden_or_unused_are_not_reported() -> None:
    override = {"matcher": {"id": "byName", "options": "used"}, "properties": [{"id": "unit"}]}
    assert check_query("x_bytes", "short", overrides=[override]) == []
    assert check_query("x_bytes", "short", type="table") == []
    counted = {"type": "stat", "options": {"reduceOptions": {"calcs": ["count"]}}}
    assert check_query("x_bytes", "short", **counted) == []


@pytest.mark.parametrize(("mode", "count"), [("name", 0), ("none", 0), ("value", 1), ("auto", 1)])
def test_a_stat_that_shows_only_names_is_not_reported(mode: str, count: int) -> None:
    config = {"defaults": {"unit": "short"}, "overrides": []}
    on = {"type": "stat", "options": {"textMode": mode}, "fieldConfig": config}
    asked = query("process_resident_memory_bytes", on=on)
    assert len(list(check(asked.panel))) == count


def test_the_size_of_frames_is_a_plain_number() -> None:
    """1500 is clearer than 1.46 KiB."""
    config = {"defaults": {"unit": "none"}, "overrides": []}
    assert list(check(query("node_network_mtu_bytes", on={"fieldConfig": config}).panel)) == []
