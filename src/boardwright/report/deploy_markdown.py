"""Formats the result of `boardwright deploy` as Markdown for the summary page of a GitHub Actions
job. The template is `deploy.md.jinja`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from boardwright.commands.deploying.deploy import Deploy
from boardwright.report.deploy_json import format_deploy_json
from boardwright.report.deploy_steps import collect_planned_changes
from boardwright.report.markdown_templates import load_markdown_macros
from boardwright.report.ruler_text import compare_ruler_step
from boardwright.report.text_format import format_counts_by_noun

_ROWS = 200
"""The largest number of boards in a table. GitHub cuts a page at 1 MiB."""

_ORDER = (
    *("created", "create", "updated", "update", "moved", "move", "pruned", "prune"),
    *("unchanged", "conflict", "failed", "refused"),
)


def format_deploys_markdown(deploys: Sequence[Deploy]) -> str:
    """Return the Markdown text. For each environment, the text has a heading, a line and a
    table.
    """
    return "".join(map(_format_deploy_markdown, deploys))


def _format_deploy_markdown(deploy: Deploy) -> str:
    macros = load_markdown_macros("deploy.md.jinja")
    data = format_deploy_json(deploy)
    items = list(_list_table_items(data))
    counts = format_counts_by_noun([(noun, status) for noun, status, _ in items], _ORDER)
    rows = [(status, item) for _, status, item in items if status != "unchanged"]
    opening = macros.opening(deploy, data["errors"], counts)
    return f"{opening}{macros.table(rows, _ROWS)}{_format_differences(deploy)}"


def _list_table_items(data: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the noun, the status and the JSON data of each board, each group of rules, and each
    object that is deleted from Grafana or the ruler.
    """
    for board in data["boards"]:
        yield "board", board["status"] or board["action"], board
    for prune in data["prunes"]:
        noun = "alert rule" if prune["kind"] == "rule" else "board"
        yield noun, prune["status"] or "prune", prune
    for group in data["groups"]:
        row = {**group, "title": f'alert group "{group["name"]}"', "uid": ""}
        yield "alert group", group["status"] or group["action"], row
    ruler = data["ruler"] or {"groups": [], "prunes": []}
    for each in (*ruler["groups"], *ruler["prunes"]):
        row = {**each, "title": f'rule group "{each["name"]}"', "uid": each["namespace"]}
        yield "rule group", each["status"] or each["action"], row


def _format_differences(deploy: Deploy) -> str:
    """Return the planned differences as Markdown, in sections that the reader can unfold. The
    differences that several boards share come first, followed by the other differences of each
    board and group.
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
