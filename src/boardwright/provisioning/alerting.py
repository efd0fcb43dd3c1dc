"""Writes the files from which Grafana provisions alert rules: one file for each group of rules.

In provisioning files of alert rules, Grafana expands variables in names, titles and labels, but not
in annotations, queries and expressions (observed with Grafana 12.2 and 12.4). So boardwright
replaces `$` by `$$` only in names, titles and labels.

Source: https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/
"""

from __future__ import annotations

import yaml

from boardwright.errors import DocumentError
from boardwright.frozen import frozen
from boardwright.provisioning.grafana_values import escape_value, unescape_value
from boardwright.provisioning.output_paths import format_folder_path
from boardwright.provisioning.providers import BoardFolder
from boardwright.provisioning.yaml_text import encode_yaml
from boardwright.schema.alerting.alerts import (
    FILE_MISSING_EVALUATIONS,
    AlertRuleJson,
    CompiledGroup,
)
from boardwright.schema.alerting.grafana_rule import MISSING_EVALUATIONS


@frozen
class FiledGroup:
    """A group of alert rules in a provisioning file.

    Attributes:
        name: Name of the group.
        folder: Title of the Grafana folder.
        interval: Seconds between two evaluations.
        rules: The alert rules in Grafana's JSON format.
    """

    name: str
    folder: str
    interval: int
    rules: tuple[AlertRuleJson, ...]


def encode_group_file(folder: BoardFolder, group: CompiledGroup) -> bytes:
    """Return the provisioning file of one group of alert rules."""
    data = {
        "apiVersion": 1,
        "groups": [
            {
                "orgId": 1,
                "name": escape_value(group.name),
                "folder": escape_value(format_folder_path(folder)),
                "interval": f"{group.interval}s",
                "rules": [_encode_rule(rule.data) for rule in group.rules],
            }
        ],
    }
    return encode_yaml(data, source=group.place.file)


def read_group_file(text: bytes, *, where: str) -> list[FiledGroup]:
    """Return the groups in a file that `encode_group_file` wrote.

    Raises:
        DocumentError: The content is not a file that `encode_group_file` wrote.
    """
    try:
        groups = yaml.safe_load(text)["groups"]
        return [
            FiledGroup(
                name=unescape_value(group["name"]),
                folder=unescape_value(group["folder"]),
                interval=int(group["interval"].removesuffix("s")),
                rules=tuple(_read_rule(rule) for rule in group["rules"]),
            )
            for group in groups
        ]
    except (yaml.YAMLError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise DocumentError(
            f"the file is not a provisioning file of alert rules: {error}",
            where=where,
            hint="Run `boardwright build` to write the file again.",
        ) from error


def _read_rule(rule: AlertRuleJson) -> AlertRuleJson:
    renamed = _rename_key(rule, FILE_MISSING_EVALUATIONS, MISSING_EVALUATIONS)
    labels = {key: unescape_value(value) for key, value in rule["labels"].items()}
    return {**renamed, "title": unescape_value(rule["title"]), "labels": labels}


def _encode_rule(rule: AlertRuleJson) -> AlertRuleJson:
    renamed = _rename_key(rule, MISSING_EVALUATIONS, FILE_MISSING_EVALUATIONS)
    labels = {key: escape_value(value) for key, value in rule["labels"].items()}
    return {**renamed, "title": escape_value(rule["title"]), "labels": labels}


def _rename_key(rule: AlertRuleJson, name: str, new: str) -> AlertRuleJson:
    return {new if key == name else key: value for key, value in rule.items()}
