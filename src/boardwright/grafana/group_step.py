"""What to do about a group of alert rules: a step of a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.comparing_rules import is_there
from boardwright.grafana.errors import GrafanaError, ProvisionedError
from boardwright.grafana.reading_rules import RuleState
from boardwright.grafana.refusals import RULE_PROVISIONED, RULE_PROVISIONED_HINT
from boardwright.grafana.stored import StoredRule
from boardwright.grafana.wanted import WantedGroup

GroupAction = Literal["create", "update", "unchanged", "conflict", "refused"]
GroupCheck = Callable[[WantedGroup], ServerError | None]
"""Tells why a Grafana would not take a group, or None."""

OPEN = ("", "api")
"""Provenances of rules that the API may write: the editor's and its own."""


@frozen
class GroupStep:
    """What to do about one group.

    Attributes:
        stored: Its rules as they were read, wherever they stand.
        others: What else stood in the group: it stays, whatever is done.
        reason: Why it is refused, or left alone as a conflict; None otherwise.
    """

    action: GroupAction
    group: WantedGroup
    stored: tuple[StoredRule, ...] = ()
    others: tuple[StoredRule, ...] = ()
    reason: ServerError | None = None


def group_step(group: WantedGroup, state: RuleState, check: GroupCheck) -> GroupStep:
    """Compare a group with what was read."""
    stored, others = state.declared(group), state.others(group)

    def step(action: GroupAction, reason: ServerError | None = None) -> GroupStep:
        return GroupStep(action=action, group=group, stored=stored, others=others, reason=reason)

    reason = state.error or _provisioned((*stored, *others)) or check(group)
    if reason is not None:
        return step("refused", reason)
    if is_there(group, stored):
        return step("unchanged")
    if (reason := mixed((*stored, *others))) is not None:
        return step("refused", reason)
    return step("update" if stored or others else "create")


def _provisioned(rules: Sequence[StoredRule]) -> ProvisionedError | None:
    rule = next((rule for rule in rules if rule.provenance not in OPEN), None)
    if rule is None:
        return None
    what = RULE_PROVISIONED.format(rule.title, rule.uid, rule.provenance)
    return ProvisionedError(what, hint=RULE_PROVISIONED_HINT)


def mixed(rules: Sequence[StoredRule]) -> GrafanaError | None:
    """Return why rules cannot be written together: some are locked in the editor, some are not.

    Grafana gives all rules of a group one provenance when the group is saved.
    """
    if len({rule.provenance for rule in rules}) < 2:
        return None
    names = [f'"{rule.title}"' for rule in rules if not rule.provenance]
    return GrafanaError(
        f"its rules are locked in Grafana's editor, but for {', '.join(names)}, and a save would"
        " make them alike",
        hint="Declare them in groups of their own.",
    )
