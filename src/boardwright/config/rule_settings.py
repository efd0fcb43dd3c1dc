"""Reads the settings for recording rules and alerts: `[rules]`."""

from __future__ import annotations

from boardwright.config.toml_table import Table
from boardwright.frozen import frozen

EVALUATORS = ("prometheus", "grafana")
"""The servers that can evaluate alerts. Recording rules are always evaluated by Prometheus."""


@frozen
class RuleSettings:
    """The settings in `[rules]`: the folder of the rules, and the servers that evaluate alert
    rules.

    Attributes:
        folder: Folder with the modules and files that declare rules, relative to the project.
        alerts_in: The servers that evaluate alert rules: `prometheus`, `grafana` or both.
    """

    folder: str = "rules"
    alerts_in: tuple[str, ...] = ("prometheus",)


def read_rule_settings(top: Table) -> RuleSettings:
    """Read the table `[rules]`."""
    table = top.get_table("rules")
    settings = RuleSettings(
        folder=table.take("folder", str, "rules"),
        alerts_in=read_evaluators(table, RuleSettings().alerts_in),
    )
    table.close()
    return settings


def read_evaluators(table: Table, default: tuple[str, ...]) -> tuple[str, ...]:
    """Read `alerts_in` of the table `[rules]` or `[environments.NAME]`.

    Raises:
        ConfigError: The list is empty, or contains a value other than `prometheus` and `grafana`.
    """
    evaluators = table.get_texts("alerts_in", default)
    if not evaluators or not set(evaluators) <= set(EVALUATORS):
        table.refuse(
            f"alerts_in is {list(evaluators)!r}; it takes prometheus, grafana, or both", "alerts_in"
        )
    return tuple(server for server in EVALUATORS if server in evaluators)
