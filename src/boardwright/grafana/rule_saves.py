"""Saves alert rules. Rules have no version numbers, so the stored rules are read before each save.

A group is saved as a whole, and rules that are missing in a save are deleted. Therefore, a save
also sends the rules of the group that the project does not declare in this group. A save sends
these rules unchanged; they belong to other people or will move to another group. Deletions are
separate steps of a plan.
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
    """Save a declared group. The stored rules are replaced only if nobody changed them meanwhile.

    Args:
        step: The declared group, and the rules that were read.
        grafana: The connection to Grafana.
        pace: Number of tries for each request, and the time limit.

    Raises:
        ConflictError: The rules in Grafana have changed since they were read. The rules were not
            overwritten.
    """

    def send_unless_saved() -> bool:
        if (now := _read_unless_saved(step, grafana)) is not None:
            _send_group(step.item, now, grafana)
        return True

    def find_result() -> bool | None:
        return _read_unless_saved(step, grafana) is None or None

    write_once(send_unless_saved, find_result, pace)


def _read_unless_saved(step: GroupStep, grafana: Grafana) -> RuleState | None:
    """Return the current rules of the group in Grafana; None if these rules already equal the
    declared group. Raise an error if somebody changed the rules since they were read for the plan.
    """
    now = read_rules(grafana, [step.item])
    if now.error is not None:
        raise now.error
    if is_group_saved(step.item, now.find_declared_rules(step.item)):
        return None
    if is_group_unchanged(step, now):
        return now
    raise _build_rule_change_error(grafana)


def is_group_unchanged(step: GroupStep, now: RuleState) -> bool:
    """Return whether the rules of a group are unchanged since they were read, with no rules
    added."""
    then = {rule.uid: rule for rule in step.stored_rules}
    there = {rule.uid: rule for rule in now.find_declared_rules(step.item)}
    known = {rule.uid for rule in step.others}
    return (
        then.keys() == there.keys()
        and all(_is_as_read(then[uid], there[uid], step.item) for uid in then)
        and known.issuperset(rule.uid for rule in now.find_other_rules(step.item))
    )


def _is_as_read(then: StoredRule, now: StoredRule, group: WantedGroup) -> bool:
    """Return whether a rule is the same now as when it was read for the plan (`then`). The interval
    of a rule is ignored if the rule is in another group than `group`.
    """
    same_interval = then.interval == now.interval or then.key != group.key
    return same_interval and is_rule_unchanged(then, now)


def _send_group(group: WantedGroup, now: RuleState, grafana: Grafana) -> None:
    """Save a group. First check that the folder exists: Grafana lets administrators save a group
    even if the folder does not exist.
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
    """Return a rule with an additional annotation, which contains the rule's uid and a digest of
    the rule that is sent.
    """
    mark = compute_sent_mark(rule.data, key=group.key, interval=group.interval)
    view = GrafanaRule(rule.data)
    return view.with_annotations({**view.annotations, SENT: mark})


def _drop_server_keys(rule: StoredRule) -> Json:
    return drop_keys({**rule.body}, *_SERVERS)


def delete_rule(stored: StoredRule, grafana: Grafana, *, pace: Pace) -> None:
    """Delete a rule that is unchanged since it was read. If the rule no longer exists, do nothing.

    Raises:
        ConflictError: Someone changed the rule after it was read. The rule was not deleted.
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
    """Remove boardwright's annotations from a rule.

    Raises:
        ConflictError: Someone changed the rule after it was read. The rule was not overwritten.
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
    """Return the rule with this uid; None if Grafana has no such rule."""
    return next(iter(grafana.rules.list_some(lambda rule: rule.uid == uid)), None)


def _build_rule_change_error(grafana: Grafana) -> ConflictError:
    return build_change_error(
        grafana,
        "someone changed the rules after they were read",
        hint="Deploy again: the plan shows the changes.",
    )
