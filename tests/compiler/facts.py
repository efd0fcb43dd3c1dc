"""Values that the API `dashboard.grafana.app/v1beta1` of a real Grafana 12.2 rejected.

Each function returns the rejected values of a board, so that tests need no server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from boardwright.compiler.edit import split_words
from boardwright.schema import scalars
from boardwright.schema.board_traversal import iter_annotations, iter_panels, iter_variables
from boardwright.schema.panel_types import SUCCESSORS

UID = re.compile(r"[a-zA-Z0-9_-]{1,40}")
REFRESH = re.compile(r"auto|(\d+(\.\d+)?(ms|[smhdwMy]))*")
OBJECTS = ("fieldConfig", "options", "gridPos", "datasource", "libraryPanel")
LISTS = ("targets", "links", "transformations", "panels")
VARIABLE_TYPES = split_words(
    "query adhoc groupby constant datasource interval textbox custom system snapshot switch"
)
GRID = {"w": (1, 24), "h": (1, 2**32), "x": (0, 23), "y": (0, 2**32)}


def refusals(board: dict[str, Any]) -> list[str]:
    """Return the parts of a compiled board that Grafana would refuse or lose."""
    found = [*_board(board)]
    panels = list(iter_panels(board))
    for panel in panels:
        found += [f"panel {panel.get('id')}: {what}" for what in _panel(panel)]
    ids = [panel.get("id") for panel in panels]
    return found + ([] if len(set(ids)) == len(ids) else ["two panels have one id"])


def _board(board: dict[str, Any]) -> Iterator[str]:
    if board.get("schemaVersion") != 41:
        yield "schemaVersion"
    if not 0 < len(str(board.get("title") or "").encode()) <= 5000:
        yield "title"
    if not UID.fullmatch(str(board.get("uid"))):
        yield "uid"
    if not all(isinstance(tag, str) for tag in board["tags"]):
        yield "tags"
    if not REFRESH.fullmatch(board.get("refresh", "")):
        yield "refresh"
    yield from _plain(board, scalars.BOARD)
    yield from _plain(board.get("time") or {}, scalars.TIME)
    for variable in iter_variables(board):
        yield from (f"variable {variable.get('name')}: {what}" for what in _variable(variable))
    for annotation in iter_annotations(board):
        yield from _plain(annotation, scalars.ANNOTATION)
        yield from _reference(annotation)


def _variable(variable: dict[str, Any]) -> Iterator[str]:
    if variable.get("type") not in VARIABLE_TYPES:
        yield "type"
    yield from _plain(variable, scalars.VARIABLE)
    yield from _reference(variable)
    for option in (*variable.get("options", ()), variable.get("current") or {}):
        for key in ("text", "value"):
            if not isinstance(option.get(key, ""), (str, list)):
                yield f"{key} of an option"
    if not isinstance(variable.get("query", ""), (str, dict)):
        yield "query"


def _panel(panel: dict[str, Any]) -> Iterator[str]:
    if not isinstance(panel.get("id"), int) or not 0 < panel["id"] < 2**32:
        yield "id"
    if panel.get("type") in SUCCESSORS or ("type" in panel and not isinstance(panel["type"], str)):
        yield f"type {panel['type']}"
    yield from (key for key in OBJECTS if not isinstance(panel.get(key, {}), dict))
    yield from (key for key in LISTS if not isinstance(panel.get(key, []), list))
    yield from _plain(panel, scalars.PANEL)
    yield from _reference(panel)
    for side, (low, high) in GRID.items():
        value = panel["gridPos"].get(side)
        if not isinstance(value, int) or not low <= value <= high:
            yield f"gridPos.{side}"
    yield from _fields((panel.get("fieldConfig") or {}).get("defaults", {}))


def _fields(defaults: dict[str, Any]) -> Iterator[str]:
    yield from _plain(defaults, scalars.FIELD)
    for step in (defaults.get("thresholds") or {"steps": []})["steps"]:
        if not isinstance(step.get("value"), (int, float, type(None))):
            yield "value of a threshold"
    if not isinstance(defaults.get("color", {}), dict):
        yield "color"
    for mapping in defaults.get("mappings", ()):
        if not isinstance(mapping.get("type"), str):
            yield "type of a mapping"
        if mapping.get("type") == "value" and isinstance(mapping.get("options"), dict):
            yield from (
                "index of a mapping"
                for result in mapping["options"].values()
                if isinstance(result, dict) and not isinstance(result.get("index", 0), int)
            )


def _plain(owner: dict[str, Any], kinds: scalars.ScalarKinds) -> Iterator[str]:
    types = {"text": str, "flag": bool, "whole": int, "number": (int, float)}
    for key, kind in kinds.items():
        value = owner.get(key, ...)
        is_flag = isinstance(value, bool)
        if value is not ... and (
            not isinstance(value, types[kind]) or (is_flag and kind != "flag")  # type: ignore[arg-type]
        ):
            yield f"{key} is {value!r}"


def _reference(owner: dict[str, Any]) -> Iterator[str]:
    reference = owner.get("datasource", {})
    if not isinstance(reference, dict) or None in reference.values():
        yield f"datasource is {reference!r}"
