"""Alert rules to save, and steps that several tests use."""

from __future__ import annotations

from typing import Any

from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.ownership import ProjectOwner, with_conflicts
from boardwright.grafana.plan import Plan, make_plan
from boardwright.grafana.plan_application import apply_plan
from boardwright.grafana.rule_state import read_rules
from boardwright.grafana.server_state import read_state
from boardwright.grafana.wanted_objects import WantedFolder, WantedGroup, WantedRule
from contract.targets import Target

OWNER = ProjectOwner.from_name("contract")
PATH = "/api/v1/provisioning"
EXPRESSION = {"type": "__expr__", "uid": "__expr__"}


def body(uid: str, expression: str = "1 > 0", **more: Any) -> dict[str, Any]:
    """Return an alert rule in the form to which a declaration compiles."""
    model = {
        "refId": "A",
        "type": "math",
        "expression": expression,
        "datasource": EXPRESSION,
        "intervalMs": 1000,
        "maxDataPoints": 43200,
    }
    step = {
        "refId": "A",
        "queryType": "",
        "relativeTimeRange": {"from": 0, "to": 0},
        "datasourceUid": "__expr__",
        "model": model,
    }
    return {
        "uid": uid,
        "title": f"Rule {uid}",
        "condition": "A",
        "data": [step],
        "noDataState": "OK",
        "execErrState": "OK",
        "for": "1m30s",
        "annotations": {"__boardwright__": "contract", "summary": "é {{ $labels.a }}"},
        "labels": {},
        **more,
    }


def group(folder: str, name: str, *rules: dict[str, Any], interval: int = 60) -> WantedGroup:
    return WantedGroup(
        name=name,
        interval=interval,
        rules=tuple(
            WantedRule(uid=rule["uid"], title=rule["title"], data=rule, place="contract.py:2")
            for rule in rules
        ),
        folder=WantedFolder(uid=folder, path="Contract", parent_uid=None),
        place="contract.py:1",
    )


def plan(grafana: Grafana, *groups: WantedGroup, adopt: bool = False, force: bool = False) -> Plan:
    state = read_state(grafana, folders=[], boards=[])
    rules = read_rules(grafana, groups)
    made = make_plan(folders=[], boards=[], state=state, groups=groups, rules=rules)
    return with_conflicts(made, {}, owner=OWNER, adopt=adopt, force=force)


def deploy(grafana: Grafana, *groups: WantedGroup, **options: bool) -> list[str]:
    """Deploy groups, and return the status of each group."""
    applied = apply_plan(plan(grafana, *groups, **options), grafana, message="")
    return [outcome.status for outcome in applied.groups]


def make(target: Target, folder: str, name: str, rule: dict[str, Any]) -> None:
    """Create one rule directly, as another program would."""
    wanted = {**rule, "folderUID": folder, "ruleGroup": name}
    answer = target.raw("POST", f"{PATH}/alert-rules", wanted)
    assert answer.status_code == 201, answer.text


def sent_body(folder: str, name: str, *rules: dict[str, Any], interval: int = 60) -> dict[str, Any]:
    """Return the request body with which another program would save a group."""
    return {"title": name, "folderUid": folder, "interval": interval, "rules": [*rules]}
