"""The comparisons of a condition, and when two expressions are the same."""

from __future__ import annotations

import pytest

from boardwright.promql import metric, parse, raw
from boardwright.promql.bounds import compute_shape, evaluate_constant, list_bounds
from boardwright.rules import record


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("busy > 0.9", [("busy", ">", 0.9)]),
        ("(busy * 100) >= 90", [("busy * 100", ">=", 90)]),
        ("10 > free", [("free", "<", 10)]),
        ("burn > (14.4 * 0.25)", [("burn", ">", 3.6)]),
        ("a > 1 and on (x) b < -2", [("a", ">", 1), ("b", "<", -2)]),
        ("a > 1 or b > 2", [("a", ">", 1), ("b", ">", 2)]),
        ("a > 1 unless b > 2", [("a", ">", 1)]),
        ("a > b", []),
        ("up", []),
        ("rate(a[5m] offset 1h) == 0", [("rate(a[5m] offset 1h)", "==", 0)]),
    ],
)
def test_the_comparisons_of_a_condition_are_listed(
    condition: str, found: list[tuple[str, str, float]]
) -> None:
    """Expected values are read off the text; 14.4 x 0.25 is 3.6."""
    bounds = list_bounds(parse(condition))
    assert [(str(bound.value), bound.op, bound.limit) for bound in bounds] == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 ^ 3 - 1", 7),
        ("-(1 + 1)", -2),
        ("10 % -7", 3),
        ("1 / 0", None),
        ("up + 1", None),
    ],
)
def test_constant_expressions_are_evaluated(text: str, value: float | None) -> None:
    """The result of `%` has the sign of the left operand: 10 = -1 x -7 + 3."""
    assert evaluate_constant(parse(text)) == value


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('rate(a{x="1",y="2"}[5m])', '(rate(a{y="2",x="1"}[300s]))', True),
        ('sum(a{job="$job",x="1"})', 'sum(a{x="1"})', True),
        ('a{instance=~"${instance:regex}"}', "a", True),
        ("a", "a offset 5m", False),
        ("rate(a[5m])", "rate(a[10m])", False),
        ("sum by (x) (a)", "sum by (y) (a)", False),
        ("a", "b", False),
    ],
)
def test_expressions_are_compared_without_regard_to_order_and_spelling(
    one: str, other: str, same: bool
) -> None:
    assert (compute_shape(parse(one)) == compute_shape(parse(other))) is same


def test_an_expression_made_in_python_equals_the_parsed_text() -> None:
    made = record("a:b:c", metric("x")).where(instance="$instance")
    assert compute_shape(made * 2) == compute_shape(parse("a:b:c * 2"))
    assert compute_shape(raw("(a  + b)")) == compute_shape(parse("a + b"))
