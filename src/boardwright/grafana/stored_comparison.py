"""Compares boards and rules in Grafana with their declarations or with their earlier state."""

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
    """Return whether a board in Grafana has the declared content and the declared folder."""
    return stored.folder_uid == board.folder.uid and has_same_body(stored, board)


def has_same_body(stored: StoredBoard, board: WantedBoard) -> bool:
    """Return whether the declared content of a board equals the stored content. The folder is
    ignored.

    Values that Grafana or its editor adds do not count as differences. Grafana stores most boards
    exactly as they were sent. Only boards that differ from the sent JSON are converted to a normal
    form and compared again.
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
    """Return whether version, folder and content of a board have stayed the same between two
    reads.
    """
    return (then.version, then.folder_uid) == (now.version, now.folder_uid) and are_json_equal(
        then.own_body, now.own_body
    )


def is_same_rule(stored: StoredRule, rule: WantedRule) -> bool:
    """Return whether a rule in Grafana equals its declaration. The rule's group and
    interval are ignored.
    """
    return are_json_equal(_normalise_rule(stored.body), _normalise_rule(rule.data))


def is_group_saved(group: WantedGroup, rules: Sequence[StoredRule]) -> bool:
    """Return whether a group in Grafana equals its declaration. Undeclared rules are ignored.

    Args:
        group: The declared group.
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
    """Return whether group, provenance and content of a rule have stayed the same between two
    reads.
    """
    return (then.key, then.provenance) == (now.key, now.provenance) and are_json_equal(
        _normalise_rule(then.body), _normalise_rule(now.body)
    )


def compute_sent_mark(rule: AlertRuleJson, *, key: GroupKey, interval: int) -> str:
    """Return the text that a deploy stores in an annotation of a rule. The text contains the rule's
    uid, and a digest of the rule, its group and its interval.

    If someone copies the rule in Grafana's editor, the copy has the same annotation but another
    uid. The uid in the annotation shows which of the two rules is the original.
    """
    sent = {"rule": _normalise_rule(rule), "group": [*key], "interval": interval}
    return f"{GrafanaRule(rule).uid}:{sha256(encode_canonical_json(sent)).hexdigest()[:_DIGEST]}"


def is_as_sent(stored: StoredRule) -> bool:
    """Return whether nobody has changed a rule in Grafana since the last deploy saved it."""
    if stored.interval is None:
        return False
    mark = compute_sent_mark(stored.body, key=stored.key, interval=stored.interval)
    return bool(stored.annotations.get(SENT) == mark)


def is_copy(stored: StoredRule) -> bool:
    """Return whether a rule was copied in Grafana's editor from a rule of the project."""
    mark = stored.annotations.get(SENT)
    return isinstance(mark, str) and mark.partition(":")[0] != stored.uid


def _normalise_rule(rule: AlertRuleJson) -> Json:
    from boardwright.compiler.alert_normalising import normalise_rule

    return normalise_rule(rule)
