"""What a Grafana would refuse or show wrongly, told before anything is sent.

`/api/dashboards/db` takes nearly any board and breaks later; so a board is held to what the
strict API of the same version refuses. Found by sending to Grafana 12.2 what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from boardwright.grafana.errors import FormError
from boardwright.grafana.wanted import WantedBoard, WantedFolder, WantedGroup

_UID = re.compile(r"[a-zA-Z0-9_-]{1,40}")
_LONGEST_TITLE = 5000
_DEEPEST = 4
_NESTED_SINCE = 11
_STRICT_SINCE = 12
_OLDEST_SCHEMA = 29
_NEWEST_SCHEMA = {12: 41, 13: 42}
_TEXTS = ("gnetId", "cacheTimeout")
"""Keys that hold text or are absent, for the strict API: null and numbers are refused."""


def form_check(version: str) -> Callable[[WantedBoard], FormError | None]:
    """Return what tells why a board would be refused, or None.

    Args:
        version: Grafana's version, as it told; empty when it did not.
    """
    major = _major(version)

    def check(board: WantedBoard) -> FormError | None:
        reason = next(_reasons(board, major), None)
        return None if reason is None else FormError(f"this Grafana would refuse it: {reason}")

    return check


def group_check(version: str) -> Callable[[WantedGroup], FormError | None]:
    """Return what tells why a group of alert rules would be refused, or None; see `form_check`."""
    major = _major(version)

    def check(group: WantedGroup) -> FormError | None:
        reason = next(_folder(group.folder, major), None)
        return None if reason is None else FormError(f"this Grafana would refuse it: {reason}")

    return check


def _major(version: str) -> int:
    found = re.match(r"\d+", version)
    return int(found[0]) if found else _STRICT_SINCE


def _reasons(board: WantedBoard, major: int) -> Iterator[str]:
    if not _UID.fullmatch(board.uid):
        yield f"its uid {board.uid!r} is not 1 to 40 characters of a-z, A-Z, 0-9, _ and -"
    if not board.title.strip():
        yield "it has no title"
    if len(board.title) > _LONGEST_TITLE:
        yield f"its title has {len(board.title)} characters, of {_LONGEST_TITLE} at most"
    yield from _folder(board.folder, major)
    if major >= _STRICT_SINCE:
        yield from _strict(board.body, major)


def _folder(folder: WantedFolder, major: int) -> Iterator[str]:
    depth = folder.path.count("/") + 1
    if depth > 1 and major < _NESTED_SINCE:
        yield f"Grafana {major} has no folders within folders; write a title without a slash"
    if depth > _DEEPEST:
        yield f"its folder is {depth} levels deep; Grafana has {_DEEPEST}"


def _strict(body: Any, major: int) -> Iterator[str]:
    schema, newest = body.get("schemaVersion"), _NEWEST_SCHEMA.get(major)
    if not isinstance(schema, int) or schema < _OLDEST_SCHEMA:
        yield f"its schemaVersion is {schema}; it takes {_OLDEST_SCHEMA} and above"
    elif newest is not None and schema > newest:
        yield f"its schemaVersion is {schema}; Grafana {major} takes {newest} at most"
    yield from _no_texts(body, "")
    for index, panel in enumerate(body.get("panels") or ()):
        if isinstance(panel, dict):
            yield from _no_texts(panel, f"panels.{index}.")


def _no_texts(body: dict[str, Any], path: str) -> Iterator[str]:
    for key in _TEXTS:
        if key in body and not isinstance(body[key], str):
            yield f"{path}{key} is {body[key]!r}; it takes text"
