from __future__ import annotations

import pytest

from boardwright.checks.rule_execution import check_configuration
from boardwright.checks.rules.irate_in_rules import check
from checks.views import configuration, messages


@pytest.mark.parametrize("kind", ["alert", "record"])
def test_a_rule_that_uses_irate_is_reported(kind: str) -> None:
    rules = [{kind: "Busy", "expr": "irate(a[5m]) > 1"}, {kind: "Fine", "expr": "rate(a[5m]) > 1"}]
    (what,) = messages(check, configuration(rules=rules))
    name = "alert" if kind == "alert" else "recording rule"
    assert what == f"the {name} Busy uses irate, so only the last two samples determine the result"


def test_the_call_of_irate_is_marked() -> None:
    view = configuration(rules=[{"alert": "Busy", "expr": "max(irate(a[5m])) > 1"}])
    (problem,) = check_configuration(view, [check])
    assert problem.expression == "max(irate(a[5m])) > 1"
    assert problem.span == (4, 16)


def test_irate_as_a_fallback_of_rate_is_not_reported() -> None:
    rules = [{"record": "a:rate", "expr": "rate(a[5m]) or irate(a[1h])"}]
    assert messages(check, configuration(rules=rules)) == []


def test_a_rule_that_does_not_parse_is_left_to_promql_syntax() -> None:
    assert messages(check, configuration(rules=[{"alert": "A", "expr": "irate(a[5m]"}])) == []
