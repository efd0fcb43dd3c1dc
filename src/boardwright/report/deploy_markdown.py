"""A deploy as Markdown, for the page of a job on GitHub."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

from boardwright.commands.deploying.deploy import Deploy
from boardwright.http.addresses import public_url
from boardwright.report.deploy_json import deploy_json
from boardwright.report.deploy_steps import planned_changes
from boardwright.report.text_format import tallies

_ROWS = 200
"""The most boards in a table; GitHub cuts a page at 1 MiB."""
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|~-])")
_ORDER = (
    *("created", "create", "updated", "update", "moved", "move", "pruned", "prune"),
    *("unchanged", "conflict", "failed", "refused"),
)


def deploys_markdown(deploys: Sequence[Deploy]) -> str:
    """Return a heading, a line and a table for each environment."""
    return "".join(f"{line}\n" for deploy in deploys for line in _lines(deploy))


def _lines(deploy: Deploy) -> Iterator[str]:
    data = deploy_json(deploy)
    done = "Deploy" if deploy.applied else "Plan of a deploy"
    yield f"### {done}{_to(deploy)}"
    yield ""
    for error in data["errors"]:
        yield f"- **error**: {_text(error['what'])}"
    things = list(_things(data))
    words = [(noun, each["status"] or each["action"]) for noun, each in things]
    yield tallies(words, _ORDER) or "No boards."
    yield ""
    rows = [(word, each) for (_, word), (_, each) in zip(words, things, strict=True)]
    yield from _table([(word, each) for word, each in rows if word != "unchanged"])
    yield ""
    yield from _details(deploy)


def _things(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all that a deploy is about, each with its noun."""
    yield from (("board", board) for board in data["boards"])
    for prune in data["prunes"]:
        yield ("alert rule" if prune["kind"] == "rule" else "board"), {**prune, "action": "prune"}
    for group in data["groups"]:
        yield "alert group", {**group, "title": f'alert group "{group["name"]}"', "uid": ""}


def _to(deploy: Deploy) -> str:
    name = f" to {_text(deploy.environment)}" if deploy.environment else ""
    if deploy.connected is None:
        return name
    url = public_url(deploy.connected.grafana.url)
    return f"{name}: Grafana {_text(deploy.connected.version)}, {url}"


def _table(rows: Sequence[tuple[str, dict[str, object]]]) -> Iterator[str]:
    if not rows:
        return
    yield "| | board | uid | why |"
    yield "|---|---|---|---|"
    for word, board in rows[:_ROWS]:
        error = board["error"]
        why = error["what"] if isinstance(error, dict) else ""
        title, uid = _text(str(board["title"])), _text(str(board["uid"]))
        yield f"| {word} | {title} | {uid} | {_text(str(why))} |"
    if len(rows) > _ROWS:
        yield ""
        yield f"and {len(rows) - _ROWS} more"


def _details(deploy: Deploy) -> Iterator[str]:
    """Yield the differences: those that several boards share once, then each board's, folded."""
    changes = planned_changes(deploy)
    if not (changes.shared or changes.boards or changes.groups):
        return
    from boardwright.commands.diffing.alert_group_diff import GroupDiff
    from boardwright.commands.diffing.diff import BoardDiff
    from boardwright.report.diff_markdown import LIMIT, details, shared_markdown

    yield from shared_markdown(changes.shared)
    boards = [BoardDiff(change=change) for _, change in changes.boards]
    yield details([*boards, *(GroupDiff(change=change) for _, change in changes.groups)], LIMIT)


def _text(text: str) -> str:
    """Text that is nothing but text: one line, no HTML, no Markdown, no mention of anyone."""
    line = " ".join(text.split())[:300]
    line = "".join(char for char in line if char.isprintable())
    return _MARKS.sub(r"\\\1", html.escape(line, quote=False)).replace("@", "&#64;")
