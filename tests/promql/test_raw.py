"""Text as a value: its kind and its parentheses come from the parser."""

from __future__ import annotations

import pytest

from boardwright.errors import PromqlError
from boardwright.promql import Expr, Kind, max_over_time, metric, rate, raw, sum_, topk

UP = metric("up")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("up", Kind.VECTOR),
        ("up[5m]", Kind.RANGE),
        ("sum(up)[1h:]", Kind.RANGE),
        ("sum(up)", Kind.VECTOR),
        ("rate(up[$__rate_interval])", Kind.VECTOR),
        ("time()", Kind.SCALAR),
        ("5", Kind.SCALAR),
        ("1 + 2", Kind.SCALAR),
        ("1 + up", Kind.VECTOR),
        ("(1)", Kind.SCALAR),
        ("-time()", Kind.SCALAR),
        ('"text"', Kind.STRING),
        ("$k", Kind.ANY),
        ("$k * 2", Kind.ANY),
        ("2 * $k", Kind.ANY),
        ("-$k", Kind.ANY),
        ("up * $k", Kind.VECTOR),
        ("sum($metric)", Kind.VECTOR),
    ],
)
def test_the_kind_of_a_text_is_found_by_the_parser(text: str, kind: Kind) -> None:
    assert raw(text).kind is kind


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (raw("a or b") * 100, "(a or b) * 100"),
        (raw("a * b") + 1, "a * b + 1"),
        (raw("a * b") ** 2, "(a * b) ^ 2"),
        (100 - raw("a - b"), "100 - (a - b)"),
        (raw("-a") ** 2, "(-a) ^ 2"),
        (raw("(a or b)") * 100, "(a or b) * 100"),
        (raw("a + b").subquery("5m"), "(a + b)[5m:]"),
        (raw("rate(a[5m])").subquery("5m"), "rate(a[5m])[5m:]"),
        (-raw("a + b"), "-(a + b)"),
        (sum_(raw("a + b")), "sum(a + b)"),
        (rate(raw("a[5m]")), "rate(a[5m])"),
        (max_over_time(raw("sum(a)[1h:5m]")), "max_over_time(sum(a)[1h:5m])"),
        (topk(raw("$k"), UP), "topk($k, up)"),
        (raw("a @ -5 offset 5m"), "a @ -5 offset 5m"),  # promql-parser reads the -5 as 0
        (raw("a @ -$t offset 5m"), "a @ -$t offset 5m"),
        (raw("  a\n  # why\n  + b  "), "a + b"),
        (raw('a{b="#  no comment"} # one'), 'a{b="#  no comment"}'),
    ],
    ids=str,
)
def test_a_text_has_only_the_needed_parentheses(made: Expr, text: str) -> None:
    assert str(made) == text


def test_a_text_without_a_range_is_refused_by_rate() -> None:
    with pytest.raises(PromqlError) as refused:
        rate(raw("up"))
    assert refused.value.what == (
        "rate(up): rate takes a range vector, but up is an instant vector"
    )
