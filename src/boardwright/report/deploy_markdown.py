"""Formats the result of `boardwright deploy` as Markdown for the summary page of a GitHub Actions
run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from boardwright.commands.deploying.deploy import EnvironmentDeploy
from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.plan_application import StepOutcome
from boardwright.grafana.plan_steps import AnyStep
from boardwright.grafana.wanted_objects import WantedGroup
from boardwright.report.deploy_steps import choose_item_noun, collect_planned_changes
from boardwright.report.markdown_templates import load_markdown_macros
from boardwright.report.ruler_report import compare_ruler_step
from boardwright.report.text_format import format_counts_by_noun
from boardwright.ruler.group_application import RulerOutcome
from boardwright.ruler.ruler_plan import RulerStep

_ROW_LIMIT = 200
"""Largest number of rows in a table, because GitHub limits a summary to 1 MiB."""

_ORDER = (
    *("created", "create", "updated", "update", "moved", "move", "pruned", "prune"),
    *("unchanged", "conflict", "failed", "refused"),
)


@frozen
class _Row:
    """A row of the table, which describes one step of the plan.

    Attributes:
        noun: `board`, `alert group`, `alert rule` or `rule group`.
        status: The result of the step, such as `created`. If the step was not applied, the planned
            action, such as `create`.
        title: The title of the board or rule, or the name of the group.
        uid: The uid of the board or rule; for a rule group, the namespace; empty for an alert
            group.
        error: The reason why the step failed or cannot be applied; None without a failure.
    """

    noun: str
    status: str
    title: str
    uid: str
    error: ServerError | None


def format_deploys_markdown(deploys: Sequence[EnvironmentDeploy]) -> str:
    """Return a Markdown text with a section for each environment. A section contains a heading, the
    number of steps, a table of the changed objects, and the planned differences.
    """
    return "".join(map(_format_deploy_markdown, deploys))


def _format_deploy_markdown(deploy: EnvironmentDeploy) -> str:
    macros = load_markdown_macros("deploy.md.jinja")
    rows = list(_iter_rows(deploy))
    counts = format_counts_by_noun([(row.noun, row.status) for row in rows], _ORDER)
    changed = [row for row in rows if row.status != "unchanged"]
    opening = macros.opening(deploy, counts)
    return f"{opening}{macros.table(changed, _ROW_LIMIT)}{_format_differences(deploy)}"


def _iter_rows(deploy: EnvironmentDeploy) -> Iterator[_Row]:
    """Yield a row for each step of the plan, except the steps that create folders."""
    if deploy.plan is not None:
        plan, applied = deploy.plan, deploy.applied
        outcomes = {id(each.step): each for each in (applied.outcomes if applied else ())}
        for step in (*plan.boards, *plan.prunes, *plan.groups):
            yield _build_row(step, outcomes.get(id(step)))
    if deploy.ruler is not None:
        ruler_outcomes = {id(each.step): each for each in deploy.ruler.outcomes or ()}
        for ruler_step in deploy.ruler.plan.steps:
            yield _build_ruler_row(ruler_step, ruler_outcomes.get(id(ruler_step)))


def _build_row(step: AnyStep, outcome: StepOutcome | None) -> _Row:
    match step.item:
        case WantedGroup(name=name):
            title, uid = f'alert group "{name}"', ""
        case item:
            title, uid = item.title, item.uid
    return _Row(
        noun=choose_item_noun(step),
        status=outcome.status if outcome else step.action,
        title=title,
        uid=uid,
        error=outcome.error if outcome else step.reason,
    )


def _build_ruler_row(step: RulerStep, outcome: RulerOutcome | None) -> _Row:
    return _Row(
        noun="rule group",
        status=outcome.status if outcome else step.action,
        title=f'rule group "{step.group.group.name}"',
        uid=step.group.namespace,
        error=outcome.error if outcome else step.reason,
    )


def _format_differences(deploy: EnvironmentDeploy) -> str:
    """Return the planned differences as Markdown in sections that the reader can unfold: first the
    changes that several boards share, then all other changes of each board and group.
    """
    changes = collect_planned_changes(deploy)
    steps = deploy.ruler.plan.groups if deploy.ruler else ()
    in_ruler = [compare_ruler_step(step) for step in steps if step.action == "update"]
    if not (changes.shared or changes.boards or changes.groups or in_ruler):
        return ""
    from boardwright.commands.diffing.alert_group_diff import GroupDiff
    from boardwright.commands.diffing.diff import BoardDiff
    from boardwright.report.diff_markdown import LIMIT, format_details, format_shared_markdown

    owners: list[BoardDiff | GroupDiff] = [BoardDiff(change=each) for _, each in changes.boards]
    owners += [GroupDiff(change=each) for _, each in changes.groups]
    owners += [GroupDiff(change=replace(each, noun="rule group")) for each in in_ruler]
    return f"{format_shared_markdown(changes.shared)}{format_details(owners, LIMIT)}\n"
