"""Grafana's alert rules by files: one file a group.

Seen on Grafana 12.2: it takes `$NAME` in names, titles and labels for a variable of its
environment, and `$$` for `$`; queries and annotations it takes as they are. It provisions alerts
before boards, and makes their folder by title with a uid of its own, so that a folder of boards
named alike would be there twice; a `/` in the title makes levels, and these twice for two groups.

Source: https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from boardwright.errors import BoardwrightError, DocumentError
from boardwright.provisioning.providers import Folder
from boardwright.provisioning.yaml_text import yaml_text
from boardwright.schema.alerts import CompiledGroup, CompiledRule

FOLDER = "grafana/provisioning/alerting/"

PlacedGroup = tuple[Folder, CompiledGroup]
"""A compiled group of alert rules and the folder it goes to."""


def alert_path(placed: PlacedGroup) -> str:
    """Return where a group lies in the tree; another path for every folder and name."""
    folder, group = placed
    exact = f"{folder.title}\0{group.name}".encode("utf-8", "surrogatepass")
    slug = Folder.from_title(group.name).directory
    return f"{FOLDER}{slug}-{sha256(exact).hexdigest()[:8]}.yaml"


def alert_file(placed: PlacedGroup) -> tuple[str, bytes]:
    """Return the file of a group: its path and what it holds."""
    folder, group = placed
    data = {
        "apiVersion": 1,
        "groups": [
            {
                "orgId": 1,
                "name": _literal(group.name),
                "folder": _literal(alert_folder(folder)),
                "interval": f"{group.interval}s",
                "rules": [_rule(rule) for rule in group.rules],
            }
        ],
    }
    return alert_path(placed), yaml_text(data, source=group.place.file)


def alert_folder(folder: Folder) -> str:
    """Return the title of the folder that holds the rules of a folder's groups."""
    return f"{' - '.join(level.strip() for level in folder.title.split('/'))} alerts"


def _rule(rule: CompiledRule) -> dict[str, Any]:
    labels = {name: _literal(value) for name, value in rule.data["labels"].items()}
    return {**rule.data, "title": _literal(rule.title), "labels": labels}


def _literal(text: str) -> str:
    return text.replace("$", "$$")


def alert_duplicates(placed: Sequence[PlacedGroup]) -> list[BoardwrightError]:
    """Return an error for each group, rule title of a folder, and rule uid that is there twice."""
    errors: list[BoardwrightError] = []
    groups: dict[tuple[Folder, str], CompiledGroup] = {}
    titles: dict[tuple[Folder, str], CompiledRule] = {}
    uids: dict[str, CompiledRule] = {}
    for folder, group in placed:
        first = groups.setdefault((folder, group.name), group)
        if first is not group:
            errors.append(_same_group(folder, first, group))
            continue
        for rule in group.rules:
            twin = titles.setdefault((folder, rule.title), rule)
            errors += [] if twin is rule else [_same_rule("title", rule.title, twin, rule)]
            twin = uids.setdefault(rule.uid, rule)
            errors += [] if twin is rule else [_same_rule("uid", rule.uid, twin, rule)]
    return errors


def _same_group(folder: Folder, first: CompiledGroup, second: CompiledGroup) -> DocumentError:
    return DocumentError(
        f'the folder "{folder.title}" has two alert groups {first.name!r}; the other is at'
        f" {first.place}",
        where=second.place,
        hint="Put the rules into one group, or rename one.",
    )


def _same_rule(what: str, value: str, first: CompiledRule, second: CompiledRule) -> DocumentError:
    return DocumentError(
        f"two alert rules have the {what} {value!r}; the other is at {first.place}",
        where=second.place,
        hint="Grafana takes a title once a folder, and a uid once: change one of them.",
    )
