"""Removes keys of a variable whose values Grafana derives from other keys of the variable."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_keys
from boardwright.schema.board_traversal import map_variables
from boardwright.schema.document import Board, Json
from boardwright.schema.variable import ALL

_QUERY_EDITOR = frozenset({"query", "refId", "qryType"})
"""Keys of the object in which Grafana's variable editor stores a Prometheus query."""


def drop_variable_choices(board: Board) -> Board:
    """Return the board without the keys that Grafana derives for each variable."""
    return map_variables(board, _drop_derived_keys)


def _drop_derived_keys(variable: Json) -> Json:
    new = _with_query_text(variable)
    choice = new.get("current")
    if isinstance(choice, dict):
        choice = _drop_default_choice(choice, new)
        new = {**new, "current": choice} if choice else drop_keys(new, "current")
    if new.get("query") or not new.get("options") or new.get("type") == "textbox":
        new = drop_keys(new, "options")
    return drop_keys(new, "definition") if new.get("definition") == new.get("query") else new


def _with_query_text(variable: Json) -> Json:
    query = variable.get("query")
    if not isinstance(query, dict) or not isinstance(query.get("query"), str):
        return variable
    return {**variable, "query": query["query"]} if query.keys() <= _QUERY_EDITOR else variable


def _drop_default_choice(choice: Json, variable: Json) -> Json | None:
    """Return the variable's selected value; None if Grafana selects this value by default."""
    value = _unwrap_only_item(choice.get("value"))
    if value in (None, "", []) or value == _find_default_choice(variable):
        return None
    text = _unwrap_only_item(choice.get("text"))
    return {"value": value} if text in (value, None) else {"text": text, "value": value}


def _unwrap_only_item(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _find_default_choice(variable: Json) -> Any:
    """Return the value that Grafana selects by default; None if it comes from a query."""
    if variable.get("includeAll"):
        return ALL
    query = variable.get("query")
    if not isinstance(query, str):
        return None
    kind = variable.get("type")
    if kind in ("constant", "textbox"):
        return query
    return query.split(",")[0].strip() if kind in ("custom", "interval") else None
