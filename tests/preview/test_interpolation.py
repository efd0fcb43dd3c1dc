"""Variables in texts and queries, in the forms that Grafana's documentation lists."""

from __future__ import annotations

import pytest

from boardwright.preview.interpolation import Interpolation, interpolate_panel
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import (
    VariableChoice,
    VariableOption,
    list_variable_options,
    select_values,
)
from boardwright.schema.panel import Panel
from boardwright.schema.variable import DashboardVariable

RANGE = TimeRange(start=1_594_671_549_254, end=1_594_675_149_254, text="Last 1 hour")


def choice(name: str, *values: str, many: bool = True, **more: object) -> VariableChoice:
    return VariableChoice(name=name, kind="query", values=values, texts=values, many=many, **more)  # type: ignore[arg-type]


FILLING = Interpolation(
    choices={
        "servers": choice("servers", "test1", "test2"),
        "one": choice("one", "a.b"),
        "single": choice("single", "a.b\\c", many=False),
        "all": choice("all", "x", "y", is_all=True),
        "star": choice("star", "x", "y", is_all=True, all_value=".*"),
    },
    range=RANGE,
    macros={"__interval": "10s"},
    uid="abc",
    title="Title",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$servers", "{test1,test2}"),
        ("${servers:csv}", "test1,test2"),
        ("${servers:pipe}", "test1|test2"),
        ("${servers:regex}", "(test1|test2)"),
        ("${one:regex}", "a\\.b"),
        ("${servers:doublequote}", '"test1","test2"'),
        ("${servers:singlequote}", "'test1','test2'"),
        ("${servers:json}", '["test1","test2"]'),
        ("${servers:lucene}", '("test1" OR "test2")'),
        ("${servers:percentencode}", "%7Btest1%2Ctest2%7D"),
        ("${servers:queryparam}", "var-servers=test1&var-servers=test2"),
        ("${all:queryparam}", "var-all=%24__all"),
        ("${servers:text}", "test1 + test2"),
        ("[[servers:csv]] [[one]]", "test1,test2 a.b"),
        ("$unknown ${unknown:csv} $1", "$unknown ${unknown:csv} $1"),
        ("$__interval", "10s"),
        ("${__dashboard.uid} ${__dashboard}", "abc Title"),
        ("${__from} ${__to}", "1594671549254 1594675149254"),
        ("${__from:date}", "2020-07-13T20:19:09.254Z"),
        ("${__from:date:seconds}", "1594671549"),
        ("${__from:date:YYYY-MM}", "2020-07"),
        ("${__field.name} ${__data.fields[0]}", "${__field.name} ${__data.fields[0]}"),
    ],
)
def test_variables_in_texts_are_replaced_in_every_format(text: str, expected: str) -> None:
    assert FILLING.fill(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('up{a=~"$servers"}', 'up{a=~"(test1|test2)"}'),
        ('up{a=~"$one"}', 'up{a=~"a\\\\.b"}'),
        ('up{a="$single"}', 'up{a="a.b\\\\c"}'),
        ('up{a=~"$all"}', 'up{a=~"(x|y)"}'),
        ('up{a=~"$star"}', 'up{a=~".*"}'),
        ('up{a=~"${servers:pipe}"}', 'up{a=~"test1|test2"}'),
    ],
)
def test_variables_in_promql_are_escaped(text: str, expected: str) -> None:
    assert FILLING.fill_promql(text) == expected


def test_variables_are_replaced_only_in_texts_and_links_of_a_panel() -> None:
    panel = {
        "type": "text",
        "title": "On $servers",
        "options": {"content": "<b>$tag</b>"},
        "links": [{"title": "$one", "url": "/d/x?var-a=${single}&q=$tag"}],
        "targets": [{"expr": "$one"}],
        "datasource": {"uid": "$one"},
    }
    filling = FILLING.with_choices({"tag": choice("tag", "<i> x")})
    assert interpolate_panel(Panel(panel), filling).raw == {
        "type": "text",
        "title": "On test1 + test2",
        "options": {"content": "<b>&lt;i&gt; x</b>"},
        "links": [{"title": "a.b", "url": "/d/x?var-a=a.b%5Cc&q=%3Ci%3E%20x"}],
        "datasource": {"uid": "$one"},
    }


def test_custom_values_may_have_display_names() -> None:
    found = list_variable_options(
        DashboardVariable({"type": "custom", "query": "1, two : 2, a\\,b"})
    )
    assert found == (
        VariableOption(text="1", value="1"),
        VariableOption(text="two", value="2"),
        VariableOption(text="a,b", value="a,b"),
    )


def test_a_regex_selects_values_and_display_names() -> None:
    variable = DashboardVariable({"type": "query", "regex": "/(?<text>\\w+)-(?<value>\\d+)/"})
    found = list_variable_options(variable, ["web-9", "db-2", "web-10", "other"])
    assert [(o.text, o.value) for o in found] == [("web", "9"), ("db", "2"), ("web", "10")]


def test_options_are_sorted_in_the_declared_order() -> None:
    values = ["web-10", "Web-9", "db-2"]
    variables = [DashboardVariable({"type": "query", "sort": sort}) for sort in range(6)]
    found = {
        variable.sort_order: [o.value for o in list_variable_options(variable, values)]
        for variable in variables
    }
    assert found == {
        0: ["web-10", "Web-9", "db-2"],
        1: ["Web-9", "db-2", "web-10"],
        2: ["web-10", "db-2", "Web-9"],
        3: ["db-2", "Web-9", "web-10"],
        4: ["web-10", "Web-9", "db-2"],
        5: ["db-2", "web-10", "Web-9"],
    }


@pytest.mark.parametrize(
    ("current", "given", "expected"),
    [
        (None, (), ("a",)),
        ({"value": "b"}, (), ("b",)),
        ({"value": "gone"}, (), ("a",)),
        ({"value": ["a", "b"]}, (), ("a", "b")),
        ({"value": "$__all"}, (), ("a", "b")),
        ({"value": "b"}, ("a",), ("a",)),
        ({"value": "b"}, ("All",), ("a", "b")),
    ],
)
def test_the_selected_value_is_the_passed_the_current_or_the_first(
    current: object, given: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    variable = DashboardVariable(
        {"name": "v", "type": "query", "current": current, "includeAll": current is not None}
    )
    options = (VariableOption(text="a", value="a"), VariableOption(text="b", value="b"))
    assert select_values(variable, options, given).values == expected
