"""Replaces the uids of data sources in the JSON of boards and alert rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.alerting.alerts import AlertRuleJson
from boardwright.schema.document import Board


def rename_board_sources(board: Board, uids: Mapping[str, str]) -> Board:
    """Return a board in which the uids of data sources are replaced.

    The function replaces uids under the key `datasource` of panels, queries, variables and
    annotations.

    Args:
        board: The JSON of the board, in the classic schema or schema v2.
        uids: Uid of a data source -> the uid that replaces it.
    """
    renamed: Board = _rename_references(board, uids) if uids else board
    return renamed


def rename_rule_sources(rule: AlertRuleJson, uids: Mapping[str, str]) -> AlertRuleJson:
    """Return an alert rule in which the uids of data sources are replaced.

    Args:
        rule: The JSON of the rule for Grafana's provisioning API.
        uids: Uid of a data source -> the uid that replaces it.
    """
    if not uids:
        return rule
    renamed = _rename_references({**rule}, uids)
    return {**renamed, "data": [_rename_source(step, uids) for step in renamed.get("data") or ()]}


def _rename_source(step: Mapping[str, Any], uids: Mapping[str, str]) -> Mapping[str, Any]:
    uid = step.get("datasourceUid")
    return {**step, "datasourceUid": uids.get(uid, uid)} if isinstance(uid, str) else step


def _rename_references(value: Any, uids: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_rename_references(item, uids) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _rename_item(key, item, uids) for key, item in value.items()}


def _rename_item(key: str, item: Any, uids: Mapping[str, str]) -> Any:
    """Replace the uid in a data source reference. The uid is under the key `uid`, or under `name`
    in schema v2.
    """
    if key == "datasource" and isinstance(item, str):
        return uids.get(item, item)
    if key != "datasource" or not isinstance(item, dict):
        return _rename_references(item, uids)
    references = {name: item[name] for name in ("uid", "name") if isinstance(item.get(name), str)}
    return {**item, **{name: uids.get(uid, uid) for name, uid in references.items()}}
