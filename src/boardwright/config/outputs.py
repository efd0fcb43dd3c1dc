"""Reads the settings for the files of a build: `output`, `project.targets` and `[kubernetes]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from boardwright.config.toml_table import Table
from boardwright.provisioning.kubernetes import Kubernetes
from boardwright.provisioning.targets import TARGETS, find_combination_fault
from boardwright.schema.board_schema import SCHEMAS, BoardSchema

_NAMESPACE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?")
_KEY = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
)

APART = "Choose another folder, because the next build would read the written files as boards."


def contains_other(dashboards: Path, output: Path) -> bool:
    """Return whether the two directories are the same, or one of them contains the other."""
    one, other = dashboards.resolve(), output.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)


def read_folder(table: Table, key: str, default: str) -> str:
    """Read the path of a folder, relative to the project's folder.

    Raises:
        ConfigError: The path begins with `~`, which only a shell expands.
    """
    return require_unexpanded(table, key, table.take(key, str, default))


def require_unexpanded(table: Table, key: str, path: str) -> str:
    """Return the path. Refuse a path that begins with `~`, because a folder with the name `~` would
    be created.

    Raises:
        ConfigError: The path begins with `~`.
    """
    if path.startswith("~"):
        what = f"{key} is {path!r}, but ~ is not expanded in this file"
        table.refuse(
            what, key, "Write an absolute path, or a path relative to the project's folder."
        )
    return path


def read_output(table: Table, default: str, *, root: Path, dashboards: str) -> str:
    """Read `output` and check that it does not overlap the dashboards folder.

    Args:
        table: The table `[project]` or `[environments.NAME]`.
        default: The output folder if the table has no `output`.
        root: Folder of the project.
        dashboards: Folder of the declarations, relative to `root`.
    """
    output = read_folder(table, "output", default)
    if contains_other(root / dashboards, root / output):
        what = (
            f"the output folder {output!r} overlaps {dashboards!r}, the folder that "
            "declares the boards"
        )
        table.refuse(what, "output", APART)
    return output


def read_targets(table: Table) -> tuple[str, ...]:
    """Read `targets` of the table `[project]`."""
    targets = table.get_texts("targets", ["provisioning"])
    for target in targets:
        if target not in TARGETS:
            table.refuse(
                f"project.targets contains {target!r}; it takes {', '.join(TARGETS)}", "targets"
            )
    if not targets:
        table.refuse(
            "project.targets is empty",
            "targets",
            "Omit `targets` to build only the target provisioning.",
        )
    if found := find_combination_fault(targets):
        table.refuse(f"project.targets: {found[0]}", "targets", found[1])
    return tuple(target for target in TARGETS if target in targets)


def read_schema(table: Table, default: BoardSchema | None = None) -> BoardSchema | None:
    """Read `schema` of the table `[project]` or `[environments.NAME]`.

    Args:
        table: The table `[project]` or `[environments.NAME]`.
        default: The schema of the project, for an environment without `schema`.

    Returns:
        The dashboard schema. If None, files are written in schema v1, and a deploy uses the schema
        that the server prefers.
    """
    schema = table.take("schema", str, "")
    if not schema:
        return default
    if schema not in SCHEMAS:
        hint = "Grafana 13 replaced v2alpha1 by v2." if schema == "v2alpha1" else ""
        table.refuse(f"schema is {schema!r}; it takes {', '.join(SCHEMAS)}", "schema", hint)
    return schema


def read_kubernetes(top: Table, project: str) -> Kubernetes:
    """Read the table `[kubernetes]`.

    Args:
        top: The top-level table of boardwright.toml.
        project: Name of the project.
    """
    table = top.get_table("kubernetes")
    usual = Kubernetes(project=project)
    settings = Kubernetes(
        project=project,
        namespace=_read_text(table, "namespace", "", _NAMESPACE),
        label=_read_text(table, "label", usual.label, _KEY),
        label_value=_read_text(table, "label_value", usual.label_value, _VALUE),
        folder_annotation=_read_text(table, "folder_annotation", usual.folder_annotation, _KEY),
        instance_selector=_read_labels(table, "instance_selector", usual.instance_selector),
        rule_labels=_read_labels(table, "rule_labels", usual.rule_labels),
    )
    table.close()
    return settings


def _read_text(table: Table, key: str, default: str, form: re.Pattern[str]) -> str:
    value = table.take(key, str, default)
    if value != default and not form.fullmatch(value):
        table.refuse(
            f"kubernetes.{key} is {value!r}, which Kubernetes does not accept as a value", key
        )
    return value


def _read_labels(table: Table, name: str, usual: Mapping[str, str]) -> MappingProxyType[str, str]:
    inner = table.get_table(name)
    labels = inner.get_rest()
    for key, value in labels.items():
        if not isinstance(value, str) or not _KEY.fullmatch(key) or not _VALUE.fullmatch(value):
            inner.refuse(
                f"kubernetes.{name} has {key!r} = {value!r}, which is not a valid Kubernetes label",
                key,
            )
    return MappingProxyType(labels or dict(usual))
