"""Reads groups of Grafana alert rules in the format of Grafana's API.

Source: https://grafana.com/docs/grafana/latest/developers/http_api/alerting_provisioning/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.schema.alerting.alerts import FILE_MISSING_EVALUATIONS
from boardwright.schema.alerting.declared_rule import (
    DeclaredExpression,
    DeclaredQuery,
    DeclaredRule,
    build_query_board,
)
from boardwright.schema.alerting.grafana_rule import MISSING_EVALUATIONS
from boardwright.schema.datasource_references import EXPRESSION
from boardwright.schema.document import ORIGIN, Board, Json, Place
from boardwright.schema.json_object import ensure_list

EXPRESSIONS = frozenset({EXPRESSION["uid"], "-100"})
"""The data source uid of server-side expressions is `__expr__`; in Grafana 8 it was `-100`."""

_KEPT = ("isPaused", "notification_settings")
"""Fields of an alert rule that boardwright sends to Grafana unchanged."""


def is_rule_json(value: Mapping[str, Any]) -> bool:
    """Return whether a JSON object is an alert rule in the format of Grafana's API."""
    return {"condition", "data"} <= value.keys()


def list_rules_json(group: Mapping[str, Any]) -> list[Any]:
    """Return the rules of an alert group; empty if the object has no list of rules."""
    return ensure_list(group.get("rules"))


def is_prometheus_rule(rule: object) -> bool:
    """Return whether a value is a rule in the format of Prometheus's rule files."""
    return isinstance(rule, dict) and "expr" in rule and ("alert" in rule or "record" in rule)


@frozen
class GroupData:
    """The content of an alert group as JSON data.

    Attributes:
        name: The name of the group.
        interval: The time between two evaluations, such as `1m`, as the author wrote it.
        rules: The rules of the group.
        queries: A board with one panel for each rule. Each panel contains the queries of its rule.
    """

    name: str
    interval: Any
    rules: tuple[DeclaredRule, ...]
    queries: Board


def read_group_data(data: Json, places: Sequence[Place], place: Place) -> GroupData:
    """Read an alert group in the format of Grafana's API.

    Args:
        data: The alert group as JSON data.
        places: File and line of each rule's declaration.
        place: File and line of the group's declaration, which error messages show.

    Raises:
        DeclarationError: The group has no name, contains a value that is not an alert rule, or
            contains one of Grafana's own recording rules.
    """
    name = data.get("name") or data.get("title")
    if not isinstance(name, str):
        raise DeclarationError("this group of alert rules has no name", where=place)
    rules = data.get("rules") or []
    for rule in rules:
        _check_rule(rule, place)
    titled = [(rule.get("title"), [*map(_build_target, _list_queries(rule))]) for rule in rules]
    return GroupData(
        name=name,
        interval=data.get("interval") or "1m",
        rules=tuple(_read_rule(rule, at) for rule, at in zip(rules, places, strict=True)),
        queries=build_query_board(name, titled),
    )


def _check_rule(rule: Any, place: Place) -> None:
    if not isinstance(rule, dict) or not isinstance(rule.get("data"), list):
        raise DeclarationError(
            "this group of alert rules contains a rule without `data`", where=place
        )
    if rule.get("record"):
        raise DeclarationError(
            f'rule "{rule.get("title")}": boardwright does not support Grafana\'s own recording '
            "rules",
            where=place,
            hint="Record the expression in Prometheus instead: boardwright.rules.record(...).",
        )


def _read_rule(rule: Json, place: Place) -> DeclaredRule:
    return DeclaredRule(
        place=place,
        title=rule.get("title"),
        uid=rule.get("uid") or "",
        condition=rule.get("condition"),
        steps=tuple(_read_steps(rule)),
        wait=rule.get("for") or "0s",
        keep_firing=rule.get("keep_firing_for"),
        missing_evaluations=rule.get(MISSING_EVALUATIONS, rule.get(FILE_MISSING_EVALUATIONS)),
        no_data_state=rule.get("noDataState") or "NoData",
        error_state=rule.get("execErrState") or "Error",
        annotations=rule.get("annotations") or {},
        labels=rule.get("labels") or {},
        kept={key: rule[key] for key in _KEPT if key in rule},
    )


def _read_steps(rule: Json) -> Iterator[DeclaredQuery | DeclaredExpression]:
    numbers = count()
    for step in rule["data"]:
        name = step.get("refId")
        if _is_expression(step):
            model = {key: value for key, value in _read_model(step).items() if key != "datasource"}
            yield DeclaredExpression(name=name, model={**model, "refId": name})
        else:
            given = step.get("relativeTimeRange") or {}
            start, end = given.get("from", 600), given.get("to", 0)
            yield DeclaredQuery(name=name, target=next(numbers), start=start, end=end)


def _list_queries(rule: Json) -> list[Json]:
    return [step for step in rule["data"] if not _is_expression(step)]


def _is_expression(step: Json) -> bool:
    return step.get("datasourceUid") in EXPRESSIONS


def _build_target(query: Json) -> Json:
    source = {"uid": query.get("datasourceUid")}
    return {"datasource": source, **_read_model(query), "refId": query.get("refId")}


def _read_model(step: Json) -> Json:
    model = step.get("model") or {}
    return {key: value for key, value in model.items() if key != ORIGIN}


def find_group_folder(
    data: Json, find_folder: Callable[[], str | None], place: Place
) -> str | None:
    """Return the title of the Grafana folder for an alert group; None to use the project's default
    folder.

    Raises:
        DeclarationError: The group contains only the uid of its Grafana folder, and the module
            declares no title for this folder.
    """
    folder = data.get("folder") or find_folder()
    if folder is None and data.get("folderUid"):
        raise DeclarationError(
            f"this group of alert rules sets its folder by the uid {data['folderUid']!r}, "
            "which boardwright does not support",
            where=place,
            hint='Set the title of the folder in the module instead, such as folder = "Alerts".',
        )
    return folder
