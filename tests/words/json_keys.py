"""Finds the places in the code that name a key of Grafana's JSON."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

KEYS = frozenset(
    {
        # boards
        *("annotations", "elements", "graphTooltip", "liveNow", "panels", "schemaVersion"),
        *("templating", "timepicker"),
        # panels
        *("collapsed", "fieldConfig", "gridPos", "libraryPanel", "maxDataPoints", "maxPerRow"),
        *("overrides", "pluginVersion", "reduceOptions", "repeatDirection", "targets"),
        *("timeFrom", "timeShift", "transformations"),
        # queries, variables and annotations
        *("allValue", "builtIn", "datasource", "definition", "expr", "iconColor", "includeAll"),
        *("legendFormat", "refId"),
        # alert rules
        *("datasourceUid", "execErrState", "noDataState", "relativeTimeRange"),
        "unloadEvaluator",
        # resources
        *("apiVersion", "metadata", "resourceVersion"),
    }
)
"""Keys whose names seldom have another meaning than in Grafana's JSON."""

_READERS = frozenset(
    {
        *("at", "flag", "get", "get_items", "get_node", "get_nodes", "get_object", "get_objects"),
        *("get_text", "items", "number", "objects", "pop", "require", "require_child"),
        *("require_object", "setdefault", "table", "text"),
    }
)
"""Methods that take the key of a JSON object."""


def list_named_keys(path: Path) -> list[str]:
    """Return the keys that a Python file reads from JSON or writes to JSON, sorted. A key is
    returned as often as the file names the key.
    """
    nodes = ast.walk(ast.parse(path.read_text()))
    return sorted(key for node in nodes for key in _iter_texts(node) if key in KEYS)


def _iter_texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts that a node of the syntax tree uses as keys of an object."""
    keys: list[ast.expr | None] = []
    match node:
        case ast.Subscript(slice=key):
            keys = [key]
        case ast.Call(func=ast.Attribute(attr=name), args=arguments) if name in _READERS:
            keys = [*arguments]
        case ast.Dict(keys=found) | ast.MatchMapping(keys=found):
            keys = [*found]
        case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()]):
            keys = [key]
        case _:
            pass
    for each in keys:
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
