"""Computes the plan of a deploy to a ruler: the changes that the deploy will make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.notation.plurals import format_quantity
from boardwright.notation.removal_share import count_allowed_removals
from boardwright.ruler.ruler_errors import RulerError
from boardwright.ruler.ruler_groups import StoredRuleGroup, WantedRuleGroup, is_same_group

RulerAction = Literal["create", "update", "prune", "unchanged", "refused"]
"""The action of a deploy on a rule group. `refused` means that the ruler cannot store the group."""

_UNSENDABLE_NAMES = frozenset({".", ".."})
"""Names of groups that a URL cannot contain, because HTTP clients remove `.` and `..` from paths.
"""


@frozen
class RulerStep:
    """The action of a deploy on one rule group.

    Attributes:
        action: The action, such as `create` or `prune`.
        wanted: The declared group; None if the action is `prune`.
        stored: The group in the ruler; None if it does not exist.
        reason: The error if the action is `refused`, otherwise None.
    """

    action: RulerAction
    wanted: WantedRuleGroup | None = None
    stored: StoredRuleGroup | None = None
    reason: ServerError | None = None

    @property
    def writes(self) -> bool:
        """Whether the step changes a group in the ruler."""
        return self.action in {"create", "update", "prune"}

    @property
    def group(self) -> WantedRuleGroup | StoredRuleGroup:
        """The declared group. For the action `prune`, the group in the ruler."""
        group = self.wanted or self.stored
        if group is None:
            raise ValueError("a step needs a declared or a stored rule group")
        return group


@frozen
class RulerPlan:
    """The steps of a deploy to a ruler.

    Attributes:
        groups: Steps for the declared groups.
        prunes: Steps that delete groups that the project no longer declares.
        undeclared: Groups that the project no longer declares, but that the plan does not delete.
        not_pruned: The reason why the plan deletes nothing although the user passed `--prune`;
            None in all other cases.
    """

    groups: tuple[RulerStep, ...] = ()
    prunes: tuple[RulerStep, ...] = ()
    undeclared: tuple[StoredRuleGroup, ...] = ()
    not_pruned: ServerError | None = None

    @property
    def steps(self) -> tuple[RulerStep, ...]:
        """All steps, in the order in which the deploy applies them."""
        return (*self.groups, *self.prunes)

    @property
    def writes(self) -> int:
        """Number of groups that the plan changes in the ruler."""
        return sum(step.writes for step in self.steps)

    @property
    def refused(self) -> bool:
        """Whether a step has the action `refused`, or `not_pruned` is an error."""
        return self.not_pruned is not None or any(step.action == "refused" for step in self.groups)


def plan_groups(
    wanted: Sequence[WantedRuleGroup],
    stored: Iterable[StoredRuleGroup],
    *,
    whole: bool,
    prune_share: int | None = None,
) -> RulerPlan:
    """Compare the declared groups with the groups in the ruler, and return a plan.

    Args:
        stored: The groups in the project's namespaces in the ruler.
        whole: Whether `wanted` contains all groups that the project declares. If False, the plan
            deletes no groups.
        prune_share: Limit in percent. The plan deletes nothing if it would delete more than this
            share of the project's groups. None to delete nothing.
    """
    remaining = {group.key: group for group in stored}
    groups = tuple(_plan_step(group, remaining.pop(group.key, None)) for group in wanted)
    undeclared = tuple(remaining.values()) if whole else ()
    if prune_share is None or not undeclared:
        return RulerPlan(groups=groups, undeclared=undeclared)
    if reason := next(_iter_prune_errors(groups, len(undeclared), prune_share), None):
        return RulerPlan(groups=groups, undeclared=undeclared, not_pruned=reason)
    prunes = tuple(RulerStep(action="prune", stored=group) for group in undeclared)
    return RulerPlan(groups=groups, prunes=prunes)


def _plan_step(wanted: WantedRuleGroup, stored: StoredRuleGroup | None) -> RulerStep:
    if wanted.group.name in _UNSENDABLE_NAMES:
        reason = RulerError(
            f"a rule group in a ruler cannot have the name {wanted.group.name!r}",
            hint="Give the group another name.",
        )
        return RulerStep(action="refused", wanted=wanted, stored=stored, reason=reason)
    if stored is None:
        return RulerStep(action="create", wanted=wanted)
    is_same = is_same_group(stored.group, wanted.group)
    return RulerStep(action="unchanged" if is_same else "update", wanted=wanted, stored=stored)


def _iter_prune_errors(
    groups: Sequence[RulerStep], removals: int, share: int
) -> Iterator[RulerError]:
    """Yield the reasons why the plan deletes nothing.

    The limit `share` protects groups if a folder of the project is missing by accident.
    """
    if not groups:
        yield RulerError(
            "nothing is pruned in the ruler: the project declares no rule groups",
            hint="Check whether the folder of rules is missing. To delete the last groups of a"
            " project, delete their namespaces with `mimirtool rules delete-namespace`.",
        )
    if any(step.action == "refused" for step in groups):
        yield RulerError(
            "nothing is pruned in the ruler: some steps of this deploy cannot be applied"
        )
    total = removals + sum(step.stored is not None for step in groups)
    if removals > count_allowed_removals(total, share=share):
        yield RulerError(
            f"nothing is pruned in the ruler: {removals} of {format_quantity(total, 'rule group')}"
            f" would be deleted, more than {share} %",
            hint="Check whether a folder of the project is missing. To delete the rule groups"
            " anyway, pass --prune-share 100.",
        )
