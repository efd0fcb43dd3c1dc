"""Convert template variables to the format of Grafana 12, and reject unknown types.

The pass removes keys that Grafana ignores. The selected value becomes a text, or a list of texts if
`multi` is set. Grafana queries the options of query variables again at least each time the board
loads. Constants are hidden. In a board that was stored in v2, the settings `refresh` and `hide` do
not change.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, list_objects, split_words
from boardwright.compiler.places import build_board_error
from boardwright.schema.board_traversal import map_variables
from boardwright.schema.document import Board, Json
from boardwright.schema.extension import is_stored_in_v2
from boardwright.schema.variable import ALL

OBSOLETE = (
    *("tags", "tagsQuery", "tagValuesQuery", "useTags", "isNone", "initLock", "error"),
    *("allFormat", "multiFormat"),
)
INTERVAL_KEYS = ("auto", "auto_min", "auto_count")
REFETCHED = frozenset({"query", "datasource"})
"""Types of variables whose options Grafana queries each time it loads a board. This pass removes
the options that a board stores for such variables.
"""

TYPES = split_words(
    "query custom textbox constant datasource interval adhoc groupby switch system snapshot"
)
"""Types of variables that Grafana supports."""

HIDDEN = 2
SETTINGS: Json = {"hide": HIDDEN, "skipUrlSync": True}
"""Settings that Grafana's editor saves with a constant."""

ON_LOAD = 1


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with its variables as Grafana 12 expects them."""
    is_stored = is_stored_in_v2(board)
    return map_variables(board, lambda variable: _upgrade_variable(variable, context, is_stored))


def _upgrade_variable(variable: Json, context: CompilerContext, is_stored: bool) -> Json:
    variable = {"type": "query", **variable}
    kind = str(variable["type"])
    if kind not in TYPES:
        raise build_board_error(
            f'the variable "{variable.get("name")}" has the unknown type {kind!r}',
            {**variable, "type": None},
            context,
            hint=f"Grafana supports these types: {', '.join(TYPES)}.",
        )
    new = drop_keys(_format_query(variable), *OBSOLETE)
    new = {key: value for key, value in new.items() if value is not None}
    new = new if kind == "interval" and new.get("auto") else drop_keys(new, *INTERVAL_KEYS)
    if kind == "constant":
        new = _select_constant({**SETTINGS, **new} if is_stored else {**new, "hide": HIDDEN})
    if kind in REFETCHED:
        new = _refresh_choices(new, is_stored)
    return _with_choice(_clean_texts(new))


def _select_constant(variable: Json) -> Json:
    value = variable.get("query")
    return {**variable, "current": {"text": value, "value": value}} if value else variable


def _refresh_choices(variable: Json, is_stored: bool) -> Json:
    """Return a variable whose options Grafana queries again at least each time the board loads.

    A variable that was stored in v2 may keep the refresh `never`.
    """
    refresh = variable.get("refresh")
    known = (0, 1, 2) if is_stored else (1, 2)
    # old boards store true for 1; index() finds the integer
    refresh = known[known.index(refresh)] if refresh in known else ON_LOAD
    query = variable.get("query")
    definition = query.get("query") if isinstance(query, dict) else query
    new = {**variable, "refresh": refresh, "options": []}
    if variable["type"] == "query" and isinstance(definition, str):
        new.setdefault("definition", definition)
    return new


def _format_query(variable: Json) -> Json:
    query = variable.get("query", "")
    if isinstance(query, (str, dict)):
        return variable
    return {**drop_keys(variable, "query"), **({"query": str(query)} if query else {})}


def _clean_texts(variable: Json) -> Json:
    new = drop_keys(
        variable, *(k for k in ("label", "allValue", "description") if variable.get(k) == "")
    )
    if "options" in new:
        new = {**new, "options": [_clean_option(option) for option in list_objects(new["options"])]}
    hide = new.get("hide")
    return {**new, "hide": int(hide)} if isinstance(hide, bool) else new


def _clean_option(option: Json) -> Json:
    new = {key: value for key, value in option.items() if value is not None and key != "tags"}
    return {**new, "text": _as_text(new.get("text", "")), "value": _as_text(new.get("value", ""))}


def _as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [str(item) for item in value]
    return value if isinstance(value, str) else str(value)


def _with_choice(variable: Json) -> Json:
    """Return the variable with its selected value: a list if several values can be selected.

    Without a stored value, the value All is selected if the variable offers it, as in Grafana's
    editor.
    """
    current = variable.get("current")
    if not isinstance(current, dict) or current.get("value") in (None, "", []):
        if not variable.get("includeAll"):
            return drop_keys(variable, "current")
        current = {"text": "All", "value": ALL}
    text = current.get("text")
    choice = _clean_option(
        {**current, "text": current["value"] if text in (None, "", []) else text}
    )
    is_multi = bool(variable.get("multi"))
    choice |= {
        key: _as_list(choice[key]) if is_multi else _as_single(choice[key])
        for key in ("text", "value")
    }
    return {**variable, "current": choice}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _as_single(value: Any) -> Any:
    return (value[0] if value else "") if isinstance(value, list) else value
