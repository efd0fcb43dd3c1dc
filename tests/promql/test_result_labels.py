"""Labels of results: `+` certain, `-` impossible, `?` possible."""

from __future__ import annotations

import random

import pytest

from boardwright.promql import Binary
from boardwright.promql.expression import read_expression
from boardwright.promql.result_labels import Mismatch, derive_labels, find_mismatch
from promql.evaluation import evaluate
from promql.labelled_expressions import random_expression, random_series
from promql.prometheus_parser import FEATURES
from support import server_program

CASES = [
    ("up", "+__name__ ?job"),
    ('up{job="a",mode!="",x=~"a|b"}', "+job +mode +x ?instance"),
    ('up{job="",x=~".*",y=~".+",z!="a"}', "-job ?x +y ?z"),
    ('up{job="$job",i=~"$i",k="a-$k"}', "?job ?i +k"),
    ('{__name__=~"a|b"}', "+__name__"),
    ('rate(x_total{a="b"}[5m])', "+a -__name__ ?c"),
    ("last_over_time(x[5m])", "+__name__"),
    ("sum(x)", "-a -__name__"),
    ("sum by (a, b) (x{a='1'})", "+a ?b -c"),
    ("sum without (a) (x{a='1',b='2'})", "-a +b ?c -__name__"),
    ("sum by ($by) (x)", "?a"),
    ("sum by (a, $by) (x{a='1'})", "+a ?b"),
    ("sum without ($by) (x{a='1'})", "?a ?b"),
    ("topk by (a) (3, x{b='1'})", "+b ?a +__name__"),
    ("topk(3, sum by (a) (x))", "?a -b"),
    ('count_values("v", x)', "+v -a"),
    ('count_values by (a) ("v", x)', "+v ?a -b"),
    ("quantile by (a) (0.9, x)", "?a -b"),
    ("histogram_quantile(0.9, sum by (le, a) (rate(x_bucket[5m])))", "-le ?a -b"),
    ("histogram_quantile(0.9, rate(x[5m]))", "-le ?a"),
    ("absent(x{a='1',b=~'2',c='',d='1',d='2'})", "+a -b -c -d -e"),
    ("absent(sum(x{a='1'}))", "-a"),
    ("vector(1)", "-a"),
    ("scalar(x{a='1'}) + y{b='1'}", "-__name__ +b ?a"),
    ("time() - x{a='1'}", "+a -__name__"),
    ("hour()", "-a"),
    ("hour(x{a='1'})", "+a -__name__"),
    ('label_replace(sum(x), "n", "v", "", "")', "+n -a"),
    ('label_replace(sum by (a) (x), "n", "$1", "a", "(.*)")', "?n ?a -b"),
    ('label_replace(x{n="1"}, "n", "$1", "a", "(.+)")', "?n"),
    ('label_join(sum by (a, b) (x{a="1"}), "n", "-", "a", "b")', "+n +a ?b -c"),
    ('label_join(sum(x), "n", "", "a")', "?n"),
    ("x{a='1'} > 5", "+__name__ +a"),
    ("x{a='1'} > bool 5", "-__name__ +a"),
    ("a{x='1'} / b{y='1'}", "+x +y -__name__"),
    ("a{x='1'} / on (y) b{y='1'}", "-x +y -__name__"),
    ("a{x='1',z='1'} / ignoring (x) b", "-x +z ?w"),
    ("a{x='1'} * on (y) group_left (n) b{n='1'}", "+x +n ?w"),
    ("a{x='1'} * on (y) group_left (n) sum by (y) (b)", "+x -n ?y"),
    ("sum by (y) (a) * on (y) group_right (n) b{x='1'}", "+x -n ?w"),
    ("a{x='1'} and on (y) b{y='1'}", "+x ?y +__name__"),
    ("a{x='1'} unless b{y='1'}", "+x ?y"),
    ("sum by (a) (x{a='1'}) or sum by (b) (y{b='1'})", "?a ?b -c"),
    ("sum by (a) (x{a='1'}) or sum by (a) (y{a='1'})", "+a -c"),
    ("sum(x) or vector(0)", "-a"),
    ("-x{a='1'}", "+a -__name__"),
    ("max_over_time((sum by (a) (x))[5m:])", "?a -b"),
    ("(x{a='1'})", "+a"),
    ("sum by (a, c) (x) / sum by (a, b) (y)", "?a -b -c"),
    ("info(sum by (a) (x))", "?b"),
    ("$agg(x)", "?a"),
    ("$agg(x) by (a)", "?a -b"),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=lambda value: str(value)[:60])
def test_the_labels_of_a_result_are_certain_possible_or_excluded(text: str, expected: str) -> None:
    labels = read_expression(text).labels
    signs = {"yes": "+", "no": "-", "maybe": "?"}
    found = [signs[labels.has(item[1:])] + item[1:] for item in expected.split()]
    assert " ".join(found) == expected


FALSE_ERRORS = [
    "histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m]))) / sum(rate(b_total[5m]))",
    "sum without (pod) (sum by (pod, job) (a)) / sum by (job) (b)",
]


@pytest.mark.parametrize("text", FALSE_ERRORS)
def test_a_removed_label_is_no_longer_possible(text: str) -> None:
    """Both were reported as errors: a removed label counted as possible on one side."""
    tree = read_expression(text).tree
    assert isinstance(tree, Binary)
    assert find_mismatch(tree) is None
    labels = derive_labels(tree.lhs)
    assert not (labels.possible or frozenset()) & labels.impossible


MISMATCHES = [
    ("sum by (a) (x{a='1'}) / sum(y)", Mismatch(label="a", has="left")),
    ("sum(x) / sum by (a) (y{a='1'})", Mismatch(label="a", has="right")),
    ("sum by (a) (x) / sum(y)", None),
    ("sum by (a) (x{a='1'}) / ignoring (a) sum(y)", None),
    ("sum by (a) (x{a='1'}) / on () sum(y)", None),
    ("x{a='1'} / on (a) group_left () sum by (b) (y)", Mismatch(label="a", has="left")),
    ("sum by (a) (x{a='1'}) or sum(y)", None),
    ("sum by (a) (x{a='1'}) unless sum(y)", None),
    ("sum by (a) (x{a='1'}) / 5", None),
    ("sum by (a) (x{a='1'}) / scalar(sum(y))", None),
    ("sum by (a) (x{a='1'}) > on (a) vector(1)", Mismatch(label="a", has="left")),
    ("sum by (a) (x{a='$a'}) / sum(y)", None),
    ("x{a='1'} and y{a=''}", Mismatch(label="a", has="left")),
]


@pytest.mark.parametrize(("text", "expected"), MISMATCHES, ids=lambda value: str(value)[:60])
def test_sides_of_an_operation_that_never_match_are_found(
    text: str, expected: Mismatch | None
) -> None:
    tree = read_expression(text).tree
    assert isinstance(tree, Binary)
    assert find_mismatch(tree) == expected


CASES_A_SERIES_SET = 300
SERIES_SETS = 8
PROGRAMS = ("promtool", "promtool-3.16")


@pytest.mark.real
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_real_prometheus_returns_the_stated_labels(program: str) -> None:
    """A certain label is on every series of the result, and an excluded one on none."""
    promtool, chosen = server_program(program), random.Random(7)
    wrong: list[str] = []
    counts = {"results": 0, "certain": 0, "excluded": 0}
    for _ in range(SERIES_SETS):
        series = random_series(chosen)
        texts = list({random_expression(chosen): None for _ in range(CASES_A_SERIES_SET)})
        for text, results in evaluate(promtool, series, texts).items():
            found = read_expression(text).labels
            counts["results"] += bool(results)
            counts["certain"] += bool(results and found.certain)
            counts["excluded"] += bool(results and (found.possible is not None))
            wrong += [
                f"{text}\n over {series}\n has {sorted(labels)}, and we say {found}"
                for labels in results
                if not found.certain <= labels or any(found.has(one) == "no" for one in labels)
            ]
    assert wrong == []
    assert min(counts.values()) > SERIES_SETS * CASES_A_SERIES_SET / 20, counts


@pytest.mark.real
@pytest.mark.parametrize("program", PROGRAMS)
def test_sides_that_never_match_have_no_result_in_prometheus(program: str) -> None:
    promtool, chosen = server_program(program), random.Random(8)
    reported = 0
    for _ in range(SERIES_SETS):
        texts = list({random_expression(chosen): None for _ in range(CASES_A_SERIES_SET)})
        trees = {text: read_expression(text).tree for text in texts}
        certain = [
            t for t, tree in trees.items() if isinstance(tree, Binary) and find_mismatch(tree)
        ]
        reported += len(certain)
        if certain:
            results = evaluate(promtool, random_series(chosen), [*certain, "vector(1)"])
            assert {text: results[text] for text in certain if results[text]} == {}
    assert reported > SERIES_SETS


NEW_SERIES = [
    'a{job="x",pod="p"}',
    'a{job="y",pod="q"}',
    'b{job="x"}',
    'b{pod="z"}',
    'c{job="x",instance="i"}',
    'a_bucket{job="x",le="1"}',
    'a_bucket{job="x",le="+Inf"}',
    'target_info{job="x",instance="i",data="d"}',
]
NEW_CASES = [
    ('rate(a{job="x"}[2 * 5m])', "+job -__name__"),
    ('rate(a{job="x"}[10m] anchored)', "+job -__name__"),
    ("increase(a[10m] smoothed)", "?job -__name__"),
    ('a{job="x"} smoothed', "+job +__name__"),
    ('first_over_time(a{job="x"}[10m])', "+job +__name__"),
    ('limitk(1, a{job="x"})', "+job +__name__"),
    ('limit_ratio(1, a{pod!=""})', "+pod +__name__"),
    ('mad_over_time(a{job="x"}[10m])', "+job -__name__"),
    ('sort_by_label(a{pod="p"}, "job")', "+pod +__name__"),
    ('sort_by_label_desc(sum by (job) (a), "job")', "?job -pod"),
    ('histogram_quantiles(sum by (le) (a_bucket), "q", 0.5, 0.9)', "+q -le -job"),
    ("a + on (job) fill (0) b", "?job ?pod"),
    ("a / on (job) group_left (pod) fill_right (0) b", "?job ?pod"),
    ('info(c{job="x"})', "+job ?data"),
    ('ts_of_max_over_time(a{job="x"}[10m])', "+job"),
    ('integral(a{pod="p"}[10m])', "+pod -__name__"),
    ("sum by (pod) (a) * step()", "?pod -job"),
]


@pytest.mark.real
def test_newer_functions_and_modifiers_return_the_stated_labels() -> None:
    """Prometheus 3.16 has a result for each of them, with the labels that we state."""
    texts = [text for text, _ in NEW_CASES]
    found = evaluate(server_program("promtool-3.16"), NEW_SERIES, texts, [FEATURES])
    assert [text for text in texts if not found[text]] == []
    for text, expected in NEW_CASES:
        test_the_labels_of_a_result_are_certain_possible_or_excluded(text, expected)
        stated = read_expression(text).labels
        for labels in found[text]:
            assert stated.certain <= labels, text
            assert not [one for one in labels if stated.has(one) == "no"], text
