"""Reads the settings for the files that a build writes, such as `output` and `[kubernetes]`."""

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
_LABEL_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?")
_LABEL_KEY = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
)

SEPARATE_FOLDER_HINT = (
    "Choose another folder, because the next build would read the written files as boards."
)


def are_overlapping(folder: Path, other: Path) -> bool:
    """Return whether two folders are the same, or one of them contains the other."""
    folder, other = folder.resolve(), other.resolve()
    return folder.is_relative_to(other) or other.is_relative_to(folder)


def read_folder(table: Table, key: str, default: str) -> str:
    """Read the path of a folder, relative to the project's folder.

    Raises:
        ConfigError: The path begins with `~`, which only a shell expands.
    """
    return require_unexpanded(table, key, table.take(key, str, default))


def require_unexpanded(table: Table, key: str, path: str) -> str:
    """Return the path unchanged.

    Raises:
        ConfigError: The path begins with `~`. Without this error, a build would create a folder
            with the name `~`.
    """
    if path.startswith("~"):
        what = f"{key} is {path!r}, but boardwright does not replace ~ by the home folder"
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
        dashboards: Folder with the files that declare boards, relative to `root`.

    Raises:
        ConfigError: The folders overlap, or the path begins with `~`.
    """
    output = read_folder(table, "output", default)
    if are_overlapping(root / dashboards, root / output):
        what = (
            f"the output folder {output!r} overlaps the folder {dashboards!r}, whose files "
            "declare the boards"
        )
        table.refuse(what, "output", SEPARATE_FOLDER_HINT)
    return output


def read_targets(table: Table) -> tuple[str, ...]:
    """Read `project.targets`, the kinds of files that a build writes.

    Raises:
        ConfigError: The list is empty, contains an unknown target, or contains two targets that
            cannot be combined.
    """
    targets = table.get_texts("targets", ["provisioning"])
    for target in targets:
        if target not in TARGETS:
            table.refuse(
                f"project.targets contains {target!r}, but may contain only {', '.join(TARGETS)}",
                "targets",
            )
    if not targets:
        table.refuse(
            "project.targets is empty",
            "targets",
            "Remove the key `targets` to use the default, provisioning.",
        )
    if fault := find_combination_fault(targets):
        table.refuse(f"project.targets: {fault[0]}", "targets", fault[1])
    return tuple(target for target in TARGETS if target in targets)


def read_schema(table: Table, default: BoardSchema | None = None) -> BoardSchema | None:
    """Read `schema` of the table `[project]` or `[environments.NAME]`.

    Args:
        table: The table `[project]` or `[environments.NAME]`.
        default: The project's schema, which an environment without `schema` uses.

    Returns:
        The dashboard schema. If None, a build writes schema v1, and a deploy uses the schema that
        the server prefers.
    """
    schema = table.take("schema", str, "")
    if not schema:
        return default
    if schema not in SCHEMAS:
        hint = "Write v2, which replaced v2alpha1 in Grafana 13." if schema == "v2alpha1" else ""
        schemas = ", ".join(SCHEMAS)
        table.refuse(f"schema is {schema!r}, but must be one of {schemas}", "schema", hint)
    return schema


def read_kubernetes(top: Table, project: str) -> Kubernetes:
    """Read the table `[kubernetes]`.

    Args:
        top: The top-level table of boardwright.toml.
        project: Name of the project.
    """
    table = top.get_table("kubernetes")
    defaults = Kubernetes(project=project)
    settings = Kubernetes(
        project=project,
        namespace=_read_text(table, "namespace", "", _NAMESPACE),
        label=_read_text(table, "label", defaults.label, _LABEL_KEY),
        label_value=_read_text(table, "label_value", defaults.label_value, _LABEL_VALUE),
        folder_annotation=_read_text(
            table, "folder_annotation", defaults.folder_annotation, _LABEL_KEY
        ),
        instance_selector=_read_labels(table, "instance_selector", defaults.instance_selector),
        rule_labels=_read_labels(table, "rule_labels", defaults.rule_labels),
    )
    table.close()
    return settings


def _read_text(table: Table, key: str, default: str, pattern: re.Pattern[str]) -> str:
    value = table.take(key, str, default)
    if value != default and not pattern.fullmatch(value):
        table.refuse(
            f"kubernetes.{key} is {value!r}, but Kubernetes does not accept this value", key
        )
    return value


def _read_labels(table: Table, name: str, default: Mapping[str, str]) -> MappingProxyType[str, str]:
    inner = table.get_table(name)
    labels = inner.get_rest()
    for key, value in labels.items():
        is_valid = isinstance(value, str) and _LABEL_VALUE.fullmatch(value)
        if not is_valid or not _LABEL_KEY.fullmatch(key):
            inner.refuse(
                f"kubernetes.{name} has {key!r} = {value!r}, which is not a valid Kubernetes label",
                key,
            )
    return MappingProxyType(labels or dict(default))
