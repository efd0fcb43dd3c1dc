"""Python's operators, and the parentheses that are needed."""

from __future__ import annotations

import math

import pytest

from boardwright.promql import (
    Expr,
    Kind,
    avg,
    irate,
    metric,
    number,
    paren,
    rate,
    scalar,
    sum_,
    time,
    var,
    vector,
)

A, B, C = metric("a"), metric("b"), metric("c")
IDLE = metric("node_cpu_seconds_total", mode="idle")


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (
            100 - avg(irate(IDLE)) * 100,
            '100 - avg(irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100',
        ),
        (
            100 - avg(irate(IDLE), by="mode") * 100,
            '100 - avg by (mode) (irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100',
        ),
        (
            100 - paren(avg(irate(IDLE), by="mode") * 100),
            '100 - (avg by (mode) (irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100)',
        ),
        (A + B - C, "a + b - c"),
        (A - (B - C), "a - (b - c)"),
        (A - (B + C), "a - (b + c)"),
        (A * B / C % 2, "a * b / c % 2"),
        (A / (B * C), "a / (b * c)"),
        ((A + B) * C, "(a + b) * c"),
        (A + B * C, "a + b * c"),
        (A**B**C, "a ^ b ^ c"),
        ((A**B) ** C, "(a ^ b) ^ c"),
        (2**A, "2 ^ a"),
        (-(A**2), "-a ^ 2"),
        ((-A) ** 2, "(-a) ^ 2"),
        (A**-B, "a ^ -b"),
        (A ** (-B) ** C, "a ^ (-b) ^ c"),
        (number(-1) ** 2, "(-1) ^ 2"),
        (-number(1) * A, "-1 * a"),
        (-(-A), "--a"),  # noqa: B002
        (-(A * B), "-(a * b)"),
        (-(A + B), "-(a + b)"),
        (-A * B, "-a * b"),
        (A - -1, "a - -1"),
        (+A, "a"),
        (A.atan2(B) * C, "a atan2 b * c"),
        (A * B.atan2(C), "a * (b atan2 c)"),
        (A & B | C, "a and b or c"),
        (A & (B | C), "a and (b or c)"),
        (A.unless(B) & C, "a unless b and c"),
        (A & B.unless(C), "a and (b unless c)"),
        ((A > 1) & (B < 2), "a > 1 and b < 2"),
        (A > (B > C), "a > (b > c)"),  # noqa: SIM300
        ((A > B) > C, "a > b > c"),
        (A.eq(1), "a == 1"),
        (A.ne(B), "a != b"),
        (A >= 1, "a >= 1"),
        (A <= 1, "a <= 1"),
        (A.gt(1, bool=True), "a > bool 1"),
        (A.lt(B, bool=True) * 2, "(a < bool b) * 2"),
        (A.ge(1).le(5), "a >= 1 <= 5"),
        (A.eq(B, bool=True).ne(0, bool=True), "a == bool b != bool 0"),
        (1 > A, "a < 1"),  # noqa: SIM300
        (number(1).gt(2, bool=True), "1 > bool 2"),
        ((A / B).on("x"), "a / on (x) b"),
        ((A / B).on(), "a / on () b"),
        ((A / B).ignoring("x", "y"), "a / ignoring (x, y) b"),
        ((A / B).on("x").group_left(), "a / on (x) group_left () b"),
        ((A / B).on("x").group_right("y"), "a / on (x) group_right (y) b"),
        ((A / (B + C)).on("x").group_left(), "a / on (x) group_left () (b + c)"),
        (A.gt(B, bool=True).on("x").group_left("y"), "a > bool on (x) group_left (y) b"),
        ((A & B).on("x", "service.name"), 'a and on (x, "service.name") b'),
        ((A * B).on(var("label")), "a * on ($label) b"),
        (A * var("factor"), "a * $factor"),
        (var("a") ** 2, "$a ^ 2"),
        (sum_(A + B), "sum(a + b)"),
        (vector(1) | vector(time() - 5), "vector(1) or vector(time() - 5)"),
    ],
    ids=str,
)
def test_expressions_have_only_the_needed_parentheses(made: Expr, text: str) -> None:
    assert str(made) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (100.0, "100"),
        (0.1, "0.1"),
        (1e-7, "1e-07"),
        (1e22, "1e+22"),
        (10**30, "1" + "0" * 30),
        (-0.0, "-0"),
        (math.inf, "Inf"),
        (-math.inf, "-Inf"),
        (math.nan, "NaN"),
        (5e-324, "5e-324"),
    ],
)
def test_numbers_are_rendered_as_in_prometheus(value: float, text: str) -> None:
    assert str(number(value)) == text


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (A + 1, Kind.VECTOR),
        (number(1) + 2, Kind.SCALAR),
        (scalar(A) + time(), Kind.SCALAR),
        (var("a") + 1, Kind.ANY),
        (var("a") + A, Kind.VECTOR),
        (A & var("b"), Kind.VECTOR),
        (-A, Kind.VECTOR),
        (-time(), Kind.SCALAR),
        (paren(time()), Kind.SCALAR),
        (rate(A), Kind.VECTOR),
        (A["5m"], Kind.RANGE),
    ],
    ids=str,
)
def test_the_kind_of_an_operation_depends_on_the_operands(made: Expr, kind: Kind) -> None:
    assert made.kind is kind


def test_the_builtin_sum_adds_expressions() -> None:
    assert str(sum([A, B, C])) == "0 + a + b + c"
