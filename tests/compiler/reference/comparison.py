"""Boards compared by path: ours against a real Grafana's, with reasons for differences."""

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

from boardwright.schema import defaults, editor_defaults
from boardwright.schema.document import Board
from boardwright.schema.json_equality import json_equal
from boardwright.schema.walking import iter_panels

ABSENT = "absent"
DEFAULT = "default"
NULL = "null"
Leaves = dict[str, Any]


@dataclass(frozen=True)
class Mismatch:
    """A value that differs; `ABSENT` stands for a side that has none."""

    path: str
    type: str
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Reason:
    """Why differences at some paths are not a fault: an entry of `reasons.toml`."""

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
"""Key of a panel whose settings the API leaves to the web interface: see the recorded panels."""

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
"""Keys that the API upgrades for all panels."""


def mismatches(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[Mismatch]:
    """Return every path at which two boards differ, panels by title and overrides by matcher."""
    ours, theirs = _without_interface(ours, theirs)
    mine, its = dict(_board_leaves(ours)), dict(_board_leaves(theirs))
    types = {**_panel_types(theirs), **_panel_types(ours)}
    return [
        Mismatch(path, types.get(path.partition("].")[0], ""), mine.get(path, ABSENT), other)
        for path, other in sorted({**dict.fromkeys(mine, ABSENT), **its}.items())
        if not (path in mine and path in its and json_equal(mine[path], its[path]))
    ]


def _without_interface(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Board, Board]:
    """Return both boards; panels that are left to the interface with the keys of every type."""
    left = {key for key, panel in _named_panels(theirs) if LEFT_TO_INTERFACE in panel}
    names = ({id(panel): key for key, panel in _named_panels(side)} for side in (ours, theirs))
    mine, its = (
        _reduced(side, left, keys) for side, keys in zip((ours, theirs), names, strict=True)
    )
    return mine, its


def _reduced(board: Mapping[str, Any], left: set[str], names: Mapping[int, str]) -> Board:
    def reduce(panel: Board) -> Board:
        inner = {"panels": list(map(reduce, panel["panels"]))} if "panels" in panel else {}
        if names.get(id(panel)) not in left:
            return {**panel, **inner}
        return {key: panel[key] for key in panel if key in OF_EVERY_TYPE}

    return {**board, "panels": list(map(reduce, board.get("panels") or ()))}


def unexplained(found: Iterable[Mismatch], reasons: Iterable[Reason]) -> list[Mismatch]:
    known = list(reasons)
    return [each for each in found if not any(reason.explains(each) for reason in known)]


@cache
def reasons(*names: str) -> tuple[Reason, ...]:
    """Return the reasons of some tables of `reasons.toml`."""
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
        return json_equal(value, usual(found.type, re.sub(r"^panels\[.*?\]\.", "", found.path)))
    return bool(json_equal(value, wanted))


def _panel_types(board: Mapping[str, Any]) -> dict[str, str]:
    return {f"panels[{key}": str(panel.get("type")) for key, panel in _named_panels(board)}


def _named_panels(board: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    turns: Counter[str] = Counter()
    for panel in iter_panels(dict(board)):
        title = str(panel.get("title") or panel.get("type")).replace("].", "")
        turns[title] += 1
        yield title if turns[title] == 1 else f"{title} #{turns[title]}", panel


def _board_leaves(board: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    lists = ("annotations", "panels", "templating")
    yield from _leaves({key: board[key] for key in board if key not in lists}, "")
    for key in ("templating", "annotations"):
        for item in (board.get(key) or {}).get("list") or ():
            yield from _leaves(item, f"{key}[{item.get('name')}]")
    for name, panel in _named_panels(board):
        yield from _panel_leaves(panel, f"panels[{name}]")


def _panel_leaves(panel: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    yield from _leaves(
        {key: panel[key] for key in panel if key not in ("fieldConfig", "panels")}, path
    )
    if "panels" in panel:
        yield f"{path}.panels", [str(each.get("title")) for each in panel["panels"]]
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
    """Return the value that a panel of a type has at a path when nothing is stored there."""
    found = _usual_leaves(kind) if kind else dict(_leaves(BOARD, ""))
    return found.get(path, ABSENT)


@cache
def _usual_leaves(kind: str) -> Leaves:
    custom = {**editor_defaults.CUSTOM.get(kind, {}), **defaults.CUSTOM.get(kind, {})}
    fields = {**editor_defaults.FIELD, "custom": custom, "thresholds": THRESHOLDS}
    if kind in defaults.COLOR_MODES:
        fields["color"] = {"mode": defaults.COLOR_MODES[kind]}
    options = {**editor_defaults.OPTIONS.get(kind, {}), **defaults.OPTIONS.get(kind, {})}
    panel = {**editor_defaults.PANEL, "options": options, "fieldConfig": {"defaults": fields}}
    return dict(_leaves(panel, ""))


BOARD = {**editor_defaults.BOARD, "templating": {"list": []}}
THRESHOLDS = {
    "mode": "absolute",
    "steps": [{"color": "green", "value": 0}, {"color": "red", "value": 80}],
}
"""As the web interface saves them: its lowest step has the value 0."""
