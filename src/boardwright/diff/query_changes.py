"""Finds the changes of the queries of a panel."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.diff.changes import Change
from boardwright.diff.item_pairing import pair_items
from boardwright.diff.json_changes import ABSENT, find_nested_changes, find_value_change
from boardwright.schema import editor_words as words
from boardwright.schema.document import PanelJson
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.json_object import format_pointer
from boardwright.schema.panel import Panel
from boardwright.schema.target import Target

QUERIES = "targets"
"""Key of the queries in the JSON of a panel or alert rule."""

_SOURCE = "datasource"


def find_query_changes(before: PanelJson, after: PanelJson) -> Iterator[Change]:
    """Yield the changes of the queries of one panel."""
    panels = Panel(before), Panel(after)
    first, second = (panel.targets for panel in panels)
    pairs = pair_items(first, second, _format_query, _read_ref_id, _read_text)
    for index, new in enumerate(second):
        old = next((first[old] for old, match in pairs.items() if match == index), None)
        if old is None:
            yield from _report_query(new, index, is_new=True)
        else:
            yield from _compare_query(old, new, index, panels)
    for index, old in enumerate(first):
        if index not in pairs:
            yield from _report_query(old, index, is_new=False)
    if [pairs.get(index) for index in range(len(first))] != sorted(pairs.values()) and len(
        pairs
    ) == len(first) == len(second):
        ref_ids = [" ".join(each.ref_id for each in side) for side in (first, second)]
        yield from find_value_change(
            *ref_ids, path=format_pointer(QUERIES), what="order of queries"
        )


def _format_query(query: Target) -> str:
    return words.format_json_line(query.raw)


def _read_ref_id(query: Target) -> str | None:
    return query.ref_id or None


def _read_text(query: Target) -> str | None:
    return f"{query.text_key} {query.text(query.text_key)}" if query.text_key else None


def _name_query(query: Target, index: int) -> str:
    return f"query {query.ref_id or index + 1}"


def _report_query(query: Target, index: int, *, is_new: bool) -> Iterator[Change]:
    """Yield the change of an added or removed query."""
    key = query.text_key
    text = query.text(key) if key else _format_query(query)
    path = format_pointer(QUERIES, index, *([key] if key else []))
    sides = (ABSENT, text) if is_new else (text, ABSENT)
    yield from find_value_change(*sides, path=path, what=_name_query(query, index))


def _compare_query(
    before: Target, after: Target, index: int, panels: tuple[Panel, Panel]
) -> Iterator[Change]:
    about, keys = _name_query(after, index), (QUERIES, index)
    text_key = after.text_key or before.text_key
    for name in dict.fromkeys((*before.raw, *after.raw)):
        old, new = before.raw.get(name, ABSENT), after.raw.get(name, ABSENT)
        if name == _SOURCE:
            if _follows_panel(before, after, panels):
                continue  # the change of the panel's data source is reported
            yield from find_value_change(
                old, new, path=format_pointer(*keys, name), what=f"{about} data source",
                describe=words.describe_data_source,
            )  # fmt: skip
        else:
            names = () if name == text_key else (name,)
            yield from find_nested_changes(old, new, keys=(*keys, name), about=about, words=names)


def _follows_panel(before: Target, after: Target, panels: tuple[Panel, Panel]) -> bool:
    """Return whether a query uses its panel's data source, both before and after the change."""
    return all(
        are_json_equal(query.datasource_reference, panel.datasource_reference)
        for query, panel in zip((before, after), panels, strict=True)
    )
