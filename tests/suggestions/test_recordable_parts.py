"""Which parts of a query a rule can compute, and how the query reads the recorded series."""

from __future__ import annotations

import pytest

from boardwright.promql.expression import Expression
from boardwright.suggestions.recordable_parts import find_recordable_parts, find_refusal_reason


def parts_of(query: str) -> list[tuple[str, str]]:
    """Return the rule of each part, and the expression that reads the series `r`."""
    found = find_recordable_parts(Expression(query))
    return [(str(part.rule), str(part.build_replacement("r"))) for part in found]


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
def test_parts_are_equal_in_spite_of_other_variables_and_order(one: str, other: str) -> None:
    assert parts_of(one)[0][0] == parts_of(other)[0][0]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (
            "sum(rate(a[$__rate_interval]))",
            "the window or offset $__rate_interval does not have a fixed length",
        ),
        ("sum(rate(a[$window]))", "the window or offset $window does not have a fixed length"),
        ("sum(a offset $ago)", "the window or offset $ago does not have a fixed length"),
        (
            "sum(irate(a[5m]))",
            (
                "irate compares only the last two samples, so the recorded series would miss all "
                "changes between other samples"
            ),
        ),
        ("sum($metric)", "the variable $metric is used outside of label matchers"),
        ('sum(${prefix}_total{i="x"})', "the name of a metric contains a variable"),
        ("sum(a{$filters})", "a variable is a metric name, a label name or a whole"),
        ("sum by ($label) (a)", "the name or a label of the aggregation is a variable"),
        ("sum(a @ end())", "the modifier @ makes the result depend on a fixed time"),
        ('avg(a{i=~"$i"})', "a query cannot combine recorded results of avg for several"),
        (
            'quantile(0.9, a{i=~"$i"})',
            "a query cannot combine recorded results of quantile for several values of the label i",
        ),
        (
            'count_values("v", a)',
            (
                "count_values returns a series for each value, so a rule would record too many "
                "series"
            ),
        ),
        ("topk(3, a)", "topk can return different series at each evaluation"),
        (
            'sum(absent(a{i="$i"}))',
            "absent removes a label that a matcher with a variable needs",
        ),
        (
            'sum(a{i="$i"} / on (j) b)',
            "the matchers with variables cannot be applied to the result of /",
        ),
        (
            'sum(a{i="$i"} or b)',
            "the matchers with variables cannot be applied to the result of or",
        ),
        (
            'sum(a unless b{i="$i"})',
            "the matchers with variables cannot be applied to the result of unless",
        ),
        (
            'sum(a * on (j) group_left (i) b{i="$i"})',
            "the matchers with variables cannot be applied to the result of *",
        ),
        ('sum(label_replace(a{i="$i"}, "i", "$1", "j", "(.*)"))', "label_replace removes a label"),
        (
            'sum(a * scalar(b{i="$i"}))',
            "scalar removes a label that a matcher with a variable needs",
        ),
        (
            'sum without (i) (a{i=~"$i"})',
            "a recording rule would store as many series as its expression reads",
        ),
        ("sum(a / $factor)", "the variable $factor is used outside of label matchers"),
    ],
)
def test_a_part_that_depends_on_the_query_is_not_recorded(query: str, reason: str) -> None:
    expression = Expression(query)
    assert expression.tree is not None
    assert parts_of(query) == []
    assert (find_refusal_reason(expression) or "").startswith(reason)


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
def test_cheap_operations_around_an_aggregation_are_not_recorded(query: str) -> None:
    assert [rule for rule, _ in parts_of(query)] == ["sum by (i) (a)"]


@pytest.mark.parametrize("query", ["a", "rate(a[5m])", "a / b", "max_over_time(sum(a)[1h:1m])"])
def test_nothing_is_recorded_without_an_aggregation_or_in_a_subquery(query: str) -> None:
    assert parts_of(query) == []


def test_a_series_without_its_name_is_an_aggregation_of_single_series() -> None:
    (part,) = find_recordable_parts(Expression('sum by (i) (a{i="$i"})'))
    assert str(part.build_replacement("r", without_name=True)) == 'sum by (i) (r{i="$i"})'
    *_, ratio = find_recordable_parts(Expression("sum by (i) (a) / sum by (i) (b)"))
    assert str(ratio.build_replacement("r", without_name=True)) == "sum without () (r)"


@pytest.mark.parametrize("function", ["absent", "timestamp"])
def test_functions_that_treat_selectors_differently_get_an_aggregation(function: str) -> None:
    (part,) = find_recordable_parts(Expression(f"{function}((sum by (i) (a)))"))
    assert str(part.build_replacement("r")) == "sum by (i) (r)"
