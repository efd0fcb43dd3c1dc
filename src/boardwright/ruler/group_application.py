"""Applies the steps of a plan to a ruler, and returns the result of each step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.http.attempts import attempt_each
from boardwright.http.pace import Pace
from boardwright.http.request_errors import StoppedError
from boardwright.ruler.ruler_api import Ruler
from boardwright.ruler.ruler_errors import MovedRuleGroupError
from boardwright.ruler.ruler_groups import StoredRuleGroup, is_same_group
from boardwright.ruler.ruler_plan import RulerAction, RulerPlan, RulerStep

RulerStatus = Literal["created", "updated", "pruned", "unchanged", "conflict", "failed"]
StoredGroups = Mapping[tuple[str, str], StoredRuleGroup]
"""The rule groups in the ruler, by namespace and name."""
_DONE: dict[RulerAction, RulerStatus] = {
    "create": "created",
    "update": "updated",
    "prune": "pruned",
    "unchanged": "unchanged",
}
_WRITTEN = frozenset({"created", "updated"})


@frozen
class RulerOutcome:
    """The result of applying one step of a plan.

    Attributes:
        status: The result, such as `created` or `failed`.
        error: The reason if the status is `failed` or `conflict`, otherwise None.
        dropped: Keys of the group, such as `source_tenants`, that the ruler did not store although
            it accepted the request.
    """

    status: RulerStatus
    step: RulerStep
    error: ServerError | None = None
    dropped: tuple[str, ...] = ()


def apply_groups(
    plan: RulerPlan,
    ruler: Ruler,
    *,
    prefix: str,
    pace: Pace,
    at_once: int = 1,
    has_failures: bool = False,
) -> tuple[RulerOutcome, ...]:
    """Apply the steps of a plan. A step that fails does not stop the other steps.

    The function does not overwrite a group that someone changed after the plan was made. Groups are
    deleted only if all other steps have succeeded.

    Args:
        prefix: The beginning of the names of the project's namespaces.
        pace: Number of tries for each request, and the time limit for all requests together.
        at_once: Number of simultaneous requests.
        has_failures: Whether another part of the deploy has failed. After such a failure, the
            function deletes no groups.
    """
    if not plan.writes:
        return tuple(_build_outcome(step, step.reason) for step in plan.steps)
    stored = _read_stored_groups(ruler, prefix)

    def write_groups(step: RulerStep) -> None:
        if step.reason is not None:
            raise step.reason
        if step.writes:
            _write_group(step, ruler, stored)

    def delete_groups(step: RulerStep) -> None:
        if has_failures or any(outcome.error for outcome in outcomes):
            raise StoppedError("not deleted, because other steps of this deploy failed")
        _write_group(step, ruler, stored)

    groups = attempt_each(plan.groups, write_groups, at_once=at_once, pace=pace)
    outcomes = [_build_outcome(step, error) for step, error in groups]
    prunes = attempt_each(plan.prunes, delete_groups, at_once=at_once, pace=pace)
    deletions = [_build_outcome(step, error) for step, error in prunes]
    return (*_add_dropped_keys(outcomes, ruler, prefix), *deletions)


def _add_dropped_keys(
    outcomes: Sequence[RulerOutcome], ruler: Ruler, prefix: str
) -> Iterator[RulerOutcome]:
    """Yield the outcomes, and set the attribute `dropped` of each outcome.

    Cortex accepts a group with an unknown key, such as Mimir's `source_tenants`, and ignores the
    key. The function reads the groups again if a saved group contains such a key.
    """
    written = [outcome for outcome in outcomes if outcome.status in _WRITTEN]
    has_options = any(outcome.step.group.group.options for outcome in written)
    stored = _read_stored_groups(ruler, prefix) if has_options else {}
    for outcome in outcomes:
        now = None if isinstance(stored, ServerError) else stored.get(outcome.step.group.key)
        if now is None or outcome.status not in _WRITTEN:
            yield outcome
        else:
            sent = outcome.step.group.group.options.items()
            dropped = tuple(key for key, value in sent if value and key not in now.group.options)
            yield replace(outcome, dropped=dropped)


def _read_stored_groups(ruler: Ruler, prefix: str) -> StoredGroups | ServerError:
    try:
        return {group.key: group for group in ruler.read_groups(prefix)}
    except ServerError as error:
        return error


def _write_group(step: RulerStep, ruler: Ruler, stored: StoredGroups | ServerError) -> None:
    if isinstance(stored, ServerError):
        raise stored
    if not is_ruler_group_unchanged(step, stored):
        raise MovedRuleGroupError(
            "someone changed the rule group in the ruler after the plan was made, so boardwright"
            " did not overwrite the change",
            hint="Deploy again to see the change.",
        )
    if step.wanted is not None:
        ruler.save(step.wanted.namespace, step.wanted.text)
    else:
        ruler.delete(step.group.namespace, step.group.group.name)


def is_ruler_group_unchanged(step: RulerStep, stored: StoredGroups) -> bool:
    """Return whether nobody has changed a group in the ruler since the plan was made.

    Args:
        stored: The current groups in the ruler, by namespace and name.
    """
    then, now = step.stored, stored.get(step.group.key)
    if then is None or now is None:
        return then is now
    return is_same_group(then.group, now.group)


def _build_outcome(step: RulerStep, error: ServerError | None) -> RulerOutcome:
    if error is None:
        return RulerOutcome(status=_DONE[step.action], step=step)
    status: RulerStatus = "conflict" if isinstance(error, MovedRuleGroupError) else "failed"
    return RulerOutcome(status=status, step=step, error=error)
