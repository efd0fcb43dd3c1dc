"""Finds the data sources to which boards and alert rules refer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.schema.alerting.alerts import CompiledRule
from boardwright.schema.canonical import parse_canonical_json
from boardwright.schema.datasource_references import BUILT_IN, BUILT_IN_TYPES

Reference = tuple[str, str]
"""The uid and the plugin type of a data source, or an empty text if the board states no type.
"""


def find_board_references(text: bytes) -> frozenset[Reference]:
    """Return the references to data sources in the JSON of a board.

    For speed, the function parses only the references and not the whole board.
    """
    found = set[Reference]()
    before, *parts = text.split(b'"datasource"')
    for part in parts:
        value = part.lstrip(b": \n\r\t")
        references = (
            _parse_object_references(value[: value.find(b"}") + 1]) if value[:1] == b"{" else ()
        )
        if references is None or before.endswith(b"\\"):
            return frozenset(_iter_references(parse_canonical_json(text)))
        found.update(references)
        before = part
    return frozenset(found)


@lru_cache(maxsize=1000)
def _parse_object_references(text: bytes) -> tuple[Reference, ...] | None:
    """Return the reference in the JSON text of a `datasource`; None if the text is not complete
    JSON.
    """
    try:
        return tuple(_iter_references({"datasource": parse_canonical_json(text)}))
    except ValueError:
        return None


def _iter_references(value: Any) -> Iterator[Reference]:
    if isinstance(value, list):
        for item in value:
            yield from _iter_references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "datasource" and isinstance(item, dict):
                yield from _filter_reference(item.get("uid"), item.get("type"))
            elif isinstance(item, dict | list):
                yield from _iter_references(item)


def iter_rule_references(rule: CompiledRule) -> Iterator[Reference]:
    """Yield the references to data sources in the queries of an alert rule."""
    for step in rule.steps:
        yield from _filter_reference(step.datasource_uid, step.datasource_type)


def _filter_reference(uid: Any, kind: Any) -> Iterator[Reference]:
    kind = kind if isinstance(kind, str) else ""
    if not isinstance(uid, str) or not uid or may_contain_variable(uid):
        return
    if uid not in BUILT_IN and kind not in BUILT_IN_TYPES:
        yield uid, "" if "$" in kind else kind
