"""Writes of alert rules. There is no version to name, so each looks at what is there just before.

A group is saved whole, and what is not in it is deleted; so what else stands in it, of others or
to be moved to another group, is sent along as it is. Deleting is a step of its own.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from boardwright.compiler.edit import without
from boardwright.grafana.comparing_rules import is_there, same_as_read, sent_mark
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, FolderError, UnknownRuleError
from boardwright.grafana.pace import Pace
from boardwright.grafana.plan_steps import GroupStep, mixed_locks
from boardwright.grafana.rule_state import RuleState, read_rules
from boardwright.grafana.saving import changed_meanwhile, surely
from boardwright.grafana.stored_values import StoredRule
from boardwright.grafana.wanted import WantedGroup, WantedRule
from boardwright.schema.alerts import OWNER, SENT

_SERVERS = ("id", "orgID", "updated", "provenance")


def save_group(step: GroupStep, grafana: Grafana, *, pace: Pace) -> None:
    """Save a group over what was read of it.

    Args:
        step: The group, and what was read.
        grafana: Where.
        pace: The tries and the time there are.

    Raises:
        ConflictError: Something else is there now, and was left as it is.
    """

    def save() -> bool:
        now = _now(step, grafana)
        if not is_there(step.item, now.declared(step.item)):
            _send(step.item, now, grafana)
        return True

    def arrived() -> bool | None:
        return is_there(step.item, _now(step, grafana).declared(step.item)) or None

    surely(save, arrived, pace)


def _now(step: GroupStep, grafana: Grafana) -> RuleState:
    """Return what is there, which is what was wanted or what was read."""
    now = read_rules(grafana, [step.item])
    if now.error is not None:
        raise now.error
    if is_there(step.item, now.declared(step.item)) or is_as_read(step, now):
        return now
    raise _changed(grafana)


def is_as_read(step: GroupStep, now: RuleState) -> bool:
    """Return whether a group's rules are as they were read, wherever, and no others came."""
    then = {rule.uid: rule for rule in step.stored_rules}
    there = {rule.uid: rule for rule in now.declared(step.item)}
    known = {rule.uid for rule in step.others}
    return (
        then.keys() == there.keys()
        and all(_is_as_read(then[uid], there[uid], step.item) for uid in then)
        and known.issuperset(rule.uid for rule in now.others(step.item))
    )


def _is_as_read(then: StoredRule, now: StoredRule, group: WantedGroup) -> bool:
    """A rule of another group may have another interval by now: that group is saved too."""
    same_interval = then.interval == now.interval or then.key != group.key
    return same_interval and same_as_read(then, now)


def _send(group: WantedGroup, now: RuleState, grafana: Grafana) -> None:
    """Save a group; an administrator's into a missing folder Grafana would save too."""
    beside = now.others(group)
    there = (*now.declared(group), *beside)
    if (reason := mixed_locks(there)) is not None:
        raise reason
    if grafana.lacks_folder(group.folder.uid):
        raise FolderError(f'its folder "{group.folder.path}" is gone')
    unlocked = bool(there) and not there[0].provenance
    sent = [_sent(rule, group) for rule in group.rules]
    save = partial(
        grafana.rules.save_group,
        *group.key,
        interval=group.interval,
        rules=[*sent, *map(_as_it_is, beside)],
        unlocked=unlocked,
    )
    try:
        save()
    except UnknownRuleError:  # Grafana 10 makes rules one by one, and changes them by the group
        folder_uid, name = group.key
        known = {rule.uid for rule in there}
        for rule in sent:
            if rule["uid"] not in known:
                grafana.rules.create(rule, folder_uid=folder_uid, group=name, unlocked=unlocked)
        save()


def _sent(rule: WantedRule, group: WantedGroup) -> dict[str, Any]:
    """Return a rule with the annotation that says what was sent."""
    mark = sent_mark(rule.data, key=group.key, interval=group.interval)
    return {**rule.data, "annotations": {**rule.data.get("annotations", {}), SENT: mark}}


def _as_it_is(rule: StoredRule) -> dict[str, Any]:
    return without({**rule.body}, *_SERVERS)


def delete_rule(stored: StoredRule, grafana: Grafana, *, pace: Pace) -> None:
    """Delete a rule that is still as it was read; one that is gone is as good.

    Raises:
        ConflictError: Someone changed it meanwhile; it was left as it is.
    """

    def delete() -> bool:
        if not gone():
            grafana.rules.delete(stored.uid)
        return True

    def gone() -> bool | None:
        there = find_rule(grafana, stored.uid)
        if there is not None and not same_as_read(stored, there):
            raise _changed(grafana)
        return there is None or None

    surely(delete, gone, pace)


def release_rule(stored: StoredRule, grafana: Grafana, *, pace: Pace) -> None:
    """Take our annotations off a rule, and leave it.

    Raises:
        ConflictError: Someone changed it meanwhile; it was left as it is.
    """
    body = _as_it_is(stored)
    body["annotations"] = without({**stored.annotations}, OWNER, SENT)

    def save() -> bool:
        if not arrived():
            grafana.rules.save(
                body,
                folder_uid=stored.folder_uid,
                group=stored.group,
                unlocked=not stored.provenance,
            )
        return True

    def arrived() -> bool | None:
        there = find_rule(grafana, stored.uid)
        if there is not None and OWNER not in there.annotations:
            return True
        if there is None or not same_as_read(stored, there):
            raise _changed(grafana)
        return None

    surely(save, arrived, pace)


def find_rule(grafana: Grafana, uid: str) -> StoredRule | None:
    """Return the rule of that uid; None when there is none."""
    return next(iter(grafana.rules.some(lambda rule: rule.uid == uid)), None)


def _changed(grafana: Grafana) -> ConflictError:
    return changed_meanwhile(
        grafana,
        "someone changed its rules after they were read",
        hint="Deploy again: the plan shows what they have made of them.",
    )
