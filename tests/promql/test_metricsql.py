"""The recognition of MetricsQL depends on the messages of the PromQL parser."""

from __future__ import annotations

import pytest

from boardwright.promql.metricsql import is_implicit_conversion, is_metricsql
from boardwright.promql.parser import parse
from boardwright.promql.syntax_error import PromqlSyntaxError


def refusal(text: str) -> PromqlSyntaxError:
    with pytest.raises(PromqlSyntaxError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "is_accepted"),
    [
        ("range_median(up)", True),
        ("sum(vm_rows_total) limit 5", True),
        ("sum(up) limit 5", False),
        ("sum(vm_rows_total", False),
        ("sum(vm_rows_total))", False),
        ('sum(vm_rows_total{job="a)', False),
    ],
)
def test_metricsql_is_recognised_unless_a_bracket_or_quote_is_missing(
    text: str, is_accepted: bool
) -> None:
    assert is_metricsql(refusal(text)) is is_accepted


@pytest.mark.parametrize(
    ("text", "is_converted"),
    [("rate(up)", True), ("sum(up[5m])", True), ("rate(up", False), ("rate(1)", False)],
)
def test_a_missing_or_superfluous_range_is_an_implicit_conversion(
    text: str, is_converted: bool
) -> None:
    assert is_implicit_conversion(refusal(text)) is is_converted
