"""Converts boards to the other schema like Grafana, without reporting losses.

The conversions are boardwright's. The recordings contain those of a real Grafana.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from boardwright.schema.board_traversal import iter_panels, map_panels
from boardwright.schema.envelopes import is_v2
from boardwright.schema.schema_version import SCHEMA_VERSION
from boardwright.schema.v1_form import drop_v2_parts
from boardwright.schema.v2.v2_board import read_v2_board
from boardwright.schema.v2.v2_spec import write_v2_spec


def in_schema(spec: dict[str, Any], version: str) -> dict[str, Any]:
    """Return a board in the schema of an API version."""
    if is_v2(spec) == version.startswith("v2"):
        return spec
    return to_classic(spec) if is_v2(spec) else write_v2_spec(spec)


def to_classic(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a board of schema v2 as a classic board, with ids for its rows."""
    board = {"schemaVersion": SCHEMA_VERSION, **drop_v2_parts(read_v2_board(spec))}
    ids = [panel["id"] for panel in iter_panels(board) if isinstance(panel.get("id"), int)]
    free = count(max(ids, default=0) + 1)
    return map_panels(board, lambda panel: panel if "id" in panel else {**panel, "id": next(free)})
