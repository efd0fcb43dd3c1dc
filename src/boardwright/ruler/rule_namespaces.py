"""Names the namespaces in which a ruler stores the rule groups of a project.

A ruler stores groups in namespaces, and a namespace has no other attribute than a name. Therefore
the name states the project that owns the groups. For example, `boardwright:shop:node` contains the
groups of the rule file `node.yml` of the project `shop`.
"""

from __future__ import annotations

from boardwright.schema.owner_tag import format_owner_tag


def format_namespace_prefix(project: str) -> str:
    """Return the beginning of the names of all namespaces that this project owns."""
    return f"{format_owner_tag(project)}:"


def format_namespace(project: str, rule_file: str) -> str:
    """Return the namespace for the groups of a rule file.

    Args:
        project: Name of the project.
        rule_file: Name of the rule file that a build writes, such as `node.yml`.
    """
    return format_namespace_prefix(project) + rule_file.removesuffix(".yml")
