"""Output of a build: `output`, `project.targets` and `[kubernetes]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from boardwright.config.toml_table import Table
from boardwright.provisioning.kubernetes import Kubernetes
from boardwright.provisioning.targets import TARGETS, fault
from boardwright.schema.board_schema import SCHEMAS, BoardSchema

_NAMESPACE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?")
_KEY = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
)

APART = "Name another folder: the next build would read the written files as boards."


def overlap(dashboards: Path, output: Path) -> bool:
    """Return whether one of these folders is, or contains, the other."""
    one, other = dashboards.resolve(), output.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)


def read_folder(table: Table, key: str, default: str) -> str:
    """Read the path of a folder, relative to the project.

    Raises:
        ConfigError: It begins with `~`, which only a shell expands.
    """
    return require_unexpanded(table, key, table.take(key, str, default))


def require_unexpanded(table: Table, key: str, path: str) -> str:
    """Return a path that does not begin with `~`: it would name a folder called `~`.

    Raises:
        ConfigError: It does.
    """
    if path.startswith("~"):
        what = f"{key} is {path!r}, and ~ is not expanded in this file"
        table.refuse(what, key, "Write the absolute path, or one relative to the project.")
    return path


def read_output(table: Table, default: str, *, root: Path, dashboards: str) -> str:
    """Read `output`, which must not overlap the folder of declarations.

    Args:
        table: `[project]`, or an environment's table.
        default: The folder when the table has no `output`.
        root: The project's folder.
        dashboards: The folder of declarations, relative to it.
    """
    output = read_folder(table, "output", default)
    if overlap(root / dashboards, root / output):
        what = f"the output folder {output!r} overlaps {dashboards!r}, where the boards are"
        table.refuse(what, "output", APART)
    return output


def read_targets(table: Table) -> tuple[str, ...]:
    """Read `targets` of `[project]`."""
    targets = table.texts("targets", ["provisioning"])
    for target in targets:
        if target not in TARGETS:
            table.refuse(
                f"project.targets has {target!r}; it takes {', '.join(TARGETS)}", "targets"
            )
    if not targets:
        table.refuse("project.targets is empty", "targets", "Leave it out for provisioning alone.")
    if found := fault(targets):
        table.refuse(f"project.targets: {found[0]}", "targets", found[1])
    return tuple(target for target in TARGETS if target in targets)


def read_schema(table: Table, default: BoardSchema | None = None) -> BoardSchema | None:
    """Read `schema` of `[project]` or of an environment.

    Args:
        table: The table.
        default: The project's schema, for an environment without its own.

    Returns:
        The schema; None for v1 in files, and for the schema that the server prefers in a deploy.
    """
    schema = table.take("schema", str, "")
    if not schema:
        return default
    if schema not in SCHEMAS:
        hint = "Grafana 13 replaced it by v2." if schema == "v2alpha1" else ""
        table.refuse(f"schema is {schema!r}; it takes {', '.join(SCHEMAS)}", "schema", hint)
    return schema


def read_kubernetes(top: Table, project: str) -> Kubernetes:
    """Read `[kubernetes]`.

    Args:
        top: The whole file.
        project: The project's name.
    """
    table = top.table("kubernetes")
    usual = Kubernetes(project=project)
    settings = Kubernetes(
        project=project,
        namespace=_text(table, "namespace", "", _NAMESPACE),
        label=_text(table, "label", usual.label, _KEY),
        label_value=_text(table, "label_value", usual.label_value, _VALUE),
        folder_annotation=_text(table, "folder_annotation", usual.folder_annotation, _KEY),
        instance_selector=_labels(table, "instance_selector", usual.instance_selector),
        rule_labels=_labels(table, "rule_labels", usual.rule_labels),
    )
    table.close()
    return settings


def _text(table: Table, key: str, default: str, form: re.Pattern[str]) -> str:
    value = table.take(key, str, default)
    if value != default and not form.fullmatch(value):
        table.refuse(f"kubernetes.{key} is {value!r}, which Kubernetes does not accept", key)
    return value


def _labels(table: Table, name: str, usual: Mapping[str, str]) -> MappingProxyType[str, str]:
    inner = table.table(name)
    labels = inner.rest()
    for key, value in labels.items():
        if not isinstance(value, str) or not _KEY.fullmatch(key) or not _VALUE.fullmatch(value):
            inner.refuse(f"kubernetes.{name} has {key!r} = {value!r}, which is not a label", key)
    return MappingProxyType(labels or dict(usual))
