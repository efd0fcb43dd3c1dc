"""Finds the changes of the queries of a panel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.compiler.edit import list_objects
from boardwright.diff import editor_words as words
from boardwright.diff.changes import Change
from boardwright.diff.item_pairing import pair_items
from boardwright.diff.json_changes import ABSENT, find_nested_changes, find_value_change
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.json_object import format_pointer

TEXT_KEYS = ("expr", "query", "rawSql", "rawSQL", "expression", "target")
"""The keys under which queries of various data sources store their text."""

QUERIES = "targets"
"""The key of a panel's queries."""


def find_query_changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """Yield the changes of the queries of one panel."""
    first, second = _list_queries(before), _list_queries(after)
    pairs = pair_items(first, second, words.format_json_line, _read_ref_id, _read_text)
    panel_sources = _read_panel_sources(before, after)
    for index, new in enumerate(second):
        old = next((first[old] for old, match in pairs.items() if match == index), ABSENT)
        yield from _compare_query(old, new, index, panel_sources=panel_sources)
    for index, old in enumerate(first):
        if index not in pairs:
            yield from _compare_query(old, ABSENT, index, panel_sources=panel_sources)
    if [pairs.get(index) for index in range(len(first))] != sorted(pairs.values()) and len(
        pairs
    ) == len(first) == len(second):
        ref_ids = [" ".join(str(each.get("refId")) for each in side) for side in (first, second)]
        yield from find_value_change(
            *ref_ids, path=format_pointer(QUERIES), what="order of queries"
        )


def _list_queries(panel: dict[str, Any]) -> list[dict[str, Any]]:
    return list_objects(panel.get(QUERIES))


def _read_ref_id(query: dict[str, Any]) -> Any:
    ref_id = query.get("refId")
    return ref_id if isinstance(ref_id, str) else None


def _read_text(query: dict[str, Any]) -> str | None:
    key = _find_text_key(query)
    return f"{key} {query[key]}" if key else None


def _find_text_key(query: dict[str, Any]) -> str | None:
    return next((key for key in TEXT_KEYS if isinstance(query.get(key), str) and query[key]), None)


def _read_panel_sources(before: dict[str, Any], after: dict[str, Any]) -> tuple[Any, Any]:
    """Return the data source of a panel before and after the change."""
    return before.get("datasource", ABSENT), after.get("datasource", ABSENT)


def _compare_query(
    before: Any, after: Any, index: int, *, panel_sources: tuple[Any, Any]
) -> Iterator[Change]:
    query = before if after is ABSENT else after
    about, keys = f"query {query.get('refId') or index + 1}", (QUERIES, index)
    key = _find_text_key(query) or next(
        (_find_text_key(side) for side in (before, after) if side is not ABSENT), None
    )
    if before is ABSENT or after is ABSENT:
        text = query[key] if key else words.format_json_line(query)
        sides = (text, ABSENT) if after is ABSENT else (ABSENT, text)
        yield from find_value_change(
            *sides, path=format_pointer(*keys, *([key] if key else [])), what=about
        )
        return
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ABSENT), after.get(name, ABSENT)
        if name == "datasource":
            if are_json_equal(old, panel_sources[0]) and are_json_equal(new, panel_sources[1]):
                continue  # the change of the panel's data source is reported
            yield from find_value_change(
                old, new, path=format_pointer(*keys, name), what=f"{about} data source",
                describe=words.describe_data_source,
            )  # fmt: skip
        else:
            names = () if name == key else (name,)
            yield from find_nested_changes(old, new, keys=(*keys, name), about=about, words=names)
