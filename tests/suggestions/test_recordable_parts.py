"""Which parts of a query a rule can compute, and how the query reads the recorded series."""

from __future__ import annotations

import pytest

from boardwright.promql.expression import Expression
from boardwright.suggestions.recordable_parts import find_recordable_parts, reason_against


def parts_of(query: str) -> list[tuple[str, str]]:
    """Return the rule of each part, and the expression that reads the series `r`."""
    found = find_recordable_parts(Expression(query))
    return [(str(part.rule), str(part.reading("r"))) for part in found]


@pytest.mark.parametrize(
    ("query", "rule", "reading"),
    [
        ("sum(a)", "sum(a)", "r"),
        ('sum by (i) (a{i="$i"})', "sum by (i) (a)", 'r{i="$i"}'),
        ('sum(a{i="$i",mode="idle"})', 'sum by (i) (a{mode="idle"})', 'sum(r{i="$i"})'),
        ('count(a{i=~"$i"})', "count by (i) (a)", 'sum(r{i=~"$i"})'),
        ('max(a{i=~"$i"})', "max by (i) (a)", 'max(r{i=~"$i"})'),
        ('avg(a{i="$i"})', "avg by (i) (a)", 'sum(r{i="$i"})'),
        ('sum without (x, i) (a{i="$i"})', "sum without (x) (a)", 'sum without (i, x) (r{i="$i"})'),
        (
            'sum by (i) (rate(a{i!~"${i:regex}"}[300s]))',
            "sum by (i) (rate(a[5m]))",
            'r{i!~"${i:regex}"}',
        ),
        ('sum by (i, j) ((a{i="[[i]]"}))', "sum by (i, j) (a)", 'r{i="[[i]]"}'),
    ],
)
def test_matchers_with_variables_move_to_the_recorded_series(
    query: str, rule: str, reading: str
) -> None:
    assert parts_of(query) == [(rule, reading)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('sum(a{x="1",y="2"})', 'sum(a{y="2",x="1"})'),
        ("sum(rate(a[5m]))", "sum((rate(a[300s])))"),
        ('sum by (i) (a{i="$one"})', 'sum by (i) (a{i=~"$two"})'),
        ("sum by (x, y) (a)", "sum(a) by (y, x)"),
        ("quantile by (i) (0.50, a)", "quantile by (i) (.5, a)"),
    ],
)
def test_parts_are_equal_without_variables_and_order(one: str, other: str) -> None:
    assert parts_of(one)[0][0] == parts_of(other)[0][0]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (
            "sum(rate(a[$__rate_interval]))",
            "a window or an offset is $__rate_interval, which is not",
        ),
        ("sum(rate(a[$window]))", "a window or an offset is $window, which is not fixed"),
        ("sum(a offset $ago)", "a window or an offset is $ago, which is not fixed"),
        ("sum(irate(a[5m]))", "irate uses two samples and a rule loses all others"),
        ("sum($metric)", "$metric is not in a matcher"),
        ('sum(${prefix}_total{i="x"})', "a variable is in the metric's name"),
        ("sum(a{$filters})", "a variable decides which labels are matched"),
        ("sum by ($label) (a)", "a variable names the aggregation or a label"),
        ("sum(a @ end())", "@ fixes the time"),
        ('avg(a{i=~"$i"})', "avg of several values of i cannot be combined"),
        ('quantile(0.9, a{i=~"$i"})', "quantile of several values of i cannot be combined"),
        ('count_values("v", a)', "count_values makes series of values"),
        ("topk(3, a)", "topk chooses other series at each time"),
        ('sum(absent(a{i="$i"}))', "absent loses a label that a variable matches"),
        ('sum(a{i="$i"} / on (j) b)', "the variables do not match both sides of / alike"),
        ('sum(a{i="$i"} or b)', "the variables do not match both sides of or alike"),
        ('sum(a unless b{i="$i"})', "the variables do not match both sides of unless alike"),
        ('sum(a * on (j) group_left (i) b{i="$i"})', "the variables do not match both sides of *"),
        ('sum(label_replace(a{i="$i"}, "i", "$1", "j", "(.*)"))', "label_replace loses a label"),
        ('sum(a * scalar(b{i="$i"}))', "scalar loses a label that a variable matches"),
        ('sum without (i) (a{i=~"$i"})', "the rule would store every series"),
        ("sum(a / $factor)", "$factor is not in a matcher"),
    ],
)
def test_a_part_that_depends_on_the_query_is_not_recorded(query: str, reason: str) -> None:
    expression = Expression(query)
    assert expression.tree is not None
    assert parts_of(query) == []
    assert (reason_against(expression) or "").startswith(reason)


def test_arithmetic_of_aggregations_is_recorded_as_one_series() -> None:
    ratio = 'sum by (i) (a{i="$i"}) / sum by (i) (b{i="$i"})'
    assert parts_of(ratio)[-1] == ("sum by (i) (a) / sum by (i) (b)", 'r{i="$i"}')


@pytest.mark.parametrize(
    "query",
    [
        'sum by (i) (a{i="$i"}) * 100',
        'sum by (i) (a{i="$i"}) > 0.9',
        'sum by (i) (a{i="$i"}) or vector(0)',
        'sum by (i) (a{i="$i"}) / b',
        "-sum by (i) (a)",
    ],
)
def test_cheap_operations_around_an_aggregation_stay_in_the_query(query: str) -> None:
    assert [rule for rule, _ in parts_of(query)] == ["sum by (i) (a)"]


@pytest.mark.parametrize("query", ["a", "rate(a[5m])", "a / b", "max_over_time(sum(a)[1h:1m])"])
def test_nothing_is_recorded_without_an_aggregation_or_in_a_subquery(query: str) -> None:
    assert parts_of(query) == []


def test_a_series_without_its_name_is_an_aggregation_of_single_series() -> None:
    (part,) = find_recordable_parts(Expression('sum by (i) (a{i="$i"})'))
    assert str(part.reading("r", without_name=True)) == 'sum by (i) (r{i="$i"})'
    *_, ratio = find_recordable_parts(Expression("sum by (i) (a) / sum by (i) (b)"))
    assert str(ratio.reading("r", without_name=True)) == "sum without () (r)"


@pytest.mark.parametrize("function", ["absent", "timestamp"])
def test_functions_that_treat_selectors_differently_get_an_aggregation(function: str) -> None:
    (part,) = find_recordable_parts(Expression(f"{function}((sum by (i) (a)))"))
    assert str(part.reading("r")) == "sum by (i) (r)"
