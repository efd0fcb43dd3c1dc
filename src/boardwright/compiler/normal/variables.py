"""Template variables without what Grafana works out from the rest of them."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import Json, without
from boardwright.compiler.normal.silence import silent
from boardwright.schema import editor_defaults

QUERY_EDITOR = frozenset({"query", "refId", "qryType"})
"""What Prometheus' editor of variables wraps a query's text in."""

ALL = "$__all"


def variable(owner: Json) -> Json:
    """Return a variable in its normal form."""
    new = _with_plain_query(owner)
    choice = new.get("current")
    if isinstance(choice, dict):
        choice = _choice(choice, new)
        new = {**new, "current": choice} if choice else without(new, "current")
    if new.get("query") or not new.get("options"):
        new = without(new, "options")
    if new.get("definition") == new.get("query"):
        new = without(new, "definition")
    own = editor_defaults.VARIABLES.get(str(new.get("type")), {})
    return silent(new, {**editor_defaults.VARIABLE, **own})


def _with_plain_query(owner: Json) -> Json:
    query = owner.get("query")
    if not isinstance(query, dict) or not isinstance(query.get("query"), str):
        return owner
    return {**owner, "query": query["query"]} if query.keys() <= QUERY_EDITOR else owner


def _choice(choice: Json, owner: Json) -> Json | None:
    """Return what is chosen when the board opens; None for what would be chosen anyhow."""
    value = choice.get("value")
    value = value[0] if isinstance(value, list) and len(value) == 1 else value
    if value in (None, "", []) or value == _first(owner):
        return None
    text = choice.get("text")
    text = text[0] if isinstance(text, list) and len(text) == 1 else text
    return {"value": value} if text in (value, None) else {"text": text, "value": value}


def _first(owner: Json) -> Any:
    """Return what Grafana chooses when nothing is: All, or what a written list begins with."""
    if owner.get("includeAll"):
        return ALL
    query = owner.get("query")
    if not isinstance(query, str):
        return None
    kind = owner.get("type")
    if kind in ("constant", "textbox"):
        return query
    return query.split(",")[0].strip() if kind in ("custom", "interval") else None
