"""Whether stored alert rules are what would be sent, and whether they are what we sent last."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from boardwright.grafana.stored_values import GroupKey, StoredRule
from boardwright.grafana.wanted import WantedGroup, WantedRule
from boardwright.schema.alerts import SENT, Rule
from boardwright.schema.canonical import canonical_json
from boardwright.schema.json_equality import json_equal

_DIGEST = 16


def same_rule(stored: StoredRule, wanted: WantedRule) -> bool:
    """Return whether saving `wanted` would change nothing in the rule itself."""
    return json_equal(_normal(stored.body), _normal(wanted.data))


def is_there(group: WantedGroup, rules: Sequence[StoredRule]) -> bool:
    """Return whether saving a group would change nothing; rules beside its own do not count.

    Args:
        group: The group.
        rules: What was read of its rules, in their order.
    """
    uids = [rule.uid for rule in group.rules]
    found = [rule for rule in rules if rule.uid in uids]
    return (
        [rule.uid for rule in found] == uids
        and all(rule.key == group.key and rule.interval == group.interval for rule in found)
        and all(map(same_rule, found, group.rules))
    )


def same_as_read(then: StoredRule, now: StoredRule) -> bool:
    """Return whether a rule is what was read earlier: its place, its lock and what it says."""
    return (then.key, then.provenance) == (now.key, now.provenance) and json_equal(
        _normal(then.body), _normal(now.body)
    )


def sent_mark(rule: Rule, *, key: GroupKey, interval: int) -> str:
    """Return what our annotation says of a rule: its uid, and a digest of all that was sent.

    The uid, since a copy that somebody makes in the editor carries the annotation too.
    """
    sent = {"rule": _normal(rule), "group": [*key], "interval": interval}
    return f"{rule.get('uid', '')}:{sha256(canonical_json(sent)).hexdigest()[:_DIGEST]}"


def is_as_sent(stored: StoredRule) -> bool:
    """Return whether a rule is as our last deploy left it."""
    if stored.interval is None:
        return False
    mark = sent_mark(stored.body, key=stored.key, interval=stored.interval)
    return bool(stored.annotations.get(SENT) == mark)


def is_copy(stored: StoredRule) -> bool:
    """Return whether a rule is somebody's copy of one of ours."""
    mark = stored.annotations.get(SENT)
    return isinstance(mark, str) and mark.partition(":")[0] != stored.uid


def _normal(rule: Rule) -> dict[str, Any]:
    from boardwright.compiler.alert_normalising import normalised_rule

    return normalised_rule(rule)
