"""The shipped rules on a real Prometheus: all are healthy, and an alert fires under load."""

from __future__ import annotations

import json
import math
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from boardwright.schema.board_traversal import iter_annotations, iter_panels
from contract.targets import Target, real_target
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


RULES_OF_GRAFANA = ROOT / "tests/recordings/grafana-12.4/stack-rules.json"
"""The rules of the data source that a real 12.4.3 lists while the alert fires."""


def check_listed_rules(listed: dict[str, Any]) -> None:
    """Check that Grafana lists every shipped alert, and HostCpuHigh as firing on its panel."""
    groups = listed["data"]["groups"]
    found = [rule for group in groups for rule in group["rules"] if rule["type"] == "alerting"]
    assert {rule["name"] for rule in found} == ALERTS
    alerts = [alert for rule in found for alert in rule.get("alerts", ())]
    (alert,) = (each for each in alerts if each["state"] == "firing")
    assert (alert["labels"]["alertname"], alert["labels"]["severity"]) == ("HostCpuHigh", "warning")
    assert "busy" in alert["annotations"]["summary"]
    board = json.loads((ROOT / "provisioning/dashboards/stack/stack.json").read_text())
    titles = {str(panel["id"]): panel["title"] for panel in iter_panels(board)}
    assert alert["annotations"]["__dashboardUid__"] == board["uid"]
    assert titles[alert["annotations"]["__panelId__"]] == "CPU usage"


def test_a_firing_alert_was_listed_by_a_recorded_grafana() -> None:
    """`pytest tests/stack -k real --rewrite-golden` with GRAFANA_URL records the file."""
    check_listed_rules(json.loads(RULES_OF_GRAFANA.read_text()))


def test_an_alert_fires_under_load_and_appears_in_a_real_grafana(
    stack: Prometheus, request: pytest.FixtureRequest
) -> None:
    """Needs GRAFANA_URL: the Grafana gets the stack's Prometheus as a data source for this test."""
    grafana = real_target()
    uid = f"bw-stack-{secrets.token_hex(6)}"
    source = {"name": uid, "uid": uid, "type": "prometheus", "access": "proxy", "url": stack.url}
    grafana.raw("POST", "/api/datasources", source).raise_for_status()
    try:
        with busy_cpus():
            wait_until(lambda: "HostCpuHigh" in firing_alerts(listed_rules(grafana, uid)), 150, uid)
            listed = listed_rules(grafana, uid)
    finally:
        grafana.raw("DELETE", f"/api/datasources/uid/{uid}")
    check_listed_rules(listed)
    if request.config.getoption("--rewrite-golden"):
        for group in listed["data"]["groups"]:
            group["file"] = Path(group["file"]).name
        RULES_OF_GRAFANA.write_text(json.dumps(listed, indent=1, sort_keys=True) + "\n")


def listed_rules(grafana: Target, uid: str) -> dict[str, Any]:
    """Return the rules of a data source, as the page "Alert rules" of Grafana reads them."""
    answer = grafana.raw("GET", f"/api/prometheus/{uid}/api/v1/rules")
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def firing_alerts(listed: dict[str, Any]) -> set[str]:
    rules = (rule for group in listed["data"]["groups"] for rule in group["rules"])
    return {rule["name"] for rule in rules if rule.get("state") == "firing"}
