"""Lists the changes that compiling makes to a stored board. The changes are found by comparing the
values at each path of the two JSON objects.

The comparison runs no passes of the compiler, so a value that a pass drops is listed like any other
change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from boardwright.compiler.edit import drop_keys, drop_value, get_value, list_objects
from boardwright.compiler.normal.default_removal import drop_defaults
from boardwright.compiler.normal_form import drop_filled_values
from boardwright.compiler.passes.annotations import BUILT_IN
from boardwright.frozen import frozen
from boardwright.schema import new_panel_values
from boardwright.schema.board_traversal import map_targets
from boardwright.schema.document import SERVER_KEYS, Board, Json, PanelJson
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.panel import Panel
from boardwright.schema.panel_types import find_unfinished_type
from boardwright.schema.target import Annotation, Target
from boardwright.source.differences import MISSING, ValueDifference, iter_differences

_LISTS = frozenset({"annotations", "panels", "rows", "templating"})
"""Keys of a board whose value is a list, or contains a list. The items of these lists are compared
one by one.
"""

_BOARD_NAMES = {
    "schemaVersion": "schema version",
    **dict.fromkeys(("__elements", "__inputs", "__requires"), "export data"),
    **dict.fromkeys(
        ("hideControls", "iteration", "originalTitle", "sharedCrosshair", "style"),
        "obsolete settings",
    ),
}
_PANEL_NAMES = {
    "datasource": "data sources",
    "gridPos": "positions",
    "id": "panel ids",
    "targets": "queries",
}
_COMMON = frozenset(
    {"description", "interval", "links", "maxDataPoints", "repeat", "title", "transparent"}
    | _PANEL_NAMES.keys()
)
"""Keys that have the same meaning in panels of every type."""

_COPY = ("repeatPanelId", "repeatedByRow", "repeatRowId")

_LINK = {"asDropdown": False, "includeVars": False, "keepTime": False, "targetBlank": False}
_LINK_TEXTS = {"icon": "", "tooltip": "", "url": "", "tags": []}
"""Values of a board link that have no effect, because a missing value means the same."""


@frozen
class Upgrade:
    """One kind of change that compiling makes to a stored board.

    Attributes:
        what: The part that changes: `schema version`, `heatmap options`, `graph to timeseries`.
        differences: Each change of this kind, with its path in the stored board.
    """

    what: str
    differences: tuple[ValueDifference, ...]


@frozen
class _BoardPart:
    """A panel, variable or annotation, with its path in the board."""

    path: str
    body: Board


_Pair = tuple[_BoardPart | None, _BoardPart | None]
"""A part of the stored board and the same part of the compiled board. One of the two is None if
that board lacks the part.
"""


def list_upgrades(stored: Board, result: Board) -> tuple[Upgrade, ...]:
    """Return the changes between a stored board and the board to which its module compiles.

    Args:
        stored: The stored board: classic JSON of any schema version.
        result: The board to which the module compiles.
    """
    differences: dict[str, list[ValueDifference]] = {}
    for what, difference in _iter_changes(stored, result):
        differences.setdefault(what, []).append(difference)
    return tuple(
        Upgrade(what=what, differences=tuple(differences[what])) for what in sorted(differences)
    )


def _iter_changes(stored: Board, result: Board) -> Iterator[tuple[str, ValueDifference]]:
    before, after = (
        drop_filled_values(with_row_panels(stored)),
        drop_filled_values(with_row_panels(result)),
    )
    for each in _select_meaningful(
        iter_differences(drop_keys(before, *_LISTS), drop_keys(after, *_LISTS))
    ):
        key = _read_first_key(each.path)
        yield _BOARD_NAMES.get(key, key), each
    for holder, what in (("templating", "variables"), ("annotations", "annotations")):
        pairs = _pair_parts(_list_items(before, holder), _list_items(after, holder), "name", "name")
        for each in _iter_part_changes(pairs):
            yield "data sources" if ".datasource" in each.path else what, each
    old, new = ([*_iter_panels(board["panels"], "panels")] for board in (before, after))
    for one, other in _pair_parts(old, new, "id", "title"):
        yield from _iter_panel_changes(one, other)


def with_row_panels(board: Board) -> Board:
    """Return a board with its classic rows among its panels, and with lists of variables and
    annotations even if the board has none. Default values of links and keys that the server adds
    are removed.
    """
    rows = [{**row, "type": "row"} for row in list_objects(board.get("rows"))]
    board = {**drop_keys(board, "rows"), "panels": [*rows, *list_objects(board.get("panels"))]}
    for holder in ("templating", "annotations"):
        value = board.get(holder)
        items = list_objects(value.get("list")) if isinstance(value, dict) else []
        board[holder] = {"list": items}
    links = [drop_defaults(link, _LINK | _LINK_TEXTS) for link in list_objects(board.get("links"))]
    return {**drop_keys(board, "links", *SERVER_KEYS), **({"links": links} if links else {})}


def _list_items(board: Board, holder: str) -> list[_BoardPart]:
    items = enumerate(board[holder]["list"])
    parts = [_BoardPart(path=f"{holder}.list[{turn}]", body=body) for turn, body in items]
    return [part for part in parts if not _is_built_in_annotation(part.body)]


def _is_built_in_annotation(annotation: Json) -> bool:
    """Return whether an annotation query is Grafana's built-in "Annotations & Alerts" without
    changes. The data source is not compared, because Grafana uses two names for the built-in data
    source.
    """
    whole = {**BUILT_IN, **annotation, "datasource": BUILT_IN["datasource"]}
    return Annotation(annotation).built_in and are_json_equal(whole, BUILT_IN)


def _iter_panels(panels: Sequence[PanelJson], path: str) -> Iterator[_BoardPart]:
    """Yield the panels at every depth, each without the panels inside it."""
    for turn, panel in enumerate(panels):
        own = f"{path}[{turn}]"
        yield _BoardPart(path=own, body=_drop_panel_defaults(drop_keys(panel, "panels")))
        yield from _iter_panels(list_objects(panel.get("panels")), f"{own}.panels")


def _drop_panel_defaults(panel: PanelJson) -> Board:
    """Return a panel without values that the editor gives to every new panel of this type."""
    kind = str(panel.get("type"))
    fields = {"color": {"mode": new_panel_values.COLOR_MODES.get(kind)}}
    known = {"options": new_panel_values.OPTIONS.get(kind, {}), "fieldConfig": {"defaults": fields}}
    panel = drop_defaults(panel, known)
    steps = list_objects(get_value(panel, "fieldConfig", "defaults", "thresholds", "steps"))
    is_usual = are_json_equal(
        [{"value": None, **step} for step in steps], new_panel_values.THRESHOLDS["steps"]
    )
    panel = drop_value(panel, ("fieldConfig", "defaults", "thresholds")) if is_usual else panel
    source = Panel(panel).datasource_reference
    return map_targets(panel, lambda target: _simplify_query(target, source))


def _simplify_query(target: Json, datasource: Any) -> Board:
    """Return a query without settings that Grafana takes from the panel or adds itself."""
    if are_json_equal(Target(target).datasource_reference, datasource):
        target = drop_keys(target, "datasource")
    is_range = "expr" in target and not target.get("instant")
    return drop_defaults(target, {"editorMode": "code", **({"range": True} if is_range else {})})


def _pair_parts(
    before: Sequence[_BoardPart], after: Sequence[_BoardPart], *keys: str
) -> Iterator[_Pair]:
    """Yield pairs of parts that have the same value under the first of `keys`. Parts for which no
    other part has the same value are paired by the next key. A part that remains alone is paired
    with None.
    """
    matches: dict[str, _BoardPart] = {}
    rest = [*after]
    for key in keys:
        parts_by_name: dict[str, list[_BoardPart]] = {}
        for part in rest:
            parts_by_name.setdefault(str(part.body.get(key)), []).append(part)
        for part in before:
            same_name = parts_by_name.get(str(part.body.get(key)))
            if part.path not in matches and same_name:
                matches[part.path] = same_name.pop(0)
        rest = [part for parts in parts_by_name.values() for part in parts]
    yield from ((part, matches.get(part.path)) for part in before)
    yield from ((None, part) for part in rest)


def _iter_part_changes(pairs: Iterator[_Pair]) -> Iterator[ValueDifference]:
    for one, other in pairs:
        path = (one or other or _BoardPart(path="", body={})).path
        before = MISSING if one is None else one.body
        after = MISSING if other is None else other.body
        yield from _select_meaningful(iter_differences(before, after, path))


def _iter_panel_changes(
    one: _BoardPart | None, other: _BoardPart | None
) -> Iterator[tuple[str, ValueDifference]]:
    if one is None or other is None:
        yield _describe_whole_panel(one, other)
        return
    before, after = one.body, other.body
    old, new = find_unfinished_type(before) or before.get("type"), after.get("type")
    if old != new:
        yield (
            f"{old or 'library panel'} to {new}",
            _build_difference(f"{one.path}.type", before, old, new),
        )
        before = {key: value for key, value in before.items() if key in _COMMON}
        after = {key: value for key, value in after.items() if key in _COMMON}
    for each in _select_meaningful(iter_differences(before, after, one.path)):
        what = _name_panel_change(each.path.removeprefix(f"{one.path}."), str(new))
        yield what, _build_difference(each.path, one.body, each.before, each.after)


def _describe_whole_panel(
    one: _BoardPart | None, other: _BoardPart | None
) -> tuple[str, ValueDifference]:
    part = one or other
    assert part is not None  # noqa: S101 - a pair has at least one part
    kind = part.body.get("type")
    what = "rows" if kind == "row" else "added panels" if one is None else "removed panels"
    if one and any(part.body.get(key) for key in _COPY):
        what = "copies of repeated panels"
    before, after = (MISSING, kind) if one is None else (kind, MISSING)
    return what, _build_difference(f"{part.path}.type", part.body, before, after)


def _name_panel_change(path: str, kind: str) -> str:
    if ".datasource" in path:
        return "data sources"
    key = _read_first_key(path)
    if key in _PANEL_NAMES:
        return _PANEL_NAMES[key]
    return f"panel {key}" if key in _COMMON else "rows" if kind == "row" else f"{kind} options"


def _read_first_key(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _build_difference(path: str, panel: PanelJson, before: Any, after: Any) -> ValueDifference:
    return ValueDifference(
        path=path, before=before, after=after, panel=str(panel.get("title") or "")
    )


def _select_meaningful(differences: Iterator[ValueDifference]) -> Iterator[ValueDifference]:
    """Yield the differences, except between two values that are both null, missing or empty."""
    return (
        each for each in differences if not (_is_nothing(each.before) and _is_nothing(each.after))
    )


def _is_nothing(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_nothing, value.values()))
    return value is MISSING or value is None or value == []
