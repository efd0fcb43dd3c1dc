"""Grafana's alerting provisioning files: one a group of rules.

Grafana puts the environment's variables into names, titles and labels, and not into annotations,
queries and expressions (seen on 12.2): `$` is doubled in the former alone.

Source: https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/
"""

from __future__ import annotations

from typing import Any

from boardwright.provisioning.providers import Folder
from boardwright.provisioning.yaml_text import yaml_text
from boardwright.schema.alerts import CompiledGroup, Rule


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
