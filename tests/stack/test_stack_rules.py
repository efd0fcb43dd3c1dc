"""The shipped rules on a real Prometheus: all are healthy, and an alert fires under load."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from boardwright.schema.walking import iter_annotations, iter_panels
from stack.servers import Prometheus, usable_cpus, wait_until
from support import ROOT

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("stack")]

ALERTS = {
    *("HostCpuHigh", "HostFilesystemFull", "HostMemoryHigh", "RuleEvaluationFails", "TargetDown"),
}


def rules(stack: Prometheus) -> list[dict[str, Any]]:
    return [rule for group in stack.get("rules")["groups"] for rule in group["rules"]]


def test_every_rule_is_healthy(stack: Prometheus) -> None:
    wait_until(lambda: all(rule["health"] != "unknown" for rule in rules(stack)), 30, "rules")
    found = rules(stack)
    assert {
        rule["name"]: rule.get("lastError", "") for rule in found if rule["health"] != "ok"
    } == {}
    assert {rule["name"] for rule in found if rule["type"] == "alerting"} == ALERTS


def test_every_recorded_series_has_data(stack: Prometheus) -> None:
    recorded = {rule["name"] for rule in rules(stack) if rule["type"] == "recording"}
    wait_until(lambda: all(stack.query(name) for name in recorded), 30, f"data of {recorded}")


@contextmanager
def busy_cpus() -> Iterator[None]:
    """Keep the usable CPUs busy at the lowest priority: time of the mode `nice` is not idle."""
    command = ["nice", "-n", "19", sys.executable, "-c", "while True: pass"]
    with ExitStack() as running:
        for _ in range(math.ceil(usable_cpus())):
            process = running.enter_context(subprocess.Popen(command))
            running.callback(process.kill)
        yield


def test_an_alert_fires_under_load_and_appears_on_its_panel(stack: Prometheus) -> None:
    """The board's annotation query returns the alert, and is limited to the alert's panel."""
    board = json.loads((ROOT / "provisioning/dashboards/stack/stack.json").read_text())
    (shown,) = (each for each in iter_annotations(board) if "HostCpuHigh" in each.get("expr", ""))
    with busy_cpus():
        wait_until(lambda: stack.query(shown["expr"]), 120, "HostCpuHigh to fire")
    (alert,) = (each for each in stack.get("alerts")["alerts"] if each["state"] == "firing")
    assert alert["labels"]["severity"] == "warning"
    assert "busy" in alert["annotations"]["summary"]
    assert alert["annotations"]["__panelId__"] == str(*shown["filter"]["ids"])
    titles = {panel["id"]: panel["title"] for panel in iter_panels(board)}
    assert titles[int(alert["annotations"]["__panelId__"])] == "CPU usage"
