"""Which panel of one board is which of another: by number, by title and queries, by place.

Numbers tell nothing when a board was numbered anew: then most panels of one number have neither
title nor queries in common, and numbers are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Sequence

from boardwright.diff.item_pairing import Key, paired
from boardwright.diff.panel_positions import Standing

NOT_CONTENT = frozenset({"gridPos", "id", "panels"})
"""Keys that do not tell what a panel shows."""

_MATCHERS = re.compile(r"\{[^{}]*\}")
"""What narrows a metric down in a query."""


def matched(before: Sequence[Standing], after: Sequence[Standing]) -> dict[int, int]:
    """Return which of the panels after each of those before is, by index."""
    first, second = [_Known(each) for each in before], [_Known(each) for each in after]
    keys: list[Key[_Known]] = [_by_number_and_all, _by_place_and_all, _by_all]
    if _are_numbers_kept(first, second):
        keys[1:1] = [_by_number_and_title, _by_number_and_queries]
    keys += [_by_title_and_queries, _by_title_and_type, _by_title, _by_queries]
    keys.append(_by_type_and_metrics)
    if _are_numbers_kept(first, second):
        keys.append(_by_number_and_type)
    keys.append(_nameless_by_place)
    return paired(first, second, *keys)


class _Known:
    """What a panel can be known by."""

    def __init__(self, standing: Standing) -> None:
        panel = standing.panel
        self.row = standing.row
        self.is_row = standing.is_row
        self.place = (standing.turn, standing.x)
        self.number = panel.get("id")
        self.title = standing.title
        self.type = panel.get("type")
        self.queries = _text([_query(each) for each in panel.get("targets") or ()])
        if not panel.get("targets"):
            self.queries = ""
        self.metrics = _metrics(panel.get("targets") or ())
        content = {key: value for key, value in panel.items() if key not in NOT_CONTENT}
        self.all = _text(content)


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _query(target: object) -> object:
    """Return a query without its letter and data source, which say little of what it asks."""
    if not isinstance(target, dict):
        return target
    return target.get("expr") or {
        key: value for key, value in target.items() if key not in ("refId", "datasource")
    }


def _metrics(targets: Sequence[object]) -> tuple[str, ...]:
    """Return the expressions of PromQL without their matchers."""
    queries = [_query(target) for target in targets]
    return tuple(_MATCHERS.sub("", query) for query in queries if isinstance(query, str))


def _are_numbers_kept(before: Sequence[_Known], after: Sequence[_Known]) -> bool:
    """Tell whether most panels with a number of both boards may be the same."""
    numbered = {each.number: each for each in after if each.number is not None}
    pairs = [(each, numbered[each.number]) for each in before if each.number in numbered]
    alike = sum(
        bool(old.title and old.title == new.title)
        or bool(old.queries and old.queries == new.queries)
        or old.all == new.all
        for old, new in pairs
    )
    return 2 * alike >= len(pairs)


def _by_number_and_all(each: _Known) -> Hashable | None:
    return None if each.number is None else (each.number, each.all)


def _by_number_and_title(each: _Known) -> Hashable | None:
    known = each.number is not None and each.title
    return (each.number, each.title, each.is_row) if known else None


def _by_number_and_queries(each: _Known) -> Hashable | None:
    return (each.number, each.queries) if each.number is not None and each.queries else None


def _by_place_and_all(each: _Known) -> Hashable | None:
    return (each.row, each.all)


def _by_all(each: _Known) -> Hashable | None:
    return each.all


def _by_title_and_queries(each: _Known) -> Hashable | None:
    return (each.title, each.queries) if each.title and each.queries else None


def _by_title_and_type(each: _Known) -> Hashable | None:
    return (each.title, each.type) if each.title else None


def _by_title(each: _Known) -> Hashable | None:
    return (each.title, each.is_row) if each.title else None


def _by_queries(each: _Known) -> Hashable | None:
    return each.queries or None


def _by_type_and_metrics(each: _Known) -> Hashable | None:
    """Another title and other matchers: still the panel of the same metrics."""
    return (each.type, each.metrics) if each.metrics else None


def _nameless_by_place(each: _Known) -> Hashable | None:
    """A text without a title is known by nothing but where it stands."""
    known = each.title or each.queries or each.is_row
    return None if known else (each.row, each.place, each.type)


def _by_number_and_type(each: _Known) -> Hashable | None:
    return None if each.number is None else (each.number, each.type)
