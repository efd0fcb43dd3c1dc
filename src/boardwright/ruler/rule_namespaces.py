"""Builds the names of the namespaces in which a ruler stores the rule groups of a project.

The name of a namespace contains the name of the project, because a namespace has no tags or
annotations. For example, the namespace `boardwright:shop:node` contains the groups in the rule file
`node.yml` of the project `shop`.
"""

from __future__ import annotations

from boardwright.schema.owner_tag import format_owner_tag


def format_namespace_prefix(project: str) -> str:
    """Return the beginning of the names of a project's namespaces, such as `boardwright:shop:`."""
    return f"{format_owner_tag(project)}:"


def format_namespace(project: str, rule_file: str) -> str:
    """Return the namespace for the groups of a rule file.

    Args:
        rule_file: Name of the rule file that a build writes, such as `node.yml`.
    """
    return format_namespace_prefix(project) + rule_file.removesuffix(".yml")
