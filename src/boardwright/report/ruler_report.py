"""Formats the deploy of rule groups to a ruler as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.deploying.ruler_deploy import RulerDeploy
from boardwright.diff.changes import GroupChange
from boardwright.http.addresses import strip_url_secrets
from boardwright.notation.plurals import format_quantity
from boardwright.report.json_values import to_json_value
from boardwright.report.text_format import (
    escape_unprintable,
    format_counts_by_noun,
    format_failures,
    format_table,
    iter_first_lines,
)
from boardwright.ruler.group_application import RulerOutcome
from boardwright.ruler.ruler_plan import RulerStep
from boardwright.schema.document import Json

_PLAN_HEADER = ("", "NAMESPACE", "RULE GROUP", "RULES")
_PLAN_ORDER = ("create", "update", "prune", "refused", "unchanged")
_RESULT_ORDER = ("created", "updated", "pruned", "unchanged", "conflict", "failed")
_NOUN = "rule group"
_DIFFERENCE_LIMIT = 20
"""The report of a plan shows the differences of at most this many rule groups."""


def format_ruler_line(deploy: RulerDeploy) -> str:
    """Return a line with the URL and the tenant of the ruler."""
    tenant = f', tenant "{deploy.ruler.tenant}"' if deploy.ruler.tenant else ""
    return escape_unprintable(f"Ruler at {strip_url_secrets(deploy.ruler.url)}{tenant}")


def format_ruler_plan_lines(deploy: RulerDeploy) -> Iterator[str]:
    """Yield the lines of the plan: the groups that change, and their differences."""
    plan = deploy.plan
    yield format_ruler_line(deploy)
    rows = [(f"{s.action:>9}", *_format_cells(s)) for s in plan.steps if s.action != "unchanged"]
    yield from iter_first_lines([*format_table(_PLAN_HEADER, rows)], _NOUN)
    changed = [step for step in plan.groups if step.action == "update"]
    if changed:
        from boardwright.report.diff_text import format_change_lines

        for step in changed[:_DIFFERENCE_LIMIT]:
            yield f'{step.action:>9}  rule group "{escape_unprintable(step.group.group.name)}":'
            yield from format_change_lines(compare_ruler_step(step))
    if len(changed) > _DIFFERENCE_LIMIT:
        others = format_quantity(len(changed) - _DIFFERENCE_LIMIT, f"more {_NOUN}")
        yield f"{'':>9}  and {others}: run `boardwright diff` to list all differences"
    if plan.undeclared and plan.not_pruned is None:
        number = format_quantity(len(plan.undeclared), _NOUN)
        yield f"No longer declared, but still in the ruler: {number}. --prune deletes such groups."
    counts = format_counts_by_noun([(_NOUN, step.action) for step in plan.steps], _PLAN_ORDER)
    yield f"Plan: {counts or 'no rule groups'}"


def format_ruler_outcome_lines(deploy: RulerDeploy) -> Iterator[str]:
    """Yield the lines about the results of the applied steps."""
    outcomes = deploy.outcomes or ()
    rows = [(f"{o.status:>9}", *_format_cells(o.step)) for o in outcomes if o.status != "unchanged"]
    yield from iter_first_lines([*format_table(_PLAN_HEADER, rows)], _NOUN)
    yield (
        format_counts_by_noun([(_NOUN, each.status) for each in outcomes], _RESULT_ORDER)
        or "No rule groups."
    )


def format_ruler_reason_lines(deploy: RulerDeploy) -> Iterator[str]:
    """Yield a line for each refused step of the plan, and a line with the reason if `--prune`
    deletes nothing.
    """
    yield from format_failures(
        ("error", _NOUN, str(step.reason), _format_group_name(step))
        for step in deploy.plan.steps
        if step.reason
    )
    if deploy.plan.not_pruned is not None:
        yield f"error: {deploy.plan.not_pruned}"


def format_ruler_failure_lines(deploy: RulerDeploy) -> Iterator[str]:
    """Yield a line for each failed step, except the steps that `format_ruler_reason_lines` yields,
    and a line for each warning.
    """
    yield from format_failures(
        (
            "conflict" if each.status == "conflict" else "error",
            _NOUN,
            str(each.error),
            _format_group_name(each.step),
        )
        for each in deploy.outcomes or ()
        if each.error is not None and each.error is not each.step.reason
    )
    for each in deploy.outcomes or ():
        if each.dropped:
            keys = ", ".join(map(escape_unprintable, each.dropped))
            yield (
                f"warning: {_format_group_name(each.step)}: the ruler does not support {keys}, "
                "so each deploy updates this group"
            )


def _format_group_name(step: RulerStep) -> str:
    place = f"{step.wanted.group.place}: " if step.wanted else ""
    return escape_unprintable(
        f'{place}rule group "{step.group.group.name}" in {step.group.namespace}'
    )


def _format_cells(step: RulerStep) -> tuple[str, str, str]:
    group = step.group.group
    return (
        escape_unprintable(step.group.namespace),
        escape_unprintable(group.name),
        str(len(group.rules)),
    )


def compare_ruler_step(step: RulerStep) -> GroupChange:
    """Return the change from the group in the ruler to the declared group.

    Raises:
        ValueError: The ruler has no such group, or the project does not declare the group.
    """
    from boardwright.commands.diffing.rule_file_sides import iter_compared_groups
    from boardwright.diff.rule_group_comparison import compare_groups

    if step.stored is None or step.wanted is None:
        raise ValueError("the step lacks the stored or the declared rule group")
    source = step.wanted.source
    before = iter_compared_groups(source, [step.stored.group])
    after = iter_compared_groups(source, [step.wanted.group])
    return compare_groups([*before], [*after])[0]


def format_ruler_json(deploy: RulerDeploy) -> Json:
    """Return the plan of a deploy to a ruler as JSON data. If the plan was applied, the data also
    contains the result of each step.
    """
    outcomes = {id(each.step): each for each in deploy.outcomes or ()}
    plan = deploy.plan
    return {
        "url": strip_url_secrets(deploy.ruler.url),
        "tenant": deploy.ruler.tenant,
        "groups": [_format_group_json(step, outcomes.get(id(step))) for step in plan.groups],
        "prunes": [_format_step_json(step, outcomes.get(id(step))) for step in plan.prunes],
        "undeclared": [
            {"namespace": each.namespace, "name": each.group.name} for each in plan.undeclared
        ],
        "notPruned": to_json_value(plan.not_pruned),
    }


def _format_step_json(step: RulerStep, outcome: RulerOutcome | None) -> Json:
    return {
        "action": step.action,
        "status": outcome.status if outcome else None,
        "namespace": step.group.namespace,
        "name": step.group.group.name,
        "rules": [rule.name for rule in step.group.group.rules],
        "error": to_json_value(outcome.error if outcome else step.reason),
    }


def _format_group_json(step: RulerStep, outcome: RulerOutcome | None) -> Json:
    return {
        **_format_step_json(step, outcome),
        "place": str(step.group.group.place),
        "dropped": list(outcome.dropped) if outcome else [],
        "difference": _format_difference_json(step),
    }


def _format_difference_json(step: RulerStep) -> Json | None:
    if step.action != "update":
        return None
    from boardwright.report.diff_json import format_rule_changes_json

    return format_rule_changes_json(compare_ruler_step(step), {})
