"""Expressions: the user's text in the tree, and the place of each part."""

from __future__ import annotations

import pytest

from boardwright.promql import Aggregation, Binary, Call, Number, Paren, Range, Selector, Subquery
from boardwright.promql.expression import read_expression
from boardwright.promql.operators import Unary, Variable

TEXTS = [
    'sum(irate(cpu{mode="idle",i=~"$node"}[$__rate_interval])) by (i, $by) / 4 * $factor',
    "topk by (a) ($k, $metric)",
    "$agg(x) by ($by)",
    "a / on(b) group_left(c) x offset 5m",
    "-1^2 > bool +x",
    '{"a.b","l"="c"}',
    '{__name__="a",b="c",}',
    "x offset -$o @ $t",
    "x @ end()",
    "max_over_time((sum(x{a='}'}) or vector(0))[$__range:$step])",
    "x{a=`$b`} # a comment with (brackets\n+ y",
    "clamp_max(x, 1e-3) * -2.5e+3",
    "count_values without (a) ('$v', x)",
    "rate(node_${name}_total{job=~'a|${job:regex}'}[5m])",
    "a atan2 b % c != d",
    "rate(x[300]) unless ignoring (a, b) y",
    "(((x)))",
    "label_replace(x, 'a', '$1', 'b', '(.*)')",
    "histogram_quantile(0.9, sum by (le) (rate(x[[[window]]])))",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_part_of_an_expression_has_a_place(text: str) -> None:
    read = read_expression(text)
    assert read.error is None, read.error
    assert read.tree is not None
    whole = read.locate_part(read.tree)
    assert text[slice(*whole)] == text.strip()
    for node in read.nodes:
        span = read.locate_part(node)
        for child in node.children:
            inner = read.locate_part(child)
            assert span[0] <= inner[0] < inner[1] <= span[1]


def test_matchers_in_equal_braces_have_different_places() -> None:
    """Each `y="2"` is 5 characters long. The first begins after `a{x="1",` (8 characters), the
    second after `a{x="1",y="2"} / b{x="1",` (25 characters).
    """
    read = read_expression('a{x="1",y="2"} / b{x="1",y="2"}')
    places = [read.locate_part(selector.matchers[1]) for selector in read.selectors]
    assert places == [(8, 13), (25, 30)]


def test_a_matcher_of_another_expression_has_no_place() -> None:
    (selector,) = read_expression('a{x="1"}').selectors
    with pytest.raises(ValueError, match="does not belong to b"):
        read_expression("b").locate_part(selector.matchers[0])


def test_the_tree_contains_the_text_of_the_user() -> None:
    text = 'sum by ($by, a) (rate($name{j="$job",k=~\'x|${k:regex}\',$l="1"}[$w] offset $o)) > $n'
    read = read_expression(text)
    (selector,) = read.selectors
    assert (selector.name, selector.variable_name) == ("$name", True)
    assert [(m.name, m.op, m.value, m.variable) for m in selector.matchers] == [
        ("j", "=", "$job", True),
        ("k", "=~", "x|${k:regex}", True),
        ("$l", "=", "1", False),
    ]
    assert selector.window is not None
    assert selector.shift is not None
    assert (selector.window.milliseconds, selector.window.variable) == (None, "$w")
    assert (selector.shift.milliseconds, str(selector.shift)) == (None, "$o")
    assert read.aggregations[0].labels == ("$by", "a")
    assert read.binaries[0].rhs == Variable(text="$n")
    assert read.numbers == ()
    assert [read.extract_text(matcher) for matcher in selector.matchers] == [
        'j="$job"',
        "k=~'x|${k:regex}'",
        '$l="1"',
    ]
    assert read.metrics == frozenset()


def test_aggregations_calls_and_operators_are_located() -> None:
    text = "sum by (a, b) (rate(x{j='1'}[5m])) / on (a) group_left (c) (-y)"
    read = read_expression(text)

    def at(span: tuple[int, int] | None) -> str:
        assert span is not None
        return text[slice(*span)]

    division, total = read.binaries[0], read.aggregations[0]
    assert (division.matching, division.labels, division.group) == ("on", ("a",), "left")
    assert (division.include, total.grouping) == (("c",), "by")
    assert at(read.locate_word(division)) == "/"
    assert at(read.locate_word(total)) == "sum"
    assert at(read.locate_label(total, "b")) == "b"
    assert read.locate_label(total, "z") is None
    assert at(read.locate_window(read.selectors[0])) == "[5m]"
    assert str(read.selectors[0].window) == "5m"
    assert isinstance(division.rhs, Paren)
    assert isinstance(division.rhs.bare, Unary)
    assert [type(node) for node in read.selectors[0].parents()] == [
        Range,
        Call,
        Aggregation,
        Binary,
    ]
    assert [type(node) for node in total.walk()] == [Aggregation, Call, Range, Selector]


def test_the_tree_contains_no_defaults() -> None:
    read = read_expression("x[5m:]")
    assert isinstance(read.tree, Subquery)
    assert read.tree.step is None
    literal = read_expression("-1").tree
    assert isinstance(literal, Number)
    assert literal.value == -1


@pytest.mark.parametrize(
    ("text", "variables"), [("$f(x)", {"$f": True}), ("sum(x) + $f(x)", {"sum": False, "$f": True})]
)
def test_a_variable_may_be_the_name_of_a_function(text: str, variables: dict[str, bool]) -> None:
    read = read_expression(text)
    named = (*read.aggregations, *read.calls)
    assert {text[slice(*read.locate_word(node))]: node.variable for node in named} == variables


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("sum(x", "("),
        ("x)", ")"),
        ("x[5m", "["),
        ("x{a='b}", "'"),
        ("rate(x)", "x"),
        ("x y", "y"),
        ('up{job="a"instance="b"}', "instance"),
    ],
)
def test_the_place_of_a_syntax_error_is_marked(text: str, marked: str) -> None:
    read = read_expression(text)
    assert read.tree is None
    assert read.error
    assert text[slice(*read.error.span)] == marked


@pytest.mark.parametrize("text", ["(" * 20_000, "-" * 20_000 + "x", "+".join(["x"] * 9_000)])
def test_an_expression_nested_too_deeply_is_not_judged(text: str) -> None:
    read = read_expression(text)
    assert (read.tree, read.error) == (None, None)


def test_a_chain_of_1900_operators_is_read() -> None:
    read_expression("+".join(["x"] * 1_900))


def test_variables_are_listed_with_their_places() -> None:
    text = 'x{a="$b",c=~"${d:regex}"}[$__range] # $no'
    found = read_expression(text).variables
    assert [(name, text[slice(*span)]) for name, span in found] == [
        ("b", "$b"),
        ("d", "${d:regex}"),
        ("__range", "$__range"),
    ]
