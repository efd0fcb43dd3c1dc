"""Alerts about the machines and the monitoring itself, and the series that they compare.

The row "Alerts" of the board "Stack" shows each compared series with the limit of its alert.
"""

from boardwright.library import filesystems, memory
from boardwright.promql import avg, increase, metric, rate
from boardwright.rules import alert, group, record

idle = metric("node_cpu_seconds_total", mode="idle")

cpu_usage = record(
    "instance:node_cpu_usage:ratio", 1 - avg(rate(idle, "5m"), without=("cpu", "mode"))
)
memory_usage = record("instance:node_memory_usage:ratio", memory.used())
filesystem_usage = record("instance_mountpoint:node_filesystem_usage:ratio_max", filesystems.used())
rule_failures = record(
    "instance_rule_group:prometheus_rule_evaluation_failures:increase5m",
    increase(metric("prometheus_rule_evaluation_failures_total"), "5m"),
)

machines = group(
    "machines",
    alert(
        "HostCpuHigh",
        cpu_usage > 0.9,
        for_="15m",
        severity="warning",
        summary="The CPUs of {{ $labels.instance }} are {{ $value | humanizePercentage }} busy.",
        description="The board Nodes shows the modes; `top` shows the processes.",
    ),
    alert(
        "HostMemoryHigh",
        memory_usage > 0.95,
        for_="5m",
        severity="critical",
        summary="{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its memory.",
        description="The kernel soon kills a process. The board Containers shows the largest.",
    ),
    alert(
        "HostFilesystemFull",
        filesystem_usage > 0.9,
        for_="5m",
        severity="warning",
        summary="{{ $labels.mountpoint }} of {{ $labels.instance }} is"
        " {{ $value | humanizePercentage }} full.",
        description="`du -xh --max-depth=2` finds the largest folders.",
    ),
)

monitoring = group(
    "monitoring",
    alert(
        "TargetDown",
        metric("up") < 1,
        for_="1m",
        severity="critical",
        summary="Prometheus cannot scrape {{ $labels.instance }} of {{ $labels.job }}.",
        description="The page Status, Targets of Prometheus shows the error.",
    ),
    alert(
        "RuleEvaluationFails",
        rule_failures > 0,
        severity="warning",
        summary="Prometheus cannot evaluate a rule of {{ $labels.rule_group }}.",
        description="The page Status, Rule health of Prometheus shows the error.",
    ),
)
