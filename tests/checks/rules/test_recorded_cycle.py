from __future__ import annotations

from boardwright.checks.rules.recorded_cycle import check
from checks.views import configuration, messages


def cycles(**rules: str) -> list[str]:
    return messages(
        check, configuration(rules=[{"record": name, "expr": rules[name]} for name in rules])
    )


def test_a_rule_that_reads_its_own_result_is_reported() -> None:
    assert cycles(a="sum(a)") == ["the recording rule a reads its own result: a reads a"]


def test_rules_that_read_each_other_in_a_circle_are_reported() -> None:
    assert cycles(a="sum(b)", b="sum(c) + x", c="sum(a)") == [
        "the recording rule a reads its own result: a reads b reads c reads a",
        "the recording rule b reads its own result: b reads c reads a reads b",
        "the recording rule c reads its own result: c reads a reads b reads c",
    ]


def test_rules_that_read_each_other_in_a_chain_are_not_reported() -> None:
    assert cycles(a="sum(b)", b="sum(c)", c="sum(x)") == []


def test_a_rule_that_keeps_its_last_value_is_not_reported() -> None:
    assert cycles(a="timestamp(x > 0) or on (job) a") == []
    assert cycles(a="a or on (job) x") == ["the recording rule a reads its own result: a reads a"]
    assert cycles(a="(x or a) + a") == ["the recording rule a reads its own result: a reads a"]


def test_a_rule_that_continues_its_earlier_values_is_not_reported() -> None:
    """A range or an offset names the earlier time, as the rules of Gardener and OpenShift do that
    count seconds.
    """
    assert cycles(a="x * 30 + (max_over_time(a[10m]) or x * 0)") == []
    assert cycles(a="x + ((a offset 25s) or absent(a offset 25s) * 0)") == []
    assert cycles(a="last_over_time(a[30m]) + a") == [
        "the recording rule a reads its own result: a reads a"
    ]
    assert cycles(a="sum(b)", b="max_over_time(a[10m])") == [
        "the recording rule a reads its own result: a reads b reads a",
        "the recording rule b reads its own result: b reads a reads b",
    ]
