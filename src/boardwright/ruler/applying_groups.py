"""Applies the steps of a plan for a ruler, and records the outcome of each step."""

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
Stored = Mapping[tuple[str, str], StoredRuleGroup]
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
        status: The result of the step.
        step: The step of the plan.
        error: The error of a failed step, or the conflict because of which the step was not
            applied; None for any other step.
        dropped: Keys of the sent group that the ruler did not store, although it accepted the
            request.
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

    Groups that someone changed after the plan was made are not written. Groups that the project no
    longer declares are deleted only if all other steps succeeded.

    Args:
        plan: The plan.
        ruler: The ruler.
        prefix: The text with which the names of the project's namespaces begin.
        pace: The largest number of tries for one request, and the time limit for all requests
            together.
        at_once: Number of simultaneous requests.
        has_failures: Whether another part of the deploy failed, so that nothing may be deleted.
    """
    if not plan.writes:
        return tuple(_apply_step(step, step.reason) for step in plan.steps)
    stored = _read_again(ruler, prefix)

    def write_groups(step: RulerStep) -> None:
        if step.reason is not None:
            raise step.reason
        if step.writes:
            _write_group(step, ruler, stored)

    def delete_groups(step: RulerStep) -> None:
        if has_failures or any(each.error for each in outcomes):
            raise StoppedError("not deleted, because other steps of this deploy failed")
        _write_group(step, ruler, stored)

    groups = attempt_each(plan.groups, write_groups, at_once=at_once, pace=pace)
    outcomes = [_apply_step(step, got) for step, got in groups]
    prunes = attempt_each(plan.prunes, delete_groups, at_once=at_once, pace=pace)
    deleted = [_apply_step(step, got) for step, got in prunes]
    return (*_with_dropped(outcomes, ruler, prefix), *deleted)


def _with_dropped(
    outcomes: Sequence[RulerOutcome], ruler: Ruler, prefix: str
) -> Iterator[RulerOutcome]:
    """Yield the outcomes, and add to each outcome the keys that the ruler did not store.

    Cortex accepts a group with an unknown key, such as Mimir's `source_tenants`, and ignores the
    key. Only a group with keys that a ruler may ignore is read again from the ruler.
    """
    with_keys = any(each.status in _WRITTEN and each.step.group.group.options for each in outcomes)
    stored = _read_again(ruler, prefix) if with_keys else {}
    for each in outcomes:
        now = None if isinstance(stored, ServerError) else stored.get(each.step.group.key)
        if now is None or each.status not in _WRITTEN:
            yield each
        else:
            options = each.step.group.group.options.items()
            kept = now.group.options
            dropped = tuple(key for key, value in options if value and key not in kept)
            yield replace(each, dropped=dropped)


def _read_again(ruler: Ruler, prefix: str) -> Stored | ServerError:
    try:
        return {group.key: group for group in ruler.read_groups(prefix)}
    except ServerError as error:
        return error


def _write_group(step: RulerStep, ruler: Ruler, stored: Stored | ServerError) -> None:
    if isinstance(stored, ServerError):
        raise stored
    if not is_as_read(step, stored):
        raise MovedRuleGroupError(
            "someone changed the rule group in the ruler after the plan was made, so nothing was"
            " overwritten",
            hint="Deploy again to see the change.",
        )
    if step.wanted is not None:
        ruler.save(step.wanted.namespace, step.wanted.text)
    else:
        ruler.delete(step.group.namespace, step.group.group.name)


def is_as_read(step: RulerStep, stored: Stored) -> bool:
    """Return whether a group in the ruler is unchanged since the plan was made.

    Args:
        step: A step of the plan.
        stored: The groups that are in the ruler now, by namespace and name.
    """
    then, now = step.stored, stored.get(step.group.key)
    if then is None or now is None:
        return then is now
    return is_same_group(then.group, now.group)


def _apply_step(step: RulerStep, got: ServerError | None) -> RulerOutcome:
    if got is None:
        return RulerOutcome(status=_DONE[step.action], step=step)
    status: RulerStatus = "conflict" if isinstance(got, MovedRuleGroupError) else "failed"
    return RulerOutcome(status=status, step=step, error=got)
