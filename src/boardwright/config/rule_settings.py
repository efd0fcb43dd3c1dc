"""Settings of recording rules and alerts: `[rules]`."""

from __future__ import annotations

from boardwright.config.toml_table import Table
from boardwright.frozen import frozen

EVALUATORS = ("prometheus", "grafana")
"""The servers that can evaluate alerts; recording rules are Prometheus's in any case."""


@frozen
class RuleSettings:
    """Where rules are declared, and which servers evaluate the alerts.

    Attributes:
        folder: The folder of files with rules, relative to the project.
        alerts_in: The servers that evaluate the alerts.
    """

    folder: str = "rules"
    alerts_in: tuple[str, ...] = ("prometheus",)


def read_rules(top: Table) -> RuleSettings:
    """Read `[rules]`."""
    table = top.table("rules")
    settings = RuleSettings(
        folder=table.take("folder", str, "rules"),
        alerts_in=read_evaluators(table, RuleSettings().alerts_in),
    )
    table.close()
    return settings


def read_evaluators(table: Table, default: tuple[str, ...]) -> tuple[str, ...]:
    """Read `alerts_in` of `[rules]`, or of an environment.

    Raises:
        ConfigError: It names no server, or another one than Prometheus and Grafana.
    """
    named = table.texts("alerts_in", default)
    if not named or not set(named) <= set(EVALUATORS):
        table.refuse(
            f"alerts_in is {list(named)!r}; it takes prometheus, grafana, or both", "alerts_in"
        )
    return tuple(server for server in EVALUATORS if server in named)
