"""Reads the settings for recording rules and alerts: `[rules]`."""

from __future__ import annotations

from boardwright.config.toml_table import Table
from boardwright.frozen import frozen

EVALUATORS = ("prometheus", "grafana")
"""The servers that can evaluate alerts. Only Prometheus evaluates recording rules."""


@frozen
class RuleSettings:
    """The settings in the table `[rules]`.

    Attributes:
        folder: Folder with the files that declare rules, relative to the project.
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
    """Read `alerts_in`, the servers that evaluate alerts, from `[rules]` or `[environments.NAME]`.

    Raises:
        ConfigError: The list is empty, or contains a value other than `prometheus` and `grafana`.
    """
    evaluators = table.get_texts("alerts_in", default)
    if not evaluators or not set(evaluators) <= set(EVALUATORS):
        table.refuse(
            f"alerts_in is {list(evaluators)!r}, but must contain prometheus, grafana, or both",
            "alerts_in",
        )
    return tuple(server for server in EVALUATORS if server in evaluators)
