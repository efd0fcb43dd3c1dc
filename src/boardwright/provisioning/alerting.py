"""Grafana's alerting provisioning files: one a group of rules.

Grafana puts the environment's variables into names, titles and labels, and not into annotations,
queries and expressions (seen on 12.2): `$` is doubled in the former alone.

Source: https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/
"""

from __future__ import annotations

from typing import Any

import yaml

from boardwright.errors import DocumentError
from boardwright.frozen import frozen
from boardwright.provisioning.placed import folder_path
from boardwright.provisioning.providers import Folder
from boardwright.provisioning.yaml_text import yaml_text
from boardwright.schema.alerts import CompiledGroup, Rule


@frozen
class FiledGroup:
    """A group as a file has it; `folder` is its title, and `interval` in seconds."""

    name: str
    folder: str
    interval: int
    rules: tuple[Rule, ...]


def group_file(folder: Folder, group: CompiledGroup) -> bytes:
    """Return the file of one group."""
    data = {
        "apiVersion": 1,
        "groups": [
            {
                "orgId": 1,
                "name": _literal(group.name),
                "folder": _literal(folder_path(folder)),
                "interval": f"{group.interval}s",
                "rules": [_rule(rule.data) for rule in group.rules],
            }
        ],
    }
    return yaml_text(data, source=group.place.file)


def read_group_file(text: bytes, *, where: str) -> list[FiledGroup]:
    """Return the groups of a file that `group_file` wrote.

    Raises:
        DocumentError: It is no such file.
    """
    try:
        groups = yaml.safe_load(text)["groups"]
        return [
            FiledGroup(
                name=_plain(group["name"]),
                folder=_plain(group["folder"]),
                interval=int(group["interval"].removesuffix("s")),
                rules=tuple(_read_rule(rule) for rule in group["rules"]),
            )
            for group in groups
        ]
    except (yaml.YAMLError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise DocumentError(
            f"is no file of alert rules: {error}",
            where=where,
            hint="Run `boardwright build`.",
        ) from error


def _read_rule(rule: Rule) -> Rule:
    labels = {key: _plain(value) for key, value in rule["labels"].items()}
    return {**rule, "title": _plain(rule["title"]), "labels": labels}


def _plain(text: str) -> str:
    return text.replace("$$", "$")


def _rule(rule: Rule) -> dict[str, Any]:
    labels = {key: _literal(value) for key, value in rule["labels"].items()}
    return {**rule, "title": _literal(rule["title"]), "labels": labels}


def _literal(text: str) -> str:
    return text.replace("$", "$$")
