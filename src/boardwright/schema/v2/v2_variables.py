"""Converts template variables between schema v2 and the classic schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from boardwright.schema.document import Json
from boardwright.schema.extension import extend_item, read_extension
from boardwright.schema.v2.complement import find_complement, restore_original
from boardwright.schema.v2.v2_node import PATH, V2Node
from boardwright.schema.v2.v2_queries import read_v2_reference, write_query, write_reference

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
_KINDS = {kind: name for name, kind in TYPES.items()}
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

_NO_CHOICE: Json = {"text": "", "value": ""}
_CHOICES: Json = {"current": _NO_CHOICE, "options": [], "multi": False}
_ALL: Json = {**_CHOICES, "includeAll": False, "allowCustomValue": True}
_DEFAULTS: Mapping[str, Json] = {
    "adhoc": {"baseFilters": [], "filters": [], "defaultKeys": [], "allowCustomValue": True},
    "constant": {"query": "", "current": _NO_CHOICE},
    "custom": {"query": "", **_ALL},
    "datasource": {"pluginId": "", "refresh": "never", "regex": "", **_ALL},
    "groupby": _CHOICES,
    "interval": {
        "query": "",
        "current": _NO_CHOICE,
        "options": [],
        "auto": False,
        "auto_min": "10s",
        "auto_count": 30,
        "refresh": "onTimeRangeChanged",
    },
    "query": {"refresh": "never", "regex": "", "sort": "disabled", **_ALL},
    "switch": {},
    "textbox": {"query": "", "current": _NO_CHOICE},
}
"""Type of a variable -> the default values that Grafana writes for missing keys."""

_COMMON = ("name", "label", "description", "skipUrlSync", "origin")
_OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "adhoc": ("enableGroupBy",),
    "custom": ("allValue", "valuesFormat"),
    "datasource": ("allValue",),
    "groupby": ("defaultValue",),
    "query": (
        "definition",
        "allValue",
        "regexApplyTo",
        "placeholder",
        "staticOptions",
        "staticOptionsOrder",
    ),
}
"""Type of a variable -> the keys that have the same name in v1 and v2 but no default value."""


def read_variable(item: V2Node) -> Json:
    """Convert a variable of schema v2 to the classic schema."""
    spec = item.get_node("spec")
    type_name = TYPES[item.raw["kind"]]
    numbers = {key: spec.read_word(key, words) for key, words in _WORDS.items()}
    variable = {
        PATH: spec.path,
        **spec.read_known(*_list_shared_keys(type_name)),
        **{key: number for key, number in numbers.items() if number is not None},
        **_READERS.get(type_name, _read_nothing)(item, spec),
        **item.origin,
        "type": type_name,
    }
    return extend_item(variable, **find_complement(item.data, _write_variable(variable)))


def read_v2_variables(items: list[V2Node]) -> tuple[list[Json], list[Any]]:
    """Convert the variables of schema v2 to the classic schema.

    Returns:
        The converted variables, and a list of the variables whose kind boardwright does not
        support. Each item of this list is a pair of the variable's index and its unchanged JSON.
    """
    variables, unknown = [], []
    for index, item in enumerate(items):
        if item.get("kind", str) in TYPES:
            variables.append(read_variable(item))
        else:
            unknown.append([index, item.data])
    return variables, unknown


def write_variables(variables: Iterable[Json], owner: Mapping[str, Any]) -> list[Any]:
    """Convert the variables of a board, row or tab to schema v2, and add its variables of unknown
    kind.
    """
    written = [restore_original(_write_variable(each), read_extension(each)) for each in variables]
    for index, unknown in read_extension(owner).get("variables") or ():
        written.insert(index, unknown)
    return written


def _write_variable(variable: Json) -> Json:
    type_name = str(variable.get("type") or "")
    spec = {"name": "", "hide": "dontHide", "skipUrlSync": False, **_DEFAULTS.get(type_name, {})}
    for key in _list_shared_keys(type_name):
        if variable.get(key) is not None:
            spec[key] = variable[key]
    for key, words in _WORDS.items():
        if key in spec and (word := _find_word(variable.get(key), words)) is not None:
            spec[key] = word
    outer, inner = _WRITERS.get(type_name, _write_nothing)(variable)
    return {"kind": _KINDS.get(type_name, type_name), **outer, "spec": {**spec, **inner}}


def _list_shared_keys(type_name: str) -> tuple[str, ...]:
    same = [key for key in _DEFAULTS.get(type_name, {}) if key not in (*_WORDS, "pluginId")]
    return (*_COMMON, *same, *_OPTIONAL.get(type_name, ()))


def _find_word(number: Any, words: Mapping[str, int]) -> str | None:
    if isinstance(number, bool) or not isinstance(number, int):
        return None
    return next((word for word, value in words.items() if value == number), None)


def _read_nothing(item: V2Node, spec: V2Node) -> Json:
    return {}


def _read_query(item: V2Node, spec: V2Node) -> Json:
    """Convert the query of a variable to the classic schema: an object, or text if v2 stores only
    text.
    """
    query = spec.get_node("query")
    source, inner = read_v2_reference(query), query.get_node("spec").read_all()
    text = inner.get(_TEXT)
    value = text if isinstance(text, str) and len(inner) == 1 else inner
    return {"query": value, **({"datasource": source} if source else {})}


def _read_source(item: V2Node, spec: V2Node) -> Json:
    source = read_v2_reference(item)
    return {"datasource": source} if source else {}


def _read_plugin(item: V2Node, spec: V2Node) -> Json:
    return spec.read_known(query="pluginId")


def _read_switch(item: V2Node, spec: V2Node) -> Json:
    """Return the two values of a switch as options: first the value for on, then the value for
    off.
    """
    on, off = spec.get("enabledValue", str), spec.get("disabledValue", str)
    current = spec.get("current", str)
    if on is None or off is None:
        return {}
    selection = {} if current is None else {"current": {"text": current, "value": current}}
    return {"options": [{"text": value, "value": value} for value in (on, off)], **selection}


_TEXT = "__legacyStringValue"
_READERS: Mapping[str, Callable[[V2Node, V2Node], Json]] = {
    "query": _read_query,
    "adhoc": _read_source,
    "groupby": _read_source,
    "datasource": _read_plugin,
    "switch": _read_switch,
}


def _write_nothing(variable: Json) -> tuple[Json, Json]:
    return {}, {}


def _write_query_variable(variable: Json) -> tuple[Json, Json]:
    value = variable.get("query")
    spec = value if isinstance(value, dict) else {_TEXT: value} if value else {}
    return {}, {"query": write_query(spec, variable.get("datasource"))}


def _write_source(variable: Json) -> tuple[Json, Json]:
    return write_reference(variable.get("datasource")), {}


def _write_plugin(variable: Json) -> tuple[Json, Json]:
    """Return the plugin type of a data source variable. Like Grafana, use `prometheus` if the type
    is missing.
    """
    query = variable.get("query")
    return {}, {"pluginId": "prometheus" if query is None else query}


def _write_switch(variable: Json) -> tuple[Json, Json]:
    options = [each for each in variable.get("options") or () if isinstance(each, dict)]
    on, off = (str(each.get("value")) for each in [*options, *_SWITCH[len(options) :]][:2])
    current = variable.get("current") or {}
    selected = str(current.get("value", off)) if isinstance(current, dict) else off
    return {}, {"enabledValue": on, "disabledValue": off, "current": selected}


_SWITCH = ({"value": "true"}, {"value": "false"})
_WRITERS: Mapping[str, Callable[[Json], tuple[Json, Json]]] = {
    "query": _write_query_variable,
    "adhoc": _write_source,
    "groupby": _write_source,
    "datasource": _write_plugin,
    "switch": _write_switch,
}
