"""Files that declare rules, and helpers that compile a project with them."""

from __future__ import annotations

from pathlib import Path

from boardwright.config.project_file import read_project
from boardwright.projects.compiled_project import CompiledProject, compile_project

HEAD = """\
from boardwright.promql import avg, metric, rate
from boardwright.rules import alert, group, record

idle = metric("node_cpu_seconds_total", mode="idle")
"""

RULES = f"""{HEAD}
busy = record("instance:node_cpu_usage:ratio", 1 - avg(rate(idle), by="instance"))
high = alert("HostCpuHigh", busy > 0.9, for_="15m", severity="warning", summary="busy")
"""

RULE_FILE = """\
# Written by `boardwright build` from rules/node.py. Edit that, not this.
groups:
  - name: node
    interval: 10s
    rules:
      - record: instance:node_cpu_usage:ratio
        expr: 1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[1m]))
      - alert: HostCpuHigh
        expr: instance:node_cpu_usage:ratio > 0.9
        for: 15m
        labels:
          severity: warning
        annotations:
          summary: busy
"""

BOARD_HEAD = """\
from grafanalib.core import Dashboard, Target, TimeSeries
"""


def board(*exprs: str) -> str:
    """Return the lines of a board with one panel for each Python expression."""
    panels = ", ".join(
        f"TimeSeries(title='P{at}', unit='percentunit', targets=[Target(expr={expr})])"
        for at, expr in enumerate(exprs, start=1)
    )
    return f"board = Dashboard(title='Node', uid='node', panels=[{panels}])\n"


def compile_rules(root: Path, *paths: str, env: str | None = None) -> CompiledProject:
    """Compile the project and return the result."""
    project = read_project(root)
    return compile_project(
        project,
        environment=project.find_environment(env),
        paths=[root / path for path in paths] or None,
    )


def names_by_group(compiled: CompiledProject) -> dict[str, dict[str, list[str]]]:
    """Return declaring file -> group -> names of the rules."""
    return {
        file.source: {group.name: [rule.name for rule in group.rules] for group in file.groups}
        for file in compiled.rules
    }
