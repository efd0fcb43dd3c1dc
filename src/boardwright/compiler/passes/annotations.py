"""Add the built-in query "Annotations & Alerts", and complete all other annotation queries.

An annotation query without a name, a color or the setting `enable` gets Grafana's default.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.schema.board_traversal import iter_annotations, map_annotations
from boardwright.schema.document import Board, Json

BUILT_IN: Json = {
    "builtIn": 1,
    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
    "enable": True,
    "hide": True,
    "iconColor": "rgba(0, 211, 255, 1)",
    "name": "Annotations & Alerts",
    "type": "dashboard",
}
"""The annotation query that Grafana's editor adds to every new board."""

DEFAULTS: Json = {"enable": True, "iconColor": "red", "name": "Annotations"}


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with complete annotation queries, including the built-in query."""
    board = map_annotations(board, _complete_annotation)
    annotations = list(iter_annotations(board))
    if not any(annotation.get("builtIn") for annotation in annotations):
        annotations = [BUILT_IN, *annotations]
    return {**board, "annotations": {**(board.get("annotations") or {}), "list": annotations}}


def _complete_annotation(annotation: Json) -> Json:
    values = {key: value for key, value in annotation.items() if value is not None}
    is_built_in = values.get("builtIn")
    if is_built_in:
        return {**BUILT_IN, **values, "builtIn": 1}
    return {**DEFAULTS, **{key: value for key, value in values.items() if key != "builtIn"}}
