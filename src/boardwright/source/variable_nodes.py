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
from boardwright.schema.variable import DashboardVariable
from boardwright.source.class_arguments import accepts_value
from boardwright.source.evaluation import Evaluator
from boardwright.source.named_constants import build_argument_value
from boardwright.source.query_nodes import QueryBuilder
from boardwright.source.syntax_tree import ClassCall, Entries, Node, to_node

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
"""Argument of grafanalib's `DashboardLink` -> the key of the link's JSON that the argument sets."""


def iter_variable_forms(variable: Json, queries: QueryBuilder) -> Iterator[Node]:
    """Yield the forms in which a variable can be declared. The most readable form comes first, and
    the last form has every key.

    Args:
        variable: A compiled variable from which defaults are removed.
        queries: The object that builds the node of the data source.
    """
    if variable.get("type") == "switch" and (switch := _build_switch(variable)) is not None:
        yield switch
    source = queries.build_datasource(DashboardVariable(variable).datasource_reference)
    current, query = variable.get("current"), variable.get("query")
    core = drop_keys(variable, "datasource", "current")
    if core.get("definition") in (query, get_value(query, "query")):
        core = drop_keys(core, "definition")
    choices = [{}, *_iter_choices(current)]
    for keys in (drop_keys(core, "options"), core):
        for choice in choices:
            if (
                "current" not in choice
                and (node := _build_template(keys, choice, source)) is not None
            ):
                yield node
    for choice in choices:
        keys = {**core, **drop_none(current=choice.get("current"))}
        entries = [(key, build_argument_value(key, value)) for key, value in keys.items()]
        yield Entries((*entries, *([("datasource", source)] if source else [])))
    yield to_node(variable)


def _build_switch(variable: Json) -> Node | None:
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
    keywords = tuple((key, to_node(value)) for key, value in drop_none(**given).items())
    return ClassCall("switch", (to_node(variable.get("name")),), keywords)


def _iter_choices(current: Any) -> Iterator[Json]:
    """Yield the arguments of `Template` that can set a variable's selected value: `default` with
    only the value, and `current` with value and text.
    """
    if isinstance(current, dict):
        if isinstance(current.get("value"), str):
            yield {"default": current["value"]}
        yield {"current": current}


def _build_template(keys: Json, choice: Json, source: Node | None) -> Node | None:
    """Return a variable as a `Template`; None if `Template` has no argument for a key."""
    arguments = {_RENAMED.get(key, key): value for key, value in keys.items()}
    known = [*_TEMPLATE, *_RENAMED.values()]
    if "name" not in arguments or not all(
        key in known and accepts_value("Template", key, value) for key, value in arguments.items()
    ):
        return None
    arguments = {
        key: value for key, value in arguments.items() if _TEMPLATE_DEFAULTS.get(key, ()) != value
    }
    arguments.setdefault("query", "")
    ordered = sorted(arguments, key=known.index)
    keywords = [(key, build_argument_value(key, arguments[key])) for key in ordered]
    keywords += [("default", to_node(choice["default"]))] if "default" in choice else []
    keywords += [("dataSource", source)] if source else []
    return ClassCall("Template", keywords=tuple(keywords))


def build_link(link: Any) -> Node:
    """Return a link of a board, as a `DashboardLink` if this call compiles to the same link."""
    usual = _build_bare_link()
    if not isinstance(link, dict) or link.keys() != usual.keys():
        return to_node(link)
    arguments = [
        (name, link[key])
        for name, key in _LINK.items()
        if not are_json_equal(link[key], usual[key])
    ]
    call = ClassCall("DashboardLink", keywords=tuple((n, to_node(each)) for n, each in arguments))
    try:
        return call if are_json_equal(_evaluate_link(call), link) else to_node(link)
    except (TypeError, ValueError):
        return to_node(link)


@cache
def _build_bare_link() -> Json:
    return _evaluate_link(ClassCall("DashboardLink"))


def _evaluate_link(call: ClassCall) -> Json:
    evaluator = Evaluator()
    data: Json = evaluator.to_json(evaluator.evaluate(call))
    return data
