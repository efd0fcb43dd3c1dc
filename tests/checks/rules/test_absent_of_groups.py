from __future__ import annotations

import pytest

from boardwright.checks.rules.absent_of_groups import check
from checks.views import configuration, messages


@pytest.mark.parametrize(
    ("expr", "found"),
    [
        *(("absent(sum by (job) (up))", True), ("absent((max without (a) (x))) == 1", True)),
        *(("absent(sum(up))", False), ("absent(up{job='a'})", False)),
        *(("sum by (job) (absent(up))", False), ("absent(rate(x[5m]))", False)),
    ],
)
def test_absent_of_an_aggregation_by_labels_is_reported(expr: str, found: bool) -> None:
    rules = [{"alert": "A", "expr": expr}]
    assert bool(messages(check, configuration(rules=rules))) is found


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        (
            {"alert": "A"},
            (
                "the alert A fires only if all groups of the aggregation are missing; a single "
                "missing group has no effect"
            ),
        ),
        (
            {"record": "a"},
            (
                "the recording rule a has a result only if all groups of the aggregation are "
                "missing; a single missing group has no effect"
            ),
        ),
    ],
)
def test_the_message_names_the_rule(rule: dict[str, str], what: str) -> None:
    rules = [{**rule, "expr": "absent(sum by (job) (up))"}]
    assert messages(check, configuration(rules=rules)) == [what]
