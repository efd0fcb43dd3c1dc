"""Remove null values that have no meaning, because Grafana's v1beta1 API rejects many of them.

The pass keeps null values in the lowest threshold step, in value mappings and in override values.
The pass also keeps null values in the options of panels and transformations, and in nested values
of queries.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.schema.document import Board

MEANINGFUL = frozenset({"steps", "mappings", "properties", "options", "target"})
"""Keys whose values the pass does not change."""

_CONTAINERS = frozenset({dict, list})


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board without nulls that have no meaning."""
    return _drop_nulls(board)


def _drop_nulls(value: dict[str, Any]) -> dict[str, Any]:
    return {
        key: (
            _clean_container(key, item)
            if item and type(item) in _CONTAINERS and key not in MEANINGFUL
            else item
        )
        for key, item in value.items()
        if item is not None
    }


def _clean_container(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return _drop_nulls(value)
    inner = _clean_query if key == "targets" else _clean_item
    return [inner(item) for item in value]


def _clean_item(value: Any) -> Any:
    return _drop_nulls(value) if isinstance(value, dict) else value


def _clean_query(target: Any) -> Any:
    """Return a query without top-level nulls. A plugin may need nested null values."""
    return {key: value for key, value in target.items() if value is not None}
