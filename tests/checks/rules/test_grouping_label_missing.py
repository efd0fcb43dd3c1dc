from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks.rules.grouping_label_missing import check
from checks.views import PROMETHEUS, SETTINGS, marks, messages, panel, query, rule_of


def test_a_label_that_a_recorded_series_lacks_is_reported() -> None:
    """The rule keeps job alone: the argument of `by (instance)` has no instance."""
    rule = rule_of({"record": "targets", "expr": "count by (job) (up)"})
    shown = query("sum by (instance, job) (targets)", replace(SETTINGS, rules=(rule,)))
    assert messages(check, shown) == ["the operand of sum by (...) never has the label 'instance'"]


BAD = [
    ("sum by (instance) (count by (job) (up))", "instance"),
    ('max by (pod, node) (kube_pod_info{pod=""})', "pod"),
    ("sum(sum by (a) (x)) by (a, b)", "b"),
    ('sum by (__name__) (rate({__name__=~"a_.*"}[$__rate_interval]))', "__name__"),
    ("count by (le) (histogram_quantile(0.9, x_bucket))", "le"),
    ("topk by (b) (3, sum by (a) (x))", "b"),
]
GOOD = [
    "sum by (job) (count by (job, instance) (up))",
    "sum by (instance) (up)",
    "sum by ($by) (count by (job) (up))",
    "sum by (a) (sum by ($by) (up))",
    'count by (__name__) ({__name__=~"a_.*"})',
    "sum without (instance) (sum by (job) (up))",
    'sum by (n) (label_replace(sum by (a) (x), "n", "$1", "a", "(.*)"))',
    'sum by (a) (x{a="$a"})',
    'sum by (a) (x{a=~"|b"})',
    "sum by (a) (sum by (a) (x) or sum by (b) (y))",
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_a_grouping_by_a_lost_label_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_a_grouping_by_a_label_that_may_exist_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    loki = query("sum by (instance) (count by (job) (up))", datasource={"type": "loki", "uid": "l"})
    assert messages(check, loki) == []


def test_hidden_queries_are_judged_only_if_an_expression_uses_them() -> None:
    text = "sum by (instance) (count by (job) (up))"
    assert messages(check, query(text, hide=True)) == []
    hidden = {"refId": "A", "expr": text, "datasource": PROMETHEUS, "hide": True}
    computed = {"refId": "B", "datasource": {"type": "__expr__", "uid": "__expr__"}}
    feeding = panel(targets=[hidden, computed]).queries[0]
    assert len(messages(check, feeding)) == 1
