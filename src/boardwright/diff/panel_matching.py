"""Matches the panels of two boards by id, by title and queries, or by position.

The ids of panels do not count if the board was renumbered. A board was renumbered if, for most ids,
the panel before the change and the panel after the change have different titles and different
queries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Sequence

from boardwright.diff.item_pairing import PairingKey, pair_items
from boardwright.diff.panel_positions import PanelPosition
from boardwright.schema.target import Target

_MATCHERS = re.compile(r"\{[^{}]*\}")
"""Matches the label matchers in a selector."""


def match_panels(before: Sequence[PanelPosition], after: Sequence[PanelPosition]) -> dict[int, int]:
    """Match the panels of a board before and after a change.

    Returns:
        Index in `before` -> index in `after`, for each panel that is in both boards.
    """
    first, second = [_PanelKeys(each) for each in before], [_PanelKeys(each) for each in after]
    keys: list[PairingKey[_PanelKeys]] = [
        _read_id_and_content,
        _read_row_and_content,
        _read_content,
    ]
    if _are_ids_kept(first, second):
        keys[1:1] = [_read_id_and_title, _read_id_and_queries]
    keys += [_read_title_and_queries, _read_title_and_type, _read_title, _read_queries]
    keys.append(_read_type_and_metrics)
    if _are_ids_kept(first, second):
        keys.append(_read_id_and_type)
    keys.append(_read_unnamed_place)
    if any(each.is_row and each.id is None for each in (*first, *second)):
        keys.append(_read_row_order)
    return pair_items(first, second, *keys)


class _PanelKeys:
    """The values that can identify a panel before and after a change."""

    def __init__(self, position: PanelPosition) -> None:
        view = position.view
        self.row = position.row
        self.is_row = position.is_row
        self.place = (position.order, position.x)
        self.id = view.id
        self.title = position.title
        self.type = view.type
        queries = [each.content for each in view.targets]
        self.queries = _encode_json(queries) if queries else ""
        self.metrics = _remove_matchers(view.targets)
        self.content = _encode_json(view.content)


def _encode_json(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _remove_matchers(targets: Sequence[Target]) -> tuple[str, ...]:
    """Return the PromQL expressions of queries without their label matchers."""
    return tuple(_MATCHERS.sub("", each.expr) for each in targets if each.expr)


def _are_ids_kept(before: Sequence[_PanelKeys], after: Sequence[_PanelKeys]) -> bool:
    """Return whether panel ids can identify panels after a change.

    They can if at least half of the pairs of panels with equal ids have the same title, the same
    queries or the same content.
    """
    by_id = {panel.id: panel for panel in after if panel.id is not None}
    pairs = [(panel, by_id[panel.id]) for panel in before if panel.id in by_id]
    similar = sum(
        bool(old.title and old.title == new.title)
        or bool(old.queries and old.queries == new.queries)
        or old.content == new.content
        for old, new in pairs
    )
    return 2 * similar >= len(pairs)


def _read_id_and_content(panel: _PanelKeys) -> Hashable | None:
    return None if panel.id is None else (panel.id, panel.content)


def _read_id_and_title(panel: _PanelKeys) -> Hashable | None:
    if panel.id is None or not panel.title:
        return None
    return panel.id, panel.title, panel.is_row


def _read_id_and_queries(panel: _PanelKeys) -> Hashable | None:
    return (panel.id, panel.queries) if panel.id is not None and panel.queries else None


def _read_row_and_content(panel: _PanelKeys) -> Hashable | None:
    return (panel.row, panel.content)


def _read_content(panel: _PanelKeys) -> Hashable | None:
    return panel.content


def _read_title_and_queries(panel: _PanelKeys) -> Hashable | None:
    return (panel.title, panel.queries) if panel.title and panel.queries else None


def _read_title_and_type(panel: _PanelKeys) -> Hashable | None:
    return (panel.title, panel.type) if panel.title else None


def _read_title(panel: _PanelKeys) -> Hashable | None:
    return (panel.title, panel.is_row) if panel.title else None


def _read_queries(panel: _PanelKeys) -> Hashable | None:
    return panel.queries or None


def _read_type_and_metrics(panel: _PanelKeys) -> Hashable | None:
    """Return the panel's type, and its queries without label matchers."""
    return (panel.type, panel.metrics) if panel.metrics else None


def _read_unnamed_place(panel: _PanelKeys) -> Hashable | None:
    """Return the position and type of a panel that has neither title nor queries."""
    if panel.title or panel.queries or panel.is_row:
        return None
    return panel.row, panel.place, panel.type


def _read_row_order(panel: _PanelKeys) -> Hashable | None:
    """Return the position of a row or tab.

    Rows of schema v2 have no id, so the position identifies a row whose title changed.
    """
    return panel.place if panel.is_row else None


def _read_id_and_type(panel: _PanelKeys) -> Hashable | None:
    return None if panel.id is None else (panel.id, panel.type)
