"""Comparing alert rule groups."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardwright.compiler.alert_normalising import normalise_rule
from boardwright.diff.changes import GroupChange
from boardwright.diff.rule_group_comparison import ComparedGroup, compare_groups, find_rule_changes
from boardwright.schema.json_equality import are_json_equal

CLASSIC = {
    "evaluator": {"type": "gt", "params": [1]},
    "operator": {"type": "and"},
    "query": {"params": ["A"]},
    "reducer": {"type": "last", "params": []},
    "type": "query",
}


def rule(uid: str = "a", **more: Any) -> dict[str, Any]:
    model = {"refId": "A", "expr": "up", "datasource": {"type": "prometheus", "uid": "P"}}
    return {"uid": uid, "title": uid.upper(), "data": [step(model)], "for": "5m", **more}


def step(model: dict[str, Any], **more: Any) -> dict[str, Any]:
    uid = model["datasource"]["uid"]
    times = {"from": 300, "to": 0}
    return {
        "refId": model["refId"],
        "datasourceUid": uid,
        "relativeTimeRange": times,
        "model": model,
        **more,
    }


def threshold(*conditions: Any) -> dict[str, Any]:
    source = {"type": "__expr__", "uid": "__expr__"}
    model = {"refId": "B", "type": "threshold", "datasource": source, "conditions": [*conditions]}
    return rule(data=[step(model)])


def summarise(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(each.what, each.before, each.after) for each in find_rule_changes(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (rule(), rule(**{"for": "1m"}), [("pending period", "5m", "1m")]),
        (rule(), rule(labels={"a": "b"}), [("label a", None, "b")]),
        (rule(annotations={"s": "x"}), rule(annotations={"s": "y"}), [("annotation s", "x", "y")]),
        (rule(noDataState="OK"), rule(noDataState="NoData"),
         [("alert state without data", "OK", "NoData")]),
        (rule(execErrState="OK"), rule(execErrState="Error"),
         [("alert state on errors", "OK", "Error")]),
        (rule(), rule(isPaused=True), [("is paused", None, True)]),
        (threshold(CLASSIC), threshold({**CLASSIC, "evaluator": {"type": "lt", "params": [2]}}),
         [("query B threshold", "last of A gt 1", "last of A lt 2")]),
        (threshold(CLASSIC), threshold(CLASSIC, {**CLASSIC, "operator": {"type": "or"}}),
         [("query B threshold", "last of A gt 1", "last of A gt 1 or last of A gt 1")]),
        (threshold({"evaluator": {"type": "gt", "params": [0.5]}}),
         threshold({"evaluator": {"type": "within_range", "params": [0, 1]}}),
         [("query B threshold", "gt 0.5", "within_range 0, 1")]),
    ],
)  # fmt: skip
def test_changes_of_a_rule_are_described_in_words(
    before: dict[str, Any], after: dict[str, Any], changes: list[tuple[str, Any, Any]]
) -> None:
    assert summarise(before, after) == changes


def test_a_changed_time_range_names_the_query() -> None:
    later = rule(data=[{**rule()["data"][0], "relativeTimeRange": {"from": 600, "to": 0}}])
    assert summarise(rule(), later) == [("query A relative time range from", 300, 600)]


VALUES = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "x", "0s"])
KEYS = st.sampled_from(["expr", "expression", "conditions", "hide", "range", "type", "datasource"])
MODELS = st.dictionaries(KEYS, VALUES | st.lists(VALUES, max_size=1))
STEPS = st.fixed_dictionaries(
    {"refId": st.sampled_from(["A", "B"]), "model": MODELS}, optional={"datasourceUid": VALUES}
)
RULES = st.fixed_dictionaries(
    {"uid": st.just("a"), "title": st.sampled_from(["T", "U"])},
    optional={
        "data": st.lists(STEPS, max_size=2),
        "for": st.sampled_from(["0s", "5m"]),
        "labels": st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["", "x"])),
        "isPaused": st.booleans(),
        "unknown": VALUES,
    },
)


@settings(max_examples=300, deadline=None)
@given(RULES, RULES)
def test_a_rule_that_differs_always_has_a_change(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    same = are_json_equal(normalise_rule(before), normalise_rule(after))
    assert same == (not list(find_rule_changes(before, after)))


def group(
    name: str, *rules: dict[str, Any], interval: int = 60, folder: str = "F"
) -> ComparedGroup:
    return ComparedGroup(name=name, folder=folder, interval=interval, rules=rules)


def shape(change: GroupChange) -> tuple[str, str, list[str], list[tuple[str, str]]]:
    whats = [each.what for each in change.changes]
    return change.title, change.kind, whats, [(each.uid, each.kind) for each in change.rules]


def test_equal_groups_are_reported_as_same() -> None:
    assert [shape(each) for each in compare_groups([group("g", rule())], [group("g", rule())])] == [
        ("g", "same", [], [])
    ]


def test_added_removed_and_changed_groups_are_reported() -> None:
    before = [group("g", rule("a"), rule("b"), rule("c")), group("gone", rule("d"))]
    after = [group("g", rule("c"), rule("a", title="New"), interval=120), group("new", rule("e"))]
    assert [shape(each) for each in compare_groups(before, after)] == [
        ("g", "changed", ["interval", "order of rules"], [("a", "renamed"), ("b", "removed")]),
        ("new", "created", [], [("e", "created")]),
        ("gone", "removed", [], [("d", "removed")]),
    ]


def test_a_moved_rule_is_reported_once() -> None:
    before = [group("old", rule("a"), rule("b"))]
    after = [group("old", rule("b")), group("new", rule("a"))]
    (old, new) = compare_groups(before, after)
    assert shape(old) == ("old", "same", [], [])
    assert shape(new) == ("new", "created", [], [("a", "moved")])
    (change,) = new.rules[0].changes
    assert (change.before, change.after) == ("old in F", "new in F")


def test_a_rule_in_a_renamed_group_is_reported_as_moved() -> None:
    changes = compare_groups([group("old", rule("a"))], [group("new", rule("a"))])
    assert [shape(each) for each in changes] == [("new", "created", [], [("a", "moved")])]
