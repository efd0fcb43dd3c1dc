"""Converts the variables and links of a board to syntax trees of Python, in the shortest form that
compiles correctly.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from boardwright.compiler.edit import drop_keys, drop_none, get_value, split_words
from boardwright.schema.document import Json
from boardwright.schema.json_equality import are_json_equal
from boardwright.source.class_arguments import accepts
from boardwright.source.evaluation import Evaluator
from boardwright.source.named_constants import constant_node
from boardwright.source.query_nodes import QueryWriter
from boardwright.source.syntax_tree import ClassCall, Entries, Node, node_of

_TEMPLATE = split_words(
    "name query type label includeAll allValue multi regex refresh sort hide options auto"
)
"""The arguments of grafanalib's `Template` whose names are also keys of a variable's JSON."""

_RENAMED = {"auto_count": "autoCount", "auto_min": "autoMin"}
_TEMPLATE_DEFAULTS = {"type": "query", "refresh": 1}

_LINK = {
    "type": "type",
    "title": "title",
    "uri": "url",
    "icon": "icon",
    "tooltip": "tooltip",
    "tags": "tags",
    "asDropdown": "asDropdown",
    "includeVars": "includeVars",
    "keepTime": "keepTime",
    "targetBlank": "targetBlank",
}
"""Arguments of grafanalib's `DashboardLink` -> the keys that they set."""


def variable_forms(variable: Json, queries: QueryWriter) -> Iterator[Node]:
    """Yield the forms in which a variable can be declared. The most readable form comes first, and
    the last form has every key.

    Args:
        variable: A compiled variable from which defaults are removed.
        queries: The object that writes the data source of the variable.
    """
    if variable.get("type") == "switch" and (switch := _switch(variable)) is not None:
        yield switch
    source = queries.datasource(variable)
    current, query = variable.get("current"), variable.get("query")
    core = drop_keys(variable, "datasource", "current")
    if core.get("definition") in (query, get_value(query, "query")):
        core = drop_keys(core, "definition")
    choices = [{}, *_choices(current)]
    for keys in (drop_keys(core, "options"), core):
        for choice in choices:
            if "current" not in choice and (node := _template(keys, choice, source)) is not None:
                yield node
    for choice in choices:
        keys = {**core, **drop_none(current=choice.get("current"))}
        entries = [(key, constant_node(key, value)) for key, value in keys.items()]
        yield Entries((*entries, *([("datasource", source)] if source else [])))
    yield node_of(variable)


def _switch(variable: Json) -> Node | None:
    """Return a switch variable as a call of `boardwright.library.switch`; None if the variable does
    not have exactly two values.
    """
    values = [get_value(option, "value") for option in variable.get("options") or ()]
    if len(values) != 2 or not all(isinstance(value, str) for value in values):
        return None
    on, off = values
    given = {
        "label": variable.get("label"),
        "on": on if on != "true" else None,
        "off": off if off != "false" else None,
        "default": True if get_value(variable, "current", "value") == on else None,
    }
    keywords = tuple((key, node_of(value)) for key, value in drop_none(**given).items())
    return ClassCall("switch", (node_of(variable.get("name")),), keywords)


def _choices(current: Any) -> Iterator[Json]:
    """Yield the arguments of `Template` that can set a variable's selected value: `default` with
    only the value, and `current` with value and text.
    """
    if isinstance(current, dict):
        if isinstance(current.get("value"), str):
            yield {"default": current["value"]}
        yield {"current": current}


def _template(keys: Json, choice: Json, source: Node | None) -> Node | None:
    """Return a variable as a `Template`; None if `Template` has no argument for a key."""
    arguments = {_RENAMED.get(key, key): value for key, value in keys.items()}
    known = [*_TEMPLATE, *_RENAMED.values()]
    if "name" not in arguments or not all(
        key in known and accepts("Template", key, value) for key, value in arguments.items()
    ):
        return None
    arguments = {
        key: value for key, value in arguments.items() if _TEMPLATE_DEFAULTS.get(key, ()) != value
    }
    arguments.setdefault("query", "")
    ordered = sorted(arguments, key=known.index)
    keywords = [(key, constant_node(key, arguments[key])) for key in ordered]
    keywords += [("default", node_of(choice["default"]))] if "default" in choice else []
    keywords += [("dataSource", source)] if source else []
    return ClassCall("Template", keywords=tuple(keywords))


def link_node(link: Any) -> Node:
    """Return a link of a board, as a `DashboardLink` if that compiles to the same link."""
    usual = _bare_link()
    if not isinstance(link, dict) or link.keys() != usual.keys():
        return node_of(link)
    arguments = [
        (name, link[key])
        for name, key in _LINK.items()
        if not are_json_equal(link[key], usual[key])
    ]
    call = ClassCall("DashboardLink", keywords=tuple((n, node_of(each)) for n, each in arguments))
    try:
        return call if are_json_equal(_link_json(call), link) else node_of(link)
    except (TypeError, ValueError):
        return node_of(link)


@cache
def _bare_link() -> Json:
    return _link_json(ClassCall("DashboardLink"))


def _link_json(call: ClassCall) -> Json:
    evaluator = Evaluator()
    data: Json = evaluator.to_json(evaluator.value(call))
    return data
