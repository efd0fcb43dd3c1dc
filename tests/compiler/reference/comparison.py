"""Compares compiled boards with those of a real Grafana, by path, with reasons for differences."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from boardwright.schema import editor_defaults, new_panel_values
from boardwright.schema.board_traversal import iter_panels, map_panels
from boardwright.schema.document import Board
from boardwright.schema.json_equality import are_json_equal

ABSENT = "absent"
DEFAULT = "default"
NULL = "null"
Leaves = dict[str, Any]


@dataclass(frozen=True)
class Mismatch:
    """A path at which the values differ. `ABSENT` means a missing value."""

    path: str
    type: str
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Reason:
    """Why differences at some paths are not a fault: an entry in `reasons.toml`."""

    path: re.Pattern[str]
    text: str
    type: re.Pattern[str] | None
    condition: Mapping[str, Any]

    def explains(self, found: Mismatch) -> bool:
        if self.type is not None and not self.type.fullmatch(found.type):
            return False
        if not self.path.fullmatch(found.path):
            return False
        sides = {"ours": found.ours, "theirs": found.theirs}
        return all(_meets(found, sides[side], self.condition[side]) for side in self.condition)


LEFT_TO_INTERFACE = "autoMigrateFrom"
"""Key of panels whose settings the web interface migrates instead of the API. The recordings of
panels cover these settings."""

OF_EVERY_TYPE = frozenset(
    {
        "datasource",
        "description",
        "gridPos",
        "id",
        "interval",
        "links",
        "maxDataPoints",
        "maxPerRow",
    }
    | {"repeat", "repeatDirection", "targets", "timeFrom", "timeShift", "title", "transparent"}
)
"""Keys that the API upgrades for panels of every type."""


def mismatches(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[Mismatch]:
    """Return every path at which two boards differ. Panels are matched by title, overrides by
    matcher."""
    ours, theirs = _reduce_linked(ours, theirs), _reduce_linked(theirs, theirs)
    named = [_name_panels(ours, theirs), _name_panels(theirs, ours)]
    types = {f"panels[{name}": str(p.get("type")) for side in named[::-1] for name, p in side}
    left = {name for name, panel in named[1] if LEFT_TO_INTERFACE in panel}
    mine, its = (
        dict(_board_leaves(board, [(name, _reduce(panel, name in left)) for name, panel in panels]))
        for board, panels in zip((ours, theirs), named, strict=True)
    )
    return [
        Mismatch(path, types.get(path.partition("].")[0], ""), mine.get(path, ABSENT), other)
        for path, other in sorted({**dict.fromkeys(mine, ABSENT), **its}.items())
        if not (path in mine and path in its and are_json_equal(mine[path], its[path]))
    ]


def _reduce_linked(board: Mapping[str, Any], theirs: Mapping[str, Any]) -> Board:
    """Return a board without the parts that compiling inserts for references to library panels."""
    linked = {p.get("id") for p in iter_panels(dict(theirs)) if "libraryPanel" in p}

    def reduce(panel: Board) -> Board:
        return {"gridPos": panel["gridPos"]} if panel.get("id") in linked else panel

    return map_panels(dict(board), reduce)


def _reduce(panel: Board, is_left: bool) -> Board:
    """Return a panel. If the API leaves it to the web interface, keep only keys of every type."""
    return {key: panel[key] for key in panel if key in OF_EVERY_TYPE} if is_left else panel


def _name_panels(board: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[str, Board]]:
    """Return panels by title. Panels with equal titles are matched by id or else by their order."""
    panels = list(iter_panels(dict(board)))
    ids, other_ids = _ids_by_title(panels), _ids_by_title(iter_panels(dict(other)))
    turns: Counter[str] = Counter()
    named = []
    for panel in panels:
        title = str(panel.get("title") or "")
        turns[title] += 1
        if len(ids[title]) > 1 or not title:
            has_same = ids[title] == other_ids.get(title) and len({*ids[title]}) == len(ids[title])
            title = f"{title} #{panel.get('id') if has_same else turns[title]}".lstrip()
        named.append((title.replace("].", ""), panel))
    return named


def _ids_by_title(panels: Iterable[Board]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for panel in panels:
        found.setdefault(str(panel.get("title") or ""), []).append(panel.get("id"))
    return {title: sorted(ids, key=str) for title, ids in found.items()}


def find_unexplained(found: Iterable[Mismatch], reasons: Iterable[Reason]) -> list[Mismatch]:
    known = list(reasons)
    return [each for each in found if not any(reason.explains(each) for reason in known)]


@cache
def reasons(*names: str) -> tuple[Reason, ...]:
    """Return the reasons in these tables of `reasons.toml`."""
    tables = tomllib.loads((Path(__file__).parent / "reasons.toml").read_text())
    return tuple(_reason(entry) for name in names for entry in tables[name])


def _reason(entry: Mapping[str, Any]) -> Reason:
    condition = {side: entry[side] for side in ("ours", "theirs") if side in entry}
    kind = _glob(entry["type"]) if "type" in entry else None
    return Reason(_glob(entry["path"]), entry["reason"], kind, condition)


def _glob(text: str) -> re.Pattern[str]:
    options = [re.escape(each).replace(r"\*", ".*") for each in text.split(" | ")]
    return re.compile("|".join(options), re.DOTALL)


def _meets(found: Mismatch, value: Any, wanted: Any) -> bool:
    if wanted == NULL:
        return value is None
    if wanted == DEFAULT:
        return are_json_equal(value, usual(found.type, re.sub(r"^panels\[.*?\]\.", "", found.path)))
    if isinstance(wanted, str) and "*" in wanted:
        return isinstance(value, str) and bool(_glob(wanted).fullmatch(value))
    return bool(are_json_equal(value, wanted))


def _board_leaves(
    board: Mapping[str, Any], panels: Iterable[tuple[str, Board]]
) -> Iterator[tuple[str, Any]]:
    lists = ("annotations", "panels", "templating")
    yield from _leaves({key: board[key] for key in board if key not in lists}, "")
    for key in ("templating", "annotations"):
        for item in (board.get(key) or {}).get("list") or ():
            yield from _leaves(item, f"{key}[{item.get('name')}]")
    for name, panel in panels:
        yield from _panel_leaves(panel, f"panels[{name}]")


def _panel_leaves(panel: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    yield from _leaves(
        {key: panel[key] for key in panel if key not in ("fieldConfig", "panels")}, path
    )
    if "panels" in panel:
        yield f"{path}.panels", [str(each.get("title") or "") for each in panel["panels"]]
    config = panel.get("fieldConfig") or {}
    yield from _leaves(config.get("defaults") or {}, f"{path}.fieldConfig.defaults", is_top=True)
    for override in config.get("overrides") or ():
        matcher = override.get("matcher") or {}
        options = json.dumps(matcher.get("options"), sort_keys=True)
        name = f"{path}.fieldConfig.overrides[{matcher.get('id')} {options}]"
        for each in override.get("properties") or ():
            yield from _leaves(each.get("value"), f"{name}.{each.get('id')}")


def _leaves(value: Any, path: str, *, is_top: bool = False) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and (value or is_top or not path):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    else:
        yield path, value


def usual(kind: str, path: str) -> Any:
    """Return the value that a panel of a type has at a path if nothing is stored there.

    An object that contains default values is empty if nothing is stored in it.
    """
    found = _usual_leaves(kind) if kind else dict(_leaves(BOARD, ""))
    inside = any(each.startswith(f"{path}.") for each in found)
    return found.get(path, {} if inside else ABSENT)


@cache
def _usual_leaves(kind: str) -> Leaves:
    custom = {**editor_defaults.CUSTOM.get(kind, {}), **new_panel_values.CUSTOM.get(kind, {})}
    fields = {**editor_defaults.FIELD, "custom": custom, "thresholds": THRESHOLDS}
    if kind in new_panel_values.COLOR_MODES:
        fields["color"] = {"mode": new_panel_values.COLOR_MODES[kind]}
    options = {**editor_defaults.OPTIONS.get(kind, {}), **new_panel_values.OPTIONS.get(kind, {})}
    panel = {**editor_defaults.PANEL, "options": options, "fieldConfig": {"defaults": fields}}
    return dict(_leaves(panel, ""))


BOARD = {**editor_defaults.BOARD, "templating": {"list": []}, "timepicker": {}}
THRESHOLDS = {
    "mode": "absolute",
    "steps": [{"color": "green", "value": 0}, {"color": "red", "value": 80}],
}
"""Thresholds as the web interface saves them: the value of the lowest step is 0."""
