"""Saves and deletes alert rules, if nobody has changed them in Grafana since the plan was made.

Rules have no version numbers, so boardwright reads the rules of a group again before it saves the
group. Grafana saves a group as a whole, and deletes the rules that are missing in the request.
Therefore, boardwright also sends the rules that are in the group in Grafana, but not in the
declared group. boardwright sends these rules unchanged.
"""

from __future__ import annotations

from functools import partial

from boardwright.compiler.edit import drop_keys
from boardwright.grafana.board_saves import build_change_error, write_once
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, FolderError, UnknownRuleError
from boardwright.grafana.plan_steps import GroupStep, check_mixed_locks
from boardwright.grafana.rule_state import RuleState, read_rules
from boardwright.grafana.stored_comparison import (
    compute_sent_mark,
    is_group_saved,
    is_rule_unchanged,
)
from boardwright.grafana.stored_values import StoredRule
from boardwright.grafana.wanted_objects import WantedGroup, WantedRule
from boardwright.http.pace import Pace
from boardwright.schema.alerting.alerts import OWNER, SENT
from boardwright.schema.alerting.grafana_rule import GrafanaRule
from boardwright.schema.document import Json

_SERVERS = ("id", "orgID", "updated", "provenance")


def save_group(step: GroupStep, grafana: Grafana, *, pace: Pace) -> None:
    """Save a declared group.

    Args:
        step: The declared group, and the rules in Grafana when the plan was made.

    Raises:
        ConflictError: Someone changed the rules after the plan was made. The function did not
            overwrite the rules.
        FolderError: The folder of the group no longer exists.
    """

    def send_unless_saved() -> bool:
        if (now := _read_unless_saved(step, grafana)) is not None:
            _send_group(step.item, now, grafana)
        return True

    def find_result() -> bool | None:
        return _read_unless_saved(step, grafana) is None or None

    write_once(send_unless_saved, find_result, pace)


def _read_unless_saved(step: GroupStep, grafana: Grafana) -> RuleState | None:
    """Return the current rules of a group in Grafana; None if they equal the declared group."""
    now = read_rules(grafana, [step.item])
    if now.error is not None:
        raise now.error
    if is_group_saved(step.item, now.find_declared_rules(step.item)):
        return None
    if is_group_unchanged(step, now):
        return now
    raise _build_rule_change_error(grafana)


def is_group_unchanged(step: GroupStep, now: RuleState) -> bool:
    """Return whether nobody has changed the rules of a group, or added a rule, since the plan was
    made.

    Args:
        step: The declared group, and the rules in Grafana when the plan was made.
        now: The current rules in Grafana.
    """
    then = {rule.uid: rule for rule in step.stored_rules}
    there = {rule.uid: rule for rule in now.find_declared_rules(step.item)}
    known = {rule.uid for rule in step.others}
    return (
        then.keys() == there.keys()
        and all(_is_as_read(then[uid], there[uid], step.item) for uid in then)
        and known.issuperset(rule.uid for rule in now.find_other_rules(step.item))
    )


def _is_as_read(then: StoredRule, now: StoredRule, group: WantedGroup) -> bool:
    """Return whether nobody has changed a rule since the plan was made.

    The evaluation interval must also be the same if the rule is in the group `group`.
    """
    same_interval = then.interval == now.interval or then.key != group.key
    return same_interval and is_rule_unchanged(then, now)


def _send_group(group: WantedGroup, now: RuleState, grafana: Grafana) -> None:
    """Check that the folder exists, and save a group.

    Grafana lets administrators save a group in a folder that does not exist.
    """
    others = now.find_other_rules(group)
    there = (*now.find_declared_rules(group), *others)
    if (reason := check_mixed_locks(there)) is not None:
        raise reason
    if grafana.lacks_folder(group.folder.uid):
        raise FolderError(f'the folder "{group.folder.path}" no longer exists')
    unlocked = bool(there) and not there[0].provenance
    sent = {rule.uid: _mark_rule(rule, group) for rule in group.rules}
    save = partial(
        grafana.rules.save_group,
        *group.key,
        interval=group.interval,
        rules=[*sent.values(), *map(_drop_server_keys, others)],
        unlocked=unlocked,
    )
    try:
        save()
    except UnknownRuleError:  # Grafana 10 creates rules one by one, and changes them by group
        folder_uid, name = group.key
        known = {rule.uid for rule in there}
        for uid, rule in sent.items():
            if uid not in known:
                grafana.rules.create(rule, folder_uid=folder_uid, group=name, unlocked=unlocked)
        save()


def _mark_rule(rule: WantedRule, group: WantedGroup) -> Json:
    """Return a rule with an annotation that contains the uid and a digest of the rule."""
    mark = compute_sent_mark(rule.data, key=group.key, interval=group.interval)
    view = GrafanaRule(rule.data)
    return view.with_annotations({**view.annotations, SENT: mark})


def _drop_server_keys(rule: StoredRule) -> Json:
    return drop_keys({**rule.body}, *_SERVERS)


def delete_rule(stored: StoredRule, grafana: Grafana, *, pace: Pace) -> None:
    """Delete a rule. Do nothing if the rule no longer exists.

    Args:
        stored: The rule as boardwright read it from Grafana.

    Raises:
        ConflictError: Someone changed the rule after boardwright read it. The function did not
            delete the rule.
    """

    def delete_unless_gone() -> bool:
        if not is_gone():
            grafana.rules.delete(stored.uid)
        return True

    def is_gone() -> bool | None:
        there = find_stored_rule(grafana, stored.uid)
        if there is not None and not is_rule_unchanged(stored, there):
            raise _build_rule_change_error(grafana)
        return there is None or None

    write_once(delete_unless_gone, is_gone, pace)


def release_rule(stored: StoredRule, grafana: Grafana, *, pace: Pace) -> None:
    """Remove boardwright's annotations from a rule, so that it no longer belongs to the project.

    Args:
        stored: The rule as boardwright read it from Grafana.

    Raises:
        ConflictError: Someone changed the rule after boardwright read it. The function did not
            overwrite the rule.
    """
    annotations = drop_keys({**stored.annotations}, OWNER, SENT)
    body = GrafanaRule(_drop_server_keys(stored)).with_annotations(annotations)

    def save_unless_released() -> bool:
        if not find_result():
            grafana.rules.save(
                body,
                folder_uid=stored.folder_uid,
                group=stored.group,
                unlocked=not stored.provenance,
            )
        return True

    def find_result() -> bool | None:
        there = find_stored_rule(grafana, stored.uid)
        if there is not None and OWNER not in there.annotations:
            return True
        if there is None or not is_rule_unchanged(stored, there):
            raise _build_rule_change_error(grafana)
        return None

    write_once(save_unless_released, find_result, pace)


def find_stored_rule(grafana: Grafana, uid: str) -> StoredRule | None:
    """Return a rule; None if the rule does not exist."""
    return next(iter(grafana.rules.list_some(lambda rule: rule.uid == uid)), None)


def _build_rule_change_error(grafana: Grafana) -> ConflictError:
    return build_change_error(
        grafana,
        "someone changed the rules after they were read",
        hint="Deploy again to see the changes in the plan.",
    )
