"""v2 variables as classic ones."""

from __future__ import annotations

from boardwright.schema.v2.node import PATH, Json, Node
from boardwright.schema.v2.queries import reference

TYPES = {
    "AdhocVariable": "adhoc",
    "ConstantVariable": "constant",
    "CustomVariable": "custom",
    "DatasourceVariable": "datasource",
    "GroupByVariable": "groupby",
    "IntervalVariable": "interval",
    "QueryVariable": "query",
    "SwitchVariable": "switch",
    "TextVariable": "textbox",
}
_HIDE = {"dontHide": 0, "hideLabel": 1, "hideVariable": 2, "inControlsMenu": 3}
_REFRESH = {"never": 0, "onDashboardLoad": 1, "onTimeRangeChanged": 2}
_SORT = {
    "disabled": 0,
    "alphabeticalAsc": 1,
    "alphabeticalDesc": 2,
    "numericalAsc": 3,
    "numericalDesc": 4,
    "alphabeticalCaseInsensitiveAsc": 5,
    "alphabeticalCaseInsensitiveDesc": 6,
    "naturalAsc": 7,
    "naturalDesc": 8,
}
_WORDS = {"hide": _HIDE, "refresh": _REFRESH, "sort": _SORT}


def variable(item: Node) -> Json:
    """Return a variable; keys with the same name in both schemas are copied."""
    spec = item.node("spec")
    kind = item.take_word("kind", TYPES) or item.take("kind", str) or ""
    found: Json = {PATH: spec.path, "type": kind}
    for key, words in _WORDS.items():
        number = spec.take_word(key, words)
        if number is not None:
            found[key] = number
    if kind == "query":
        found |= _query(spec)
    elif kind in {"adhoc", "groupby"}:
        source = reference(item, spec)
        found |= {"datasource": source} if source else {}
    elif kind == "datasource":
        found |= spec.take_known(query="pluginId")
    elif kind == "switch":
        found |= _switch(spec)
    return {**_same(spec), **found}


def _query(spec: Node) -> Json:
    """A query that is one text is also text in the classic schema."""
    query = spec.node("query")
    source = reference(query, spec)
    inner = query.node("spec").take_all()
    text = inner.get("__legacyStringValue")
    query_value = text if isinstance(text, str) and len(inner) == 1 else inner
    return {"query": query_value, **({"datasource": source} if source else {})}


def _switch(spec: Node) -> Json:
    """The classic schema has the values as two options and in the text of the query."""
    on, off = spec.take("enabledValue", str), spec.take("disabledValue", str)
    current = spec.take("current", str)
    options = [{"text": value, "value": value} for value in (on, off) if value is not None]
    chosen = {} if current is None else {"current": {"text": current, "value": current}}
    return {"options": options, **chosen}


def _same(spec: Node) -> Json:
    """Return the remaining values, except words of `_WORDS` without a number, which stay."""
    known = [key for key in spec.take_keys() if key not in _WORDS]
    return spec.take_known(**{key: key for key in known})
