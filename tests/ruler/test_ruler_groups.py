"""Whether a declared group and the group that a ruler stores are equal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from boardwright.provisioning.rule_files import encode_group
from boardwright.ruler.rule_namespaces import format_namespace, format_namespace_prefix
from boardwright.ruler.ruler_groups import is_same_group
from boardwright.schema.alerting.rule_file_form import decode_rule_group
from boardwright.schema.rule_values import AlertRule, RecordingRule, RuleGroup

BUSY = RecordingRule(name="a:b", expr="sum(x)", labels={"team": "shop"})
HIGH = AlertRule(name="High", expr="a:b > 1", for_="10m", annotations={"summary": "busy"})
NODE = RuleGroup(name="node", rules=(BUSY, HIGH), interval="1m", options={"query_offset": "90s"})

EQUAL: dict[str, RuleGroup] = {
    "the same": NODE,
    "another text of the interval": replace(NODE, interval="60s"),
    "another text of an option": replace(NODE, options={"query_offset": "1m30s"}),
    "another text of the waiting time": replace(NODE, rules=(BUSY, replace(HIGH, for_="600s"))),
    "a line break after the expression": replace(
        NODE, rules=(replace(BUSY, expr="sum(x)\n"), HIGH)
    ),
    "an option that is not set": replace(NODE, options={**NODE.options, "source_tenants": []}),
}
DIFFERENT: dict[str, RuleGroup] = {
    "the interval": replace(NODE, interval="2m"),
    "no interval": replace(NODE, interval=None),
    "the limit": replace(NODE, limit=3),
    "an option": replace(NODE, options={}),
    "the order": replace(NODE, rules=(HIGH, BUSY)),
    "a rule less": replace(NODE, rules=(BUSY,)),
    "the name of a rule": replace(NODE, rules=(replace(BUSY, name="a:c"), HIGH)),
    "the expression": replace(NODE, rules=(replace(BUSY, expr="sum(y)"), HIGH)),
    "a label": replace(NODE, rules=(replace(BUSY, labels={}), HIGH)),
    "a label that looks like a duration": replace(
        NODE, rules=(replace(BUSY, labels={"team": "60s"}), HIGH)
    ),
    "an annotation": replace(NODE, rules=(BUSY, replace(HIGH, annotations={}))),
    "the waiting time": replace(NODE, rules=(BUSY, replace(HIGH, for_="0"))),
    "how long the alert keeps firing": replace(
        NODE, rules=(BUSY, replace(HIGH, keep_firing_for="5m"))
    ),
    "the kind of a rule": replace(
        NODE, rules=(AlertRule(name="a:b", expr="sum(x)", labels={"team": "shop"}), HIGH)
    ),
}


@pytest.mark.parametrize("other", EQUAL.values(), ids=EQUAL)
def test_groups_with_other_texts_are_equal(other: RuleGroup) -> None:
    assert is_same_group(NODE, other)


@pytest.mark.parametrize("other", DIFFERENT.values(), ids=DIFFERENT)
def test_groups_with_other_values_are_different(other: RuleGroup) -> None:
    assert not is_same_group(NODE, other)


@pytest.mark.parametrize("wait", ["0", "0s", "0m", None])
def test_an_alert_without_a_pending_period_equals_one_with_zero_seconds(wait: str | None) -> None:
    """A ruler omits `for: 0s`."""
    stored = decode_rule_group({"name": "a", "rules": [{"alert": "A", "expr": "x"}]})
    assert is_same_group(
        stored, RuleGroup(name="a", rules=(AlertRule(name="A", expr="x", for_=wait),))
    )


@pytest.mark.parametrize("group", [NODE, *DIFFERENT.values()])
def test_a_sent_group_is_read_back_unchanged(group: RuleGroup) -> None:
    assert is_same_group(decode_rule_group(yaml.safe_load(encode_group(group))), group)


@pytest.mark.parametrize(
    "data", [None, 1, [], {}, {"name": "a", "rules": [1]}, {"name": "a", "rules": [{}]}]
)
def test_other_data_is_not_a_group(data: Any) -> None:
    with pytest.raises((LookupError, TypeError, AttributeError)):
        decode_rule_group(data)


def test_no_prefix_of_a_project_begins_with_another_prefix() -> None:
    """The names of projects contain no colon."""
    assert format_namespace("shop", "node.yml") == "boardwright:shop:node"
    for other in ("shop-2", "shop_2", "sho", "s"):
        assert not format_namespace(other, "node.yml").startswith(format_namespace_prefix("shop"))
