"""Record the states that a real Grafana gives to alerts, for tests/recordings/grafana-12.4.

    python scripts/record_alert_states.py http://127.0.0.1:3000 9199

The file `alert-states.json` has cases: settings of a rule, and the values of its query at each
evaluation. This script serves the values as metrics on the port, creates the rules, and
writes the states of each evaluation into the file.

It needs a Grafana with `max_attempts = 1` in [unified_alerting], its administrator's name and
password in GRAFANA_USER and GRAFANA_PASSWORD (default: admin), and a Prometheus data source with
the uid `prometheus`. This Prometheus scrapes the port every second, with `honor_labels: true`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests

RECORDING = Path(__file__).parents[1] / "tests/recordings/grafana-12.4/alert-states.json"
LOGIN = (os.environ.get("GRAFANA_USER", "admin"), os.environ.get("GRAFANA_PASSWORD", "admin"))
FOLDER = "alert-states"
GROUP = "states"
INTERVAL = 10
"""Seconds between two evaluations: Grafana's shortest interval."""


OWN_LABELS = frozenset({"datasource_uid", "i", "ref_id"})
"""The labels that differ between the alerts of a rule."""


class Metrics:
    """The metrics of all cases at the current evaluation."""

    def __init__(self, cases: list[dict[str, Any]]) -> None:
        self.cases, self.step = cases, 0

    def text(self) -> str:
        return "".join(line for case in self.cases for line in self._lines(case))

    def _lines(self, case: dict[str, Any]) -> list[str]:
        name = case["name"]
        lines = [f'guard{{case="{name}",n="1"}} 1\n']
        if at(case["errors"], self.step):
            lines.append(f'guard{{case="{name}",n="2"}} 1\n')
        for series, values in case["values"].items():
            value = at(values, self.step)
            if value is not None:
                lines.append(f'value{{case="{name}",i="{series}"}} {value}\n')
        return lines


def at(values: list[Any], step: int) -> Any:
    """Return the value for an evaluation. For evaluations after the last value, return the last
    value.
    """
    return values[min(step, len(values) - 1)]


def serve(metrics: Metrics, port: int) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(metrics.text().encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def rule(case: dict[str, Any]) -> dict[str, Any]:
    """Return the rule of a case in the form of Grafana's provisioning API."""
    name = case["name"]
    expr = f'value{{case="{name}"}} * on (case) group_left () guard{{case="{name}"}}'
    query = {"refId": "A", "expr": expr, "instant": True}
    condition = {"evaluator": case["evaluator"]}
    if "unloadEvaluator" in case:
        condition["unloadEvaluator"] = case["unloadEvaluator"]
    threshold = {"refId": "B", "type": "threshold", "expression": "A", "conditions": [condition]}
    return {
        "title": name,
        "uid": name,
        "condition": "B",
        "annotations": {"summary": "{{ $values.A }}"},
        "data": [
            {
                "refId": "A",
                "datasourceUid": "prometheus",
                "relativeTimeRange": {"from": 600, "to": 0},
                "model": query,
            },
            {"refId": "B", "datasourceUid": "__expr__", "model": threshold},
        ],
        **case["rule"],
    }


def main() -> None:
    url, port = sys.argv[1].rstrip("/"), int(sys.argv[2])
    cases = json.loads(RECORDING.read_text())
    metrics = Metrics(cases)
    serve(metrics, port)
    session = requests.Session()
    session.auth = LOGIN
    session.post(f"{url}/api/folders", json={"uid": FOLDER, "title": FOLDER})
    time.sleep(2 * INTERVAL - time.time() % INTERVAL + 1)  # Prometheus has the first values
    body = {"title": GROUP, "interval": INTERVAL, "rules": [rule(case) for case in cases]}
    address = f"{url}/api/v1/provisioning/folder/{FOLDER}/rule-groups/{GROUP}"
    first = int(time.time()) // INTERVAL * INTERVAL + INTERVAL
    session.put(address, json=body).raise_for_status()
    states = follow(session, url, metrics, first)
    session.delete(address).raise_for_status()
    for case in cases:
        times = [first + number * INTERVAL for number in range(len(case["errors"]))]
        case["states"] = [states[case["name"], each] for each in times]
    RECORDING.write_text(dump(cases))


def follow(
    session: requests.Session, url: str, metrics: Metrics, first: int
) -> dict[tuple[str, int], list[str]]:
    """Serve the values of each evaluation, and return the states by rule and time.

    Grafana queries all rules of a group for the same time, but not in the same moment: it spreads
    them over the interval. So the values change in the middle between two evaluations.
    """
    states = {}
    count = max(len(case["errors"]) for case in metrics.cases)
    while time.time() < first + (count + 1) * INTERVAL:
        metrics.step = max(0, int((time.time() - first) / INTERVAL + 0.5))
        answer = session.get(f"{url}/api/prometheus/grafana/api/v1/rules").json()
        for each in (each for group in answer["data"]["groups"] for each in group["rules"]):
            moment = int(datetime.fromisoformat(each["lastEvaluation"]).timestamp())
            states[each["name"], moment] = sorted(map(state_text, each.get("alerts") or []))
        time.sleep(0.5)
    return states


def state_text(alert: dict[str, Any]) -> str:
    """Return an alert as `i=a: Alerting (NoData), 1`: own labels, state, rendered annotation."""
    labels = {key: value for key, value in alert["labels"].items() if key in OWN_LABELS}
    own = ",".join(f"{key}={value}" for key, value in sorted(labels.items()))
    return f"{own}: {alert['state']}, {alert['annotations']['summary']}"


def dump(cases: list[dict[str, Any]]) -> str:
    """Return the cases as JSON, one line for each key of a case."""
    blocks = [
        ",\n".join(f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in case.items())
        for case in cases
    ]
    return "[\n" + ",\n".join("  {\n" + block + "\n  }" for block in blocks) + "\n]\n"


if __name__ == "__main__":
    main()
