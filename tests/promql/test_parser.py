"""Parsing: Grafana variables in every place, errors with their position, and round trips."""

from __future__ import annotations

import pytest
from hypothesis import given

from boardwright.errors import PromqlError
from boardwright.promql import Expr, Kind, parse
from boardwright.promql.lexer import iter_tokens
from boardwright.promql.syntax_error import PromqlSyntaxError, mark_span
from boardwright.promql.token_reader import UndecidedError
from promql.strategies import NEWEST, VARIED
from promql.test_same_tree import THOROUGH

WITH_VARIABLES = [
    ("rate(up[$__rate_interval])", None),
    ("rate(up[${window}])", None),
    ("rate(up[[[window]]])", None),
    ("rate(up[${n}m])", None),
    ("rate(up[2 * $__interval])", None),
    ("max_over_time(up[$range:$step])", None),
    ("max_over_time(up[1h:$__interval])", None),
    ("up offset $past", None),
    ("up offset -$past", None),
    ("up offset ${n}m", None),
    ("up @ $now", None),
    ("up @ $now offset 5m", None),
    ("up @ -$now offset 5m", None),
    ("up @ ${__to:date:seconds}", None),
    ("rate(up[5m] @ $now offset $lag)", None),
    ("rate(up[5m] offset -$ago @ $now)", "rate(up[5m] @ $now offset -$ago)"),
    ("$metric @ 5 offset 5m", None),
    ('up{job="$job"}', None),
    ('up{job=~"a|${job:regex}.*"}', None),
    ("up{job=~'[[job]]'}", 'up{job=~"[[job]]"}'),
    ("up{job=~`\\d+$job`}", 'up{job=~"\\\\d+$job"}'),
    ("up{job=~${job:doublequote}}", 'up{job=~"${job:doublequote}"}'),
    ('up{$label="a"}', None),
    ("up{$filter}", None),
    ('up{a="b",$filter}', None),
    ('up{a="b" $filter}', 'up{a="b",$filter}'),
    ('up{$filter a="b"}', 'up{$filter,a="b"}'),
    ("$metric", None),
    ("$metric{}", "$metric"),
    ("rate($metric[5m])", None),
    ("$metric offset 5m", None),
    ("node_${what}_total", None),
    ("job:$metric:sum", None),
    ("up * $factor", None),
    ("up > bool $limit", None),
    ("up and $other", None),
    ("$a / $b", None),
    ("up / on (job) $b", None),
    ("topk($k, up)", None),
    ("topk by (job) ($k, $m)", None),
    ("quantile($q, $m)", None),
    ("clamp_max(up, ($most) * 2)", None),
    ("clamp_max(up, -$most)", None),
    ("topk(5, ($m))", None),
    ("clamp($m, $a, $b)", None),
    ("rate($range_vector)", None),
    ("label_join(up, $dst, $sep)", None),
    ('label_replace(up, "a", "$1", "b", "$2${3}")', None),
    ('label_replace(up, "a", "$1-$b", "b", "")', None),
    ("sum by ($group) (up)", None),
    ("sum by (job, $group) (up)", None),
    ("up / on ($a) group_left ($b) up", None),
    ("$agg(up)", None),
    ("$agg by (job) (up)", None),
    ("$agg(up) by (job)", "$agg by (job) (up)"),
    ("${agg}_over_time(up[5m])", None),
    ("up * $__interval_ms / 1000", None),
    ("$__range_s * up", None),
    ("up # $comment", "up"),
    ("up + 1$digit", None),
    ("1 > $limit", None),
    ("time() - $start", None),
    ("$fn(up[5m])", None),
    ("$f($m[5m]) > 1", None),
]


@pytest.mark.parametrize(("text", "expected"), WITH_VARIABLES)
def test_variables_are_accepted_everywhere_in_an_expression(
    text: str, expected: str | None
) -> None:
    assert str(parse(text)) == (expected or text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("$a", Kind.ANY), ("2 * $a", Kind.ANY), ("up * $a", Kind.VECTOR), ("$f(up)", Kind.ANY)],
)
def test_a_variable_is_accepted_as_any_kind_of_expression(text: str, kind: Kind) -> None:
    assert parse(text).kind is kind


@given(NEWEST.exprs)
@THOROUGH
def test_a_rendered_expression_is_parsed_to_the_same_value(expr: Expr) -> None:
    parsed = parse(str(expr))
    assert str(parsed) == str(expr)
    assert parse(str(parsed)) == parsed


@given(VARIED.exprs)
@THOROUGH
def test_a_rendered_expression_with_variables_is_parsed_to_the_same_value(expr: Expr) -> None:
    assert str(parse(str(expr))) == str(expr)


def test_a_parsed_expression_equals_one_made_in_python() -> None:
    from boardwright.promql import avg, irate, metric

    value = 100 - avg(irate(metric("cpu", mode="idle"), "5m"), by="job") * 100
    assert parse('100 - avg by (job) (irate(cpu{mode="idle"}[5m])) * 100') == value


ERRORS = [
    ("up +", "expected an operand, but the expression ends here", ""),
    ("nosuch(up)", "Prometheus has no function nosuch", "nosuch"),
    ('up{a="b" or c="d"}', "expected a comma or }, but found or", "or"),
    ('up{job="a"instance="b"}', "expected a comma or }, but found instance", "instance"),
    ("rate($a", "the ( is never closed", "("),
    ("a)", "there is no opening bracket for the )", ")"),
    ('a{b="c}', 'the " is never closed', '"'),
    ("a[5m", "the [ is never closed", "["),
    ("a{b=", "expected a string in quotes, but the expression ends here", ""),
    ("a{b", "the { is never closed", "{"),
    ('a{b="c"} + d{e', "the { is never closed", "{"),
    ('sum(a{b="c"}){d="e"}', "expected an operator, but found {", "{"),
    ('a offset {b="$c"}', "expected a number or a duration such as 5m, but found {", "{"),
    ('a @ {b="$c"}', "expected a number, but found {", "{"),
    ("a{b:c='d'}", "b:c is not a label name, because it contains a colon", "b:c"),
    ("a{b='c',,}", "expected a label or }, but found ,", ","),
    ("a{b=~'('}", "the regular expression is invalid: missing ): (", "'('"),
    ("a{b=~'(?=c)'}", "the regular expression is invalid: invalid perl operator: (?=", "'(?=c)'"),
    ("{}", "the selector needs a matcher that does not match an empty value", "{}"),
    ("a{__name__='b'}", "the metric has two names: a and b", "a{__name__='b'}"),
    ("sum by (job x) (a)", "expected a comma or ), but found x", "x"),
    ("sum(a, b)", "sum takes 1 argument", "sum"),
    ("topk(a, b)", "topk takes a scalar, but a is an instant vector", "a"),
    ("pi(1)", "pi takes 0 arguments", "pi"),
    ("rate(sum(a))", "rate takes a range vector, but sum(a) is an instant vector", "sum(a)"),
    ("1 == 2", "a comparison of two scalars needs the modifier bool", "=="),
    ("a + bool b", "bool is allowed only after a comparison operator", "+"),
    ("a and 1", "and combines two instant vectors, but one operand is a scalar", "and"),
    ("a[5m] + b", "a range vector cannot be an operand", "+"),
    ("a + on (x) group_left (x) b", "the label x cannot be in both on(…) and group_left(…)", "+"),
    ("a and on (x) group_left () b", "group_left is not allowed with and", "and"),
    ("1 + on (x) b", "on(…), ignoring(…) and fill are allowed only between", "+"),
    ("a offset 5m offset 5m", "offset can be given only once", "offset"),
    ("sum(a) offset 5m", "offset is allowed only after selectors, ranges and subqueries", "offset"),
    ("a @ x", "expected a number, but found x", "x"),
    ("a @ 1e99", "the time after @ is outside the range that Prometheus supports", "1e99"),
    ("a offset x", "expected a number or a duration such as 5m, but found x", "x"),
    ("a[x]", "expected a number or a duration such as 5m, but found x", "x"),
    ("a[0s]", "a range or step must be longer than 0", "0s"),
    ("a[5m / 0]", "division by zero", "/"),
    (
        "a[300y]",
        "the duration is longer than 292 years, the maximum that Prometheus supports",
        "300y",
    ),
    ("a[5m:1m:1m]", "expected ], but found :", ":"),
    ("5x", "5x is not a number or a duration", "5x"),
    ("a anchored smoothed", "anchored and smoothed cannot be combined", "smoothed"),
    ("sum(a) anchored", "anchored is allowed only after selectors and their ranges", "anchored"),
    ("info(a, b)", "the second argument of info must be label matchers without a metric name", "b"),
    ("abs(a,)", "there is a comma after the last argument", ","),
    ("'\\z'", "\\z is not a valid escape sequence", "'\\z'"),
    ("a fill (0) b", "expected an operator, but found fill", "fill"),
    ("a + fill (0) fill_left (0) b", "expected an operand, but found fill_left", "fill_left"),
    ("", "the expression is empty", ""),
    ("# only a comment", "the expression is empty", ""),
]


@pytest.mark.parametrize(("text", "reason", "marked"), ERRORS)
def test_every_error_has_a_reason_and_a_position(text: str, reason: str, marked: str) -> None:
    with pytest.raises(PromqlSyntaxError) as refused:
        parse(text)
    assert refused.value.reason.startswith(reason)
    assert text[slice(*refused.value.span)] == marked


def test_an_error_is_shown_with_its_line_and_a_caret() -> None:
    with pytest.raises(PromqlError) as refused:
        parse('up{job="a"instance="b"}', where="boards/a.json, panel 3")
    assert str(refused.value) == (
        "boards/a.json, panel 3: expected a comma or }, but found instance\n"
        '  up{job="a"instance="b"}\n'
        "            ^^^^^^^^"
    )


def test_only_the_faulty_line_is_shown_and_long_lines_are_shortened() -> None:
    assert mark_span("sum(\n  a b\n)", (9, 10)) == "    a b\n      ^"
    shown, marks = mark_span("a" * 300 + "b" + "c" * 300, (300, 301)).split("\n")
    assert shown[marks.index("^")] == "b"
    assert len(shown) < 110


def test_an_expression_nested_too_deeply_is_undecided() -> None:
    with pytest.raises(UndecidedError):
        parse("(" * 3000 + "up" + ")" * 3000)


@pytest.mark.parametrize("text", ['a{b!~"SYSTEM.*|\\\\$SYS.*|"}', 'a{b=~"\\\\\\\\$c"}'])
def test_a_variable_after_a_backslash_in_a_regex_is_accepted(text: str) -> None:
    parse(text)


@pytest.mark.parametrize("text", ["a $op b", "rate(a[5m]) $factor", "sum by (a $more) (b)"])
def test_a_variable_in_place_of_an_operator_is_not_judged(text: str) -> None:
    with pytest.raises(UndecidedError):
        parse(text)


def test_tokens_omit_spaces_and_comments() -> None:
    text = " up # (\n+ 'a b'[5m]"
    assert list(iter_tokens(text)) == [("up", 1), ("+", 8), ("'a b'", 10), ("[5m]", 15)]


def test_tokens_inside_braces_are_listed() -> None:
    """The braces in the value and in the comment do not end the selector."""
    text = 'up{ a=~"}{" , # }\n ${b}}[5m]'
    assert list(iter_tokens(text)) == [
        *(("up", 0), ("{", 2), ("a", 4), ("=~", 5), ('"}{"', 7), (",", 12)),
        *(("${b}", 19), ("}", 23), ("[5m]", 24)),
    ]
