"""PromQL text as Python: what is read, and that it renders to the text."""

from __future__ import annotations

import pytest

from boardwright.source.evaluating import Evaluator
from boardwright.source.layout import Layout
from boardwright.source.reading import LONGEST, read

READ = [
    ("up", 'metric("up")'),
    ('up{job="a"}', 'metric("up", job="a")'),
    ('up{job!="a",b=~"c|d",e!~"f"}', 'metric("up", job=ne("a"), b=re("c|d"), e=nre("f"))'),
    ("rate(a_total[5m])", 'rate(metric("a_total")["5m"])'),
    ("irate(a_total[$__rate_interval])", 'irate(metric("a_total")[RATE_INTERVAL])'),
    ("rate(a_total[$window])", 'rate(metric("a_total")["$window"])'),
    ("sum(a)", 'sum_(metric("a"))'),
    ("max by (a, b) (c)", 'max_(metric("c"), by=["a", "b"])'),
    ("count without (a) (c)", 'count(metric("c"), without="a")'),
    ("topk(5, a)", 'topk(5, metric("a"))'),
    ("a - b - c", 'metric("a") - metric("b") - metric("c")'),
    ("a - (b - c)", 'metric("a") - (metric("b") - metric("c"))'),
    ("(a - b) / c * 100", '(metric("a") - metric("b")) / metric("c") * 100'),
    ("100 * (1 - a / b)", '100 * (1 - metric("a") / metric("b"))'),
    ("a > 1.5", 'metric("a") > 1.5'),
    ("histogram_quantile(0.9, a)", 'histogram_quantile(0.9, metric("a"))'),
    ('label_replace(a, "b", "$1", "c", "(.*)")',
     'label_replace(metric("a"), "b", "$1", "c", "(.*)")'),
    (r'a{b="c\\d\"e"}', "metric(\"a\", b='c\\\\d\"e')"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "python"), READ)
def test_what_is_read_renders_to_the_text(text: str, python: str) -> None:
    node = read(text)
    assert node is not None
    assert Layout(200).text(node, indent=0, before=0, after=0) == python
    assert str(Evaluator().value(node)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "a)",
        "((a) * 2)",
        "a offset 5m",
        "a and b",
        "a / on (b) c",
        "a[5m:1m]",
        "a{class='b'}",
        'a{class="b"}',
        'a{b="c",b="d"}',
        '{a="b"}',
        '{a="b"} |= "c"',
        "sum by (a) b",
        "a == 1",
        "$a + 1",
        "quantile(0.9, a)",  # the library has another of this name
        "not_a_function(a)",
        "(" * 100 + "a" + ")" * 100,
        "f(" * 100,
        "a + " * LONGEST,
        "a + " * 100 + "a",
        "SELECT 1",
        'a{b="\ud800',
        "__import__('os')",
    ],
)
def test_all_else_is_left_as_text(text: str) -> None:
    assert read(text) is None
