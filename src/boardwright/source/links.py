"""A board's links as grafanalib's, where that says the same."""

from __future__ import annotations

from functools import cache
from typing import Any

from boardwright.compiler.edit import Json
from boardwright.schema.json_equality import json_equal
from boardwright.source.evaluating import Evaluator
from boardwright.source.tree import Call, Node, node_of

_WORDS = {
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
"""The arguments of `DashboardLink`, and the keys that they set."""


def link_node(link: Any) -> Node:
    """Return one link."""
    usual = _usual()
    if not isinstance(link, dict) or link.keys() != usual.keys():
        return node_of(link)
    said = [
        (word, link[key]) for word, key in _WORDS.items() if not json_equal(link[key], usual[key])
    ]
    call = Call("DashboardLink", keywords=tuple((word, node_of(value)) for word, value in said))
    return call if _says(call, link) else node_of(link)


def _says(call: Call, link: Json) -> bool:
    try:
        return json_equal(_written(call), link)
    except (TypeError, ValueError):
        return False


@cache
def _usual() -> Json:
    return _written(Call("DashboardLink"))


def _written(call: Call) -> Json:
    evaluator = Evaluator()
    data: Json = evaluator.plain(evaluator.value(call))
    return data
