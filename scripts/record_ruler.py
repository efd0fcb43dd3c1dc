"""Record the exchanges of a real ruler, for tests/recordings/cortex-1.21.

    python scripts/record_ruler.py http://127.0.0.1:9009/api/v1/rules http://127.0.0.1:9010/api/v1/rules

The first URL is the rules API of a Cortex with `ruler.enable_api: true` and `auth_enabled: true`,
whose limits allow the tenant `limited` two groups with one rule each. The second URL is the same
API of a Cortex with `ruler.enable_api: false`. Each request is sent as the tenant that it names.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

RECORDING = Path(__file__).parents[1] / "tests/recordings/cortex-1.21/ruler.json"
SECONDS = 30
TENANT = "recorded"
NODE = "/boardwright%3Ashop%3Anode"
GROUP = """\
name: node
interval: 60s
rules:
  - record: instance:node_cpu_usage:ratio
    expr: 1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[1m]))
    labels: {team: shop}
  - alert: HostCpuHigh
    expr: |
      instance:node_cpu_usage:ratio > 0.9
      and on (instance) up == 1
    for: 10m
    keep_firing_for: 300s
    labels: {severity: page, number: "1"}
    annotations: {summary: '{{ $labels.instance }}: {{ $value | humanizePercentage }} – busy'}
"""
NAMED = """\
name: a/b c%2F ü
interval: 1m
limit: 5
query_offset: 90s
labels: {team: shop}
rules: [{record: x, expr: vector(1)}]
"""
DOTS = "name: '.'\nrules: [{record: x, expr: vector(1)}]\n"
REFUSED = {
    "a group with an expression that does not parse": (
        "name: bad\nrules: [{record: x, expr: 'sum('}]\n"
    ),
    "a group without rules": "name: bad\nrules: []\n",
    "a group without a name": "rules: [{record: x, expr: vector(1)}]\n",
    "a group with a template that does not parse": (
        "name: bad\nrules: [{alert: x, expr: vector(1), annotations: {a: '{{ .Foo'}}]\n"
    ),
    "a group with an unknown key": (
        "name: bad\nwhen: now\nrules: [{record: x, expr: vector(1)}]\n"
    ),
    "a text that is not YAML": "hello: [\n",
    "a rule file": "groups: [{name: bad, rules: [{record: x, expr: vector(1)}]}]\n",
}
ONE_RULE = "name: one\nrules: [{record: x, expr: vector(1)}]\n"
TWO_RULES = "name: two\nrules: [{record: x, expr: vector(1)}, {record: y, expr: vector(1)}]\n"
STEPS: list[tuple[str, str, str, str | None, str | None]] = [
    ("list without a tenant", "GET", "", None, None),
    ("list before the first group", "GET", "", TENANT, None),
    ("create a group", "POST", NODE, TENANT, GROUP),
    ("create the same group again", "POST", NODE, TENANT, GROUP),
    ("create a group with an unusual name", "POST", NODE, TENANT, NAMED),
    ("create a group with the name of a folder", "POST", NODE, TENANT, DOTS),
    *((f"create {name}", "POST", NODE, TENANT, body) for name, body in REFUSED.items()),
    ("create a group without a tenant", "POST", NODE, None, GROUP),
    ("list the groups", "GET", "", TENANT, None),
    ("list the groups of another tenant", "GET", "", "another", None),
    ("list the groups of a namespace", "GET", NODE, TENANT, None),
    ("list the groups of a namespace that does not exist", "GET", "/nowhere", TENANT, None),
    ("read a group", "GET", f"{NODE}/node", TENANT, None),
    ("read a group that does not exist", "GET", f"{NODE}/nothing", TENANT, None),
    (
        "delete a group with an unusual name",
        "DELETE",
        f"{NODE}/a%2Fb%20c%252F%20%C3%BC",
        TENANT,
        None,
    ),
    ("delete a group", "DELETE", f"{NODE}/node", TENANT, None),
    ("delete a group that does not exist", "DELETE", f"{NODE}/node", TENANT, None),
    ("delete a group without a tenant", "DELETE", f"{NODE}/node", None, None),
    ("list the remaining groups", "GET", "", TENANT, None),
    ("delete a namespace", "DELETE", NODE, TENANT, None),
    ("delete a namespace that does not exist", "DELETE", NODE, TENANT, None),
    ("list after the last group", "GET", "", TENANT, None),
    ("change a namespace", "PUT", NODE, TENANT, GROUP),
    ("create a group within the limits", "POST", NODE, "limited", ONE_RULE),
    ("create a group with too many rules", "POST", NODE, "limited", TWO_RULES),
    ("create a second group", "POST", "/other", "limited", ONE_RULE),
    ("create one group too many", "POST", "/third", "limited", ONE_RULE),
    ("delete the first namespace of the tenant with limits", "DELETE", NODE, "limited", None),
    ("delete the second namespace of the tenant with limits", "DELETE", "/other", "limited", None),
]


def exchange(
    url: str, name: str, method: str, path: str, tenant: str | None, body: str | None
) -> dict[str, Any]:
    """Send one request, and return the request and the answer."""
    headers = {"X-Scope-OrgID": tenant} if tenant else {}
    if body is not None:
        headers["Content-Type"] = "application/yaml"
    answer = requests.request(
        method, url + path, headers=headers, data=body and body.encode(), timeout=SECONDS
    )
    return {
        "name": name,
        "request": {
            "method": method,
            "path": urlsplit(url).path + path,
            "headers": headers,
            "body": body,
        },
        "answer": {
            "status": answer.status_code,
            "type": answer.headers.get("Content-Type"),
            "body": answer.text,
        },
    }


def main() -> None:
    on, off = sys.argv[1:]
    steps = [exchange(on, *step) for step in STEPS]
    disabled = exchange(off, "list with a disabled API", "GET", "", TENANT, None)
    text = json.dumps({"exchanges": steps, "disabled": disabled}, indent=2, ensure_ascii=False)
    RECORDING.write_text(f"{text}\n", encoding="utf-8")
    for each in (*steps, disabled):
        answer = each["answer"]
        print(f"{answer['status']}  {each['name']}: {answer['body'].strip()[:100]!r}")


if __name__ == "__main__":
    main()
