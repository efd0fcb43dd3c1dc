from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.circular_variables import check
from checks.views import board, messages, problems


def chain_variables(*edges: str, **raw: Any) -> list[dict[str, Any]]:
    """Return variables: `a:bc` for one that is called a and uses b and c."""
    found = []
    for edge in edges:
        name, _, used = edge.partition(":")
        matchers = ",".join(f'{other}="${other}"' for other in used)
        query = f"label_values(up{{{matchers}}}, {name})"
        found.append({"name": name, "type": "query", "query": query, **raw})
    return found


@pytest.mark.parametrize(
    ("edges", "what"),
    [
        ("a:b b:a", "variables use each other: $a -> $b -> $a"),
        ("a: b:d c:b d:c", "variables use each other: $b -> $d -> $c -> $b"),
        ("a:a", "the variable $a uses itself"),
        ("x:a a:b b:a", "variables use each other: $a -> $b -> $a"),
    ],
)
def test_variables_that_use_each_other_in_a_circle_are_reported(edges: str, what: str) -> None:
    assert messages(check, board(variables=chain_variables(*edges.split()))) == [what]


@pytest.mark.parametrize("edges", ["a b:a c:ab", "a:z", "b:a a", "a:cd b:d c:b d"])
def test_variables_that_use_each_other_in_a_chain_are_not_reported(edges: str) -> None:
    assert messages(check, board(variables=chain_variables(*edges.split()))) == []


def test_two_circles_are_reported_each_at_a_query() -> None:
    found = problems(check, board(variables=chain_variables("a:b", "b:a", "c:d", "d:c")))
    assert [problem.pointer for problem in found] == [
        ("templating", "list", 0, "query"),
        ("templating", "list", 2, "query"),
    ]


def test_texts_of_other_variable_types_are_not_interpolated() -> None:
    assert messages(check, board(variables=chain_variables("a:b", "b:a", type="constant"))) == []


def test_a_variable_in_a_regex_counts_as_a_use() -> None:
    first, second = chain_variables("a:b", "b:")
    assert len(messages(check, board(variables=[first, {**second, "regex": "/$a/"}]))) == 1


def test_variables_in_each_field_of_a_query_count_as_uses() -> None:
    """The editors of Loki and CloudWatch store the query of a variable in several fields."""
    found = [
        {"name": "a", "type": "query", "query": {"label": "x", "stream": '{b="$b"}', "type": 1}},
        {"name": "b", "type": "query", "query": {"label": "y", "stream": '{a="$a"}', "type": 1}},
    ]
    assert messages(check, board(variables=found)) == ["variables use each other: $a -> $b -> $a"]
