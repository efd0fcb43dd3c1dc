"""Grafana's alerting provisioning files: one a group of rules.

Grafana puts the environment's variables into names, titles and labels, and not into annotations,
queries and expressions (seen on 12.2): `$` is doubled in the former alone.

Source: https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from boardwright.errors import BoardwrightError, DocumentError
from boardwright.provisioning.providers import Folder
from boardwright.provisioning.yaml_text import yaml_text
from boardwright.schema.alerts import CompiledGroup, CompiledRule, Rule

PlacedGroup = tuple[Folder, CompiledGroup]
"""A compiled group of alert rules and the folder it goes to."""


def group_path(folder: Folder, group: CompiledGroup) -> str:
    """Return where a group's file lies in the tree."""
    name = Folder.from_title(group.name).directory
    return f"grafana/provisioning/alerting/{folder.directory}.{name}.yaml"


def group_file(folder: Folder, group: CompiledGroup) -> bytes:
    """Return the file of one group."""
    levels = "/".join(level.strip() for level in folder.title.split("/"))
    data = {
        "apiVersion": 1,
        "groups": [
            {
                "orgId": 1,
                "name": _literal(group.name),
                "folder": _literal(levels),
                "interval": f"{group.interval}s",
                "rules": [_rule(rule.data) for rule in group.rules],
            }
        ],
    }
    return yaml_text(data, source=group.place.file)


def _rule(rule: Rule) -> dict[str, Any]:
    labels = {key: _literal(value) for key, value in rule["labels"].items()}
    return {**rule, "title": _literal(rule["title"]), "labels": labels}


def _literal(text: str) -> str:
    return text.replace("$", "$$")


def group_duplicates(groups: Sequence[PlacedGroup]) -> list[BoardwrightError]:
    """Return an error for each group and each rule that is there twice.

    Grafana takes a second rule of the same title, and replaces a group by another of its name.
    """
    errors: list[BoardwrightError] = []
    names: dict[str, CompiledGroup] = {}
    rules: dict[str, CompiledRule] = {}
    for folder, group in groups:
        first = names.setdefault(group_path(folder, group), group)
        if first is not group:
            errors.append(_same_group(folder, first, group))
        errors += _same_rules(rules, group.rules)
    return errors


def _same_rules(
    seen: dict[str, CompiledRule], rules: Iterable[CompiledRule]
) -> Iterable[BoardwrightError]:
    for rule in rules:
        first = seen.setdefault(rule.uid, rule)
        if first is not rule:
            yield _same_rule(first, rule)


def _same_group(folder: Folder, first: CompiledGroup, second: CompiledGroup) -> DocumentError:
    return DocumentError(
        f'the folder "{folder.title}" has two alert groups "{second.name}"; the other is at'
        f" {first.place}",
        where=second.place,
        hint="Put the rules into one group, or rename one.",
    )


def _same_rule(first: CompiledRule, second: CompiledRule) -> DocumentError:
    what = (
        f'two alert rules have the title "{second.title}"'
        if first.title == second.title
        else f'alert rule "{second.title}" has the uid {second.uid!r}, as has "{first.title}"'
    )
    return DocumentError(
        f"{what}; the other is at {first.place}",
        where=second.place,
        hint="Rename one, or give it a uid of its own.",
    )
