"""Groups of alert rules: from what was declared to the JSON of Grafana's provisioning API.

Their queries are compiled as a board's are, so that data sources are the project's.

Source: https://grafana.com/docs/grafana/latest/developers/http_api/alerting_provisioning/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from boardwright.compile.context import Context
from boardwright.compile.pipeline import compile_document
from boardwright.errors import DocumentError, PromqlError
from boardwright.promql.durations import Duration, duration
from boardwright.schema.alerts import AlertDocument, CompiledGroup, CompiledRule, DeclaredRule
from boardwright.schema.document import Board

EXPRESSIONS = "__expr__"
"""The uid and type of the data source that stands for Grafana's expressions."""

EVALUATION = 10
"""Seconds; how often a group is evaluated is a multiple of it."""

STATES = {"OK": "OK", "Alerting": "Alerting", "No Data": "NoData", "Error": "Error"}
"""States by grafanalib's names, and by the API's."""

UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_VARIABLE = re.compile(r"\$(?:\{(?!__)(\w+)[^}]*\}|(?!__)([A-Za-z]\w*))|\[\[(\w+)\]\]")
_USUAL = {"intervalMs": 1000, "maxDataPoints": 43200}


def compile_group(group: AlertDocument, context: Context) -> CompiledGroup:
    """Compile a declared group.

    Args:
        group: The group as it was declared.
        context: The project's settings.

    Raises:
        DocumentError: Grafana would not take one of its rules, or the rule could never work.
    """
    if not group.name.strip() or not group.rules:
        raise DocumentError(
            f"the alert group {group.name!r} has no {'rules' if group.name.strip() else 'name'}",
            where=group.place,
            hint="Give it one, or leave the group out.",
        )
    board = compile_document(group.queries, context).body
    panels = {panel["id"]: panel for panel in board["panels"]}
    rules = tuple(
        _rule(rule, group, panels[number]) for number, rule in enumerate(group.rules, start=1)
    )
    return CompiledGroup(
        name=group.name,
        folder=group.folder,
        interval=_interval(group),
        rules=rules,
        place=group.place,
    )


def _rule(rule: DeclaredRule, group: AlertDocument, panel: Board) -> CompiledRule:
    said = rule.data
    uid = said["uid"] or _made_uid(group, rule.title)
    if not UID.fullmatch(uid):
        raise _refusal(rule, f"has the uid {uid!r}", "Grafana takes 40 of a-z, A-Z, 0-9, - and _.")
    data = list(_data(rule, panel))
    _check_names(rule, [step["refId"] for step in data])
    return CompiledRule(
        uid=uid,
        title=rule.title,
        place=rule.place,
        data={
            "uid": uid,
            "title": rule.title,
            "condition": said["condition"],
            "data": data,
            "noDataState": STATES[said["noDataAlertState"]],
            "execErrState": STATES[said["errorAlertState"]],
            "for": _duration(rule, said["evaluateFor"]),
            "annotations": _annotations(rule),
            "labels": _texts(rule, "labels"),
            "isPaused": False,
        },
    )


def _data(rule: DeclaredRule, panel: Board) -> Iterator[dict[str, Any]]:
    """Yield the queries and expressions; a query is told by its number among the panel's."""
    times = {"from": rule.data["timeRangeFrom"], "to": rule.data["timeRangeTo"]}
    if not times["from"] > times["to"] >= 0:
        raise _refusal(rule, f"looks at {times['from']} s to {times['to']} s ago", _RANGE)
    targets = panel.get("targets", [])
    for step in rule.data["steps"]:
        if isinstance(step, Mapping):
            yield _expression(step)
        else:
            yield _query(rule, targets[step], panel, times)


def _query(
    rule: DeclaredRule, target: Board, panel: Board, times: Mapping[str, int]
) -> dict[str, Any]:
    source = target.get("datasource") or panel["datasource"]
    if found := _VARIABLE.search(f"{target.get('expr', '')} {source.get('uid', '')}"):
        raise _refusal(rule, f"asks for the variable {found[0]}", "A rule has no variables.")
    return {
        "refId": target["refId"],
        "relativeTimeRange": dict(times),
        "datasourceUid": source["uid"],
        "model": {**_USUAL, **target, "datasource": source},
    }


def _expression(step: Mapping[str, Any]) -> dict[str, Any]:
    source = {"type": EXPRESSIONS, "uid": EXPRESSIONS}
    return {
        "refId": step["refId"],
        "relativeTimeRange": {"from": 0, "to": 0},
        "datasourceUid": EXPRESSIONS,
        "model": {**_USUAL, **step, "datasource": source},
    }


def _check_names(rule: DeclaredRule, names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise _refusal(rule, f"names its steps {', '.join(names)}", "Give each a refId of its own.")
    condition = rule.data["condition"]
    if condition not in names:
        raise _refusal(
            rule,
            f"has the condition {condition!r}, which is none of its steps",
            f"It has {', '.join(names) or 'none'}: set condition to one of them.",
        )


def _annotations(rule: DeclaredRule) -> dict[str, str]:
    """Return its annotations; a board and panel are annotations too, as in Grafana's editor."""
    texts = _texts(rule, "annotations")
    board, panel = rule.data["dashboard_uid"], rule.data["panel_id"]
    links = {"__dashboardUid__": board, "__panelId__": str(panel)} if board and panel else {}
    return {**texts, **links}


def _texts(rule: DeclaredRule, key: str) -> dict[str, str]:
    for name, value in rule.data[key].items():
        if not isinstance(value, str):
            raise _refusal(rule, f"has {key} {name!r} that is no text", "Write it in quotes.")
    return dict(rule.data[key])


def _duration(rule: DeclaredRule, text: str) -> str:
    if text not in {"0", "0s"} and not _milliseconds(text):
        raise _refusal(rule, f"has evaluateFor={text!r}", "Write a duration like 5m or 1h30m.")
    return text if text != "0" else "0s"


def _interval(group: AlertDocument) -> int:
    length = _milliseconds(group.interval)
    if not length or length % (EVALUATION * 1000):
        raise DocumentError(
            f"the alert group {group.name!r} has evaluateInterval={group.interval!r}",
            where=group.place,
            hint=f"Grafana takes multiples of {EVALUATION}s: 10s, 1m, 5m.",
        )
    return length // 1000


def _milliseconds(text: str) -> int:
    """Return a duration's length; 0 for what is none."""
    try:
        found = duration(text)
    except PromqlError:
        return 0
    return found.milliseconds if isinstance(found, Duration) else 0


def _made_uid(group: AlertDocument, title: str) -> str:
    """Return a uid that stays as long as folder, group and title do."""
    parts = "\0".join((group.folder or "", group.name, title))
    return f"bw-{sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _refusal(rule: DeclaredRule, what: str, hint: str) -> DocumentError:
    return DocumentError(f'the alert rule "{rule.title}" {what}', where=rule.place, hint=hint)


_RANGE = "Both are seconds before now: timeRangeFrom is the larger, timeRangeTo 0 or more."
