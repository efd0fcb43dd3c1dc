"""Compares boards and rules in Grafana with the declared ones, or with an earlier version."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from boardwright.grafana.stored_values import (
    GroupKey,
    StoredBoard,
    StoredRule,
    drop_server_keys,
)
from boardwright.grafana.wanted_objects import WantedBoard, WantedGroup, WantedRule
from boardwright.schema.alerting.alerts import SENT, AlertRuleJson
from boardwright.schema.alerting.grafana_rule import GrafanaRule
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import Json
from boardwright.schema.json_equality import are_json_equal

_DIGEST = 16


def is_saved(stored: StoredBoard, board: WantedBoard) -> bool:
    """Return whether a board in Grafana equals the declared board and is in the declared folder."""
    return stored.folder_uid == board.folder.uid and has_same_body(stored, board)


def has_same_body(stored: StoredBoard, board: WantedBoard) -> bool:
    """Return whether a board in Grafana equals the declared board, in any folder.

    The function ignores values that Grafana or its editor adds.
    """
    if stored.text == board.text:
        return True
    stored_body, declared = stored.own_body, drop_server_keys(board.sent_body)
    if are_json_equal(stored_body, declared):
        return True
    from boardwright.compiler.normal_form import are_boards_alike, normalise_pair

    pair = normalise_pair(stored_body, declared, in_grafana12=stored.in_grafana12)
    return are_boards_alike(*pair)


def is_board_unchanged(then: StoredBoard, now: StoredBoard) -> bool:
    """Return whether `then` and `now` have the same version number, folder and JSON."""
    return (then.version, then.folder_uid) == (now.version, now.folder_uid) and are_json_equal(
        then.own_body, now.own_body
    )


def is_same_rule(stored: StoredRule, rule: WantedRule) -> bool:
    """Return whether a rule in Grafana equals the declared rule, in any group."""
    return are_json_equal(_normalise_rule(stored.body), _normalise_rule(rule.data))


def is_group_saved(group: WantedGroup, rules: Sequence[StoredRule]) -> bool:
    """Return whether Grafana stores a group as declared. Undeclared rules are ignored.

    Args:
        rules: The rules in Grafana, in their order.
    """
    uids = [rule.uid for rule in group.rules]
    stored_rules = [rule for rule in rules if rule.uid in uids]
    return (
        [rule.uid for rule in stored_rules] == uids
        and all(rule.key == group.key and rule.interval == group.interval for rule in stored_rules)
        and all(map(is_same_rule, stored_rules, group.rules))
    )


def is_rule_unchanged(then: StoredRule, now: StoredRule) -> bool:
    """Return whether `then` and `now` have the same group, provenance and JSON."""
    return (then.key, then.provenance) == (now.key, now.provenance) and are_json_equal(
        _normalise_rule(then.body), _normalise_rule(now.body)
    )


def compute_sent_mark(rule: AlertRuleJson, *, key: GroupKey, interval: int) -> str:
    """Return the value of the annotation that a deploy adds to a rule.

    The value contains the uid of the rule, and a digest of the rule, its group and its interval. If
    someone copies the rule in Grafana's editor, the copy has the same annotation, but another uid.

    Args:
        rule: The rule as JSON data.
        key: The uid of the folder and the name of the group.
        interval: Seconds between two evaluations.
    """
    sent = {"rule": _normalise_rule(rule), "group": [*key], "interval": interval}
    return f"{GrafanaRule(rule).uid}:{sha256(encode_canonical_json(sent)).hexdigest()[:_DIGEST]}"


def is_as_sent(stored: StoredRule) -> bool:
    """Return whether nobody has changed a rule since the last deploy saved it."""
    if stored.interval is None:
        return False
    mark = compute_sent_mark(stored.body, key=stored.key, interval=stored.interval)
    return bool(stored.annotations.get(SENT) == mark)


def is_copy(stored: StoredRule) -> bool:
    """Return whether someone made this rule by copying a rule of the project."""
    mark = stored.annotations.get(SENT)
    return isinstance(mark, str) and mark.partition(":")[0] != stored.uid


def _normalise_rule(rule: AlertRuleJson) -> Json:
    from boardwright.compiler.alert_normalising import normalise_rule

    return normalise_rule(rule)
