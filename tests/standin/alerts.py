"""Answers `/api/v1/provisioning`: alert rules and their groups."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import unquote

from standin.boards import as_stored
from standin.store import Store, need
from standin.values import Answer, Refusal, Request, Rule

READ = "alert.rules:read"
WRITE = "alert.rules:write"
NEEDED = (
    "any of alert.provisioning:write, alert.rules.provisioning:write, all of alert.rules:read,"
    " folders:read, alert.provisioning.provenance:write"
)
GONE = Answer(status=204, raw=b"")
EVALUATION = 10
SERVERS = {"id", "uid", "orgID", "folderUID", "ruleGroup", "updated", "provenance"}


def list_rules(store: Store, request: Request) -> Answer:
    need(request.account, READ)
    rules = sorted(store.rules.values(), key=lambda rule: (rule.folder, rule.group))
    return Answer(body=[rule_json(rule) for rule in rules])


def get_rule(store: Store, request: Request, uid: str) -> Answer:
    need(request.account, READ)
    if uid not in store.rules:
        return Answer(status=404, raw=b"")
    return Answer(body=rule_json(store.rules[uid]))


def create_rule(store: Store, request: Request) -> Answer:
    need(request.account, WRITE, NEEDED)
    sent, uid = request.body, request.body["uid"]
    if uid in store.rules:
        error = "UNIQUE constraint failed: alert_rule.org_id, alert_rule.uid"
        raise Refusal(
            409,
            f"Failed to save alert rule '{uid}' in organization 1 due to conflict: {error}",
            statusCode=409,
            messageId="alerting.alert-rule.conflict",
            extra={"Error": error, "OrgID": 1, "RuleUID": uid},
        )
    rule = _write(store, sent, sent["folderUID"], sent["ruleGroup"], 60, _provenance(request))
    return Answer(status=201, body=rule_json(rule))


def update_rule(store: Store, request: Request, uid: str) -> Answer:
    need(request.account, WRITE, NEEDED)
    if uid not in store.rules:
        return Answer(status=404, raw=b"")
    rule, provenance = store.rules[uid], _provenance(request)
    if rule.provenance == "api" and provenance == "":
        raise Refusal(500, "Internal Server Error")
    _check_lock(rule, provenance, "update")
    sent = {**request.body, "uid": uid}
    rule = _write(store, sent, sent["folderUID"], sent["ruleGroup"], rule.interval, provenance)
    return Answer(body=rule_json(rule))


def delete_rule(store: Store, request: Request, uid: str) -> Answer:
    need(request.account, "alert.rules:delete", NEEDED)
    if uid in store.rules:
        _check_lock(store.rules[uid], _provenance(request), "delete")
        del store.rules[uid]
    return GONE


def get_group(store: Store, request: Request, uid: str, name: str) -> Answer:
    need(request.account, READ)
    name = unquote(name)
    rules = _in_group(store, uid, name)
    if not rules:
        raise Refusal(404, "NotFound", statusCode=404, messageId="alerting.alert-rule.notFound")
    shown = [rule_json(rule) for rule in rules]
    for each in shown:
        each.pop("provenance", None)
    body = {"title": name, "folderUid": uid, "interval": rules[0].interval, "rules": shown}
    return Answer(body=body)


def put_group(store: Store, request: Request, uid: str, name: str) -> Answer:
    """Replace a group by the sent group, without checking folder or version."""
    need(request.account, WRITE, NEEDED)
    if uid not in store.folders and request.account.role != "Admin":
        need(request.account, "folders:read missing", NEEDED)
    name, provenance = unquote(name), _provenance(request)
    interval, sent = request.body["interval"], request.body["rules"]
    _check_sent(interval, sent)
    gone = [r for r in _in_group(store, uid, name) if r.uid not in {each["uid"] for each in sent}]
    changed = not _is_so(store, uid, name, interval, sent)
    for rule in [*gone, *(store.rules[each["uid"]] for each in sent if each["uid"] in store.rules)]:
        if changed:
            _check_lock(rule, provenance, "delete" if rule in gone else "update")
    for rule in gone:
        del store.rules[rule.uid]
    for each in sent if changed else ():
        _write(store, each, uid, name, interval, provenance)
    shown = [{**each, "id": 0, "orgID": 0, "folderUID": "", "ruleGroup": ""} for each in sent]
    return Answer(body={**request.body, "rules": shown})


def delete_group(store: Store, request: Request, uid: str, name: str) -> Answer:
    need(request.account, "alert.rules:delete", NEEDED)
    for rule in _in_group(store, uid, unquote(name)):
        _check_lock(rule, _provenance(request), "delete")
        del store.rules[rule.uid]
    return GONE


def _check_sent(interval: int, rules: list[dict[str, Any]]) -> None:
    if not interval or interval % EVALUATION:
        raise Refusal(
            400,
            f"invalid alert rule: interval ({interval}s) should be non-zero and divided exactly by"
            f" scheduler interval: {EVALUATION}",
        )
    for rule in rules:
        if len(rule["uid"]) > 40:
            raise Refusal(
                400,
                f'invalid alert rule: cannot create rule with UID "{rule["uid"]}": UID is longer'
                " than 40 symbols",
            )


def _is_so(store: Store, folder: str, name: str, interval: int, sent: list[dict[str, Any]]) -> bool:
    """Return whether the sent rules change nothing; then Grafana keeps their provenance."""
    there = _in_group(store, folder, name)
    return [rule.uid for rule in there] == [each["uid"] for each in sent] and all(
        rule.interval == interval and rule.body == rule_body(each)
        for rule, each in zip(there, sent, strict=True)
    )


def _write(
    store: Store, sent: dict[str, Any], folder: str, group: str, interval: int, provenance: str
) -> Rule:
    """Store a rule after all other stored rules."""
    before = store.rules.pop(sent["uid"], None)
    rule = store.rules[sent["uid"]] = Rule(
        id=before.id if before else store.new_rule_id(),
        uid=sent["uid"],
        folder=folder,
        group=group,
        interval=interval,
        body=rule_body(sent),
        provenance=provenance,
        updated=int(time.time()),
    )
    return rule


def rule_body(sent: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a sent rule that Grafana stores."""
    body: dict[str, Any] = as_stored(
        {key: sent[key] for key in sent if key not in SERVERS}, depth=1
    )
    body["data"] = [_step(each) for each in body["data"]]
    return body


def _step(sent: dict[str, Any]) -> dict[str, Any]:
    model = {"intervalMs": 1000, "maxDataPoints": 43200, **sent["model"]}
    return {**sent, "queryType": sent.get("queryType", ""), "model": model}


def rule_json(rule: Rule) -> dict[str, Any]:
    body = {key: value for key, value in rule.body.items() if value not in ({}, None)}
    shown = {
        "id": rule.id,
        "uid": rule.uid,
        "orgID": 1,
        "folderUID": rule.folder,
        "ruleGroup": rule.group,
        "keep_firing_for": "0s",
        "isPaused": False,
        **body,
        "updated": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(rule.updated)),
        "notification_settings": rule.body.get("notification_settings"),
        "record": rule.body.get("record"),
    }
    return shown | ({"provenance": rule.provenance} if rule.provenance else {})


def _in_group(store: Store, folder: str, name: str) -> list[Rule]:
    return [rule for rule in store.rules.values() if (rule.folder, rule.group) == (folder, name)]


def _provenance(request: Request) -> str:
    return "" if request.headers.get("X-Disable-Provenance") else "api"


def _check_lock(rule: Rule, provenance: str, operation: str) -> None:
    if rule.provenance not in ("", "api"):
        raise Refusal(
            409,
            f"cannot {operation} with provided provenance '{provenance}', needs"
            f" '{rule.provenance}'",
            statusCode=409,
            messageId="alerting.provenanceMismatch",
            extra={
                "Operation": operation,
                "ProvidedProvenance": provenance,
                "StoredProvenance": rule.provenance,
            },
        )
