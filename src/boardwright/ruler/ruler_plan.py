"""The plan of a deploy of rule groups to a ruler: one step for each group."""

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
"""`refused` means that the step cannot be applied."""

_UNSENDABLE_NAMES = frozenset({".", ".."})
"""Names that cannot be part of a URL: every HTTP client removes them from the path."""


@frozen
class RulerStep:
    """The action of a deploy on one rule group.

    Attributes:
        action: The action.
        wanted: The declared group; None for a deletion.
        stored: The group as it was read from the ruler; None if the ruler has no such group.
        reason: Why the step cannot be applied; None otherwise.
    """

    action: RulerAction
    wanted: WantedRuleGroup | None = None
    stored: StoredRuleGroup | None = None
    reason: ServerError | None = None

    @property
    def writes(self) -> bool:
        """Whether the step changes something in the ruler."""
        return self.action in {"create", "update", "prune"}

    @property
    def group(self) -> WantedRuleGroup | StoredRuleGroup:
        """The declared group; for a deletion, the stored group."""
        group = self.wanted or self.stored
        if group is None:
            raise ValueError("a step needs a declared or a stored rule group")
        return group


@frozen
class RulerPlan:
    """The steps of a deploy to a ruler, in the order in which they are applied.

    Attributes:
        groups: Steps for the declared groups.
        prunes: Steps that delete groups which the project no longer declares.
        undeclared: Groups in the project's namespaces that the project no longer declares, and that
            the plan does not delete.
        not_pruned: Why the plan deletes nothing, although the user requested deletions; None in all
            other cases.
    """

    groups: tuple[RulerStep, ...] = ()
    prunes: tuple[RulerStep, ...] = ()
    undeclared: tuple[StoredRuleGroup, ...] = ()
    not_pruned: ServerError | None = None

    @property
    def steps(self) -> tuple[RulerStep, ...]:
        """All steps of the plan."""
        return (*self.groups, *self.prunes)

    @property
    def writes(self) -> int:
        """Number of groups that applying the plan would change in the ruler."""
        return sum(step.writes for step in self.steps)

    @property
    def refused(self) -> bool:
        """Whether the plan has a step that cannot be applied."""
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
        wanted: The declared groups.
        stored: The groups in all namespaces of the project.
        whole: Whether `wanted` contains all groups that the project declares. If not, the plan
            ignores stored groups that are not in `wanted`.
        prune_share: Largest percentage of the project's groups to delete because they are no longer
            declared; None to delete nothing.
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
    """Yield the reasons why nothing may be deleted.

    `removals` is the number of groups that would be deleted, and `share` is the largest percentage
    that may be deleted. The limit prevents a mass deletion if, for example, a folder of
    declarations is missing.
    """
    if not groups:
        yield RulerError(
            "nothing is pruned in the ruler: the project declares no rule groups",
            hint="Check whether the folder of rules is missing. To delete the last groups of a"
            " project, delete its namespaces with `mimirtool rules delete-namespace`.",
        )
    if any(step.action == "refused" for step in groups):
        yield RulerError("nothing is pruned in the ruler: some steps of this deploy cannot be done")
    total = removals + sum(step.stored is not None for step in groups)
    if removals > count_allowed_removals(total, share=share):
        yield RulerError(
            f"nothing is pruned in the ruler: {removals} of {format_quantity(total, 'rule group')}"
            f" would be deleted, more than {share} %",
            hint="Check whether a folder of declarations is missing. To delete all these"
            " groups, pass --prune-share 100.",
        )
