"""Variables of every kind."""

from __future__ import annotations

from typing import Any

import pytest
from grafanalib.core import Template

from boardwright.library import (
    custom_variable,
    datasource_variable,
    interval_variable,
    label_variable,
    query_variable,
)
from boardwright.promql import metric
from library.plain import plain


def parts(variable: Template, *names: str) -> dict[str, Any]:
    data = plain(variable)
    return {name: data[name] for name in names}


def test_a_query_variable_has_the_passed_options() -> None:
    variable = query_variable("x", "query_result(up)", regex="/a(.*)/", sort=3, hide=True)
    assert parts(variable, "type", "query", "regex", "sort", "hide", "multi", "includeAll") == {
        "type": "query",
        "query": "query_result(up)",
        "regex": "/a(.*)/",
        "sort": 3,
        "hide": 2,
        "multi": False,
        "includeAll": False,
    }


def test_a_query_variable_is_refreshed_when_the_time_range_changes() -> None:
    assert parts(query_variable("x", "y"), "refresh") == {"refresh": 2}


@pytest.mark.parametrize(
    ("multi", "include_all", "expected"),
    [(True, None, True), (False, None, False), (True, False, False), (False, True, True)],
)
def test_a_variable_with_several_values_offers_all(
    multi: bool, include_all: bool | None, expected: bool
) -> None:
    variable = query_variable("x", "y", multi=multi, include_all=include_all)
    assert parts(variable, "includeAll") == {"includeAll": expected}


@pytest.mark.parametrize(
    ("variable", "query"),
    [
        (label_variable("job", metric("up")), "label_values(up, job)"),
        (label_variable("job", "up"), "label_values(up, job)"),
        (label_variable("host", "up", of="instance"), "label_values(up, instance)"),
        (
            label_variable("instance", metric("up", job="$job")),
            'label_values(up{job="$job"}, instance)',
        ),
    ],
)
def test_a_label_variable_lists_the_values_of_a_label(variable: Template, query: str) -> None:
    assert parts(variable, "query") == {"query": query}


def test_a_label_variable_has_the_options_of_a_query_variable() -> None:
    variable = label_variable("job", "up", label="Job", multi=True, all_value=".*", default="a")
    assert parts(variable, "label", "multi", "allValue") == {
        "label": "Job",
        "multi": True,
        "allValue": ".*",
    }
    assert plain(variable)["current"]["value"] == "a"


def test_a_data_source_variable_lists_sources_of_a_plugin() -> None:
    variable = datasource_variable(plugin="loki", regex="/prod/")
    assert parts(variable, "name", "type", "query", "regex", "label") == {
        "name": "datasource",
        "type": "datasource",
        "query": "loki",
        "regex": "/prod/",
        "label": "Data source",
    }


def test_fixed_values_are_listed_in_the_passed_order() -> None:
    data = plain(custom_variable("q", ["p99", "p50"]))
    assert data["query"] == "p99,p50"
    assert [option["value"] for option in data["options"]] == ["p99", "p50"]
    assert data["current"]["value"] == "p99"
    assert data["sort"] == 0


def test_fixed_values_may_have_display_names() -> None:
    data = plain(custom_variable("q", {"Half": "0.5", "Most": "0.99"}, default="0.99"))
    assert data["query"] == "Half : 0.5,Most : 0.99"
    assert data["current"] == {"text": "Most", "value": "0.99", "selected": True}


def test_a_comma_in_a_fixed_value_is_escaped() -> None:
    assert plain(custom_variable("q", ["a,b", "c"]))["query"] == "a\\,b,c"


def test_an_interval_variable_lists_intervals() -> None:
    data = plain(interval_variable("window", ["1m", "5m"], label="Window"))
    assert (data["type"], data["query"], data["label"]) == ("interval", "1m,5m", "Window")
    assert data["current"]["value"] == "1m"
    assert plain(interval_variable("window", default="1h"))["current"]["value"] == "1h"


def test_a_variable_may_have_another_data_source() -> None:
    assert parts(label_variable("x", "up", datasource="other"), "datasource") == {
        "datasource": "other"
    }
