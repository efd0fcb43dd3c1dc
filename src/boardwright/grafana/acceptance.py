"""What a Grafana would refuse or show wrongly, told before anything is sent.

`/api/dashboards/db` takes nearly any board and breaks later; so a board is held to what the
strict API of the same version refuses. Found by sending to Grafana 10.1, 12.2 and 12.4 what stands
here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from boardwright.grafana.grafana_errors import FormError
from boardwright.grafana.version import Version, version_numbers
from boardwright.grafana.wanted import WantedBoard, WantedFolder, WantedGroup

_UID = re.compile(r"[a-zA-Z0-9_-]{1,40}")
_LONGEST_TITLE = 5000
_DEEPEST = 5
_NESTED_SINCE = (11, 0)
_STRICT_SINCE = (12, 0)
_MIGRATING_SINCE = (12, 3)
_NULLS_SINCE = (12, 4)
_OLDEST_SCHEMA = 29
"""What the strict API takes; since `_MIGRATING_SINCE` it takes any age."""
_NEWEST_SCHEMA: tuple[tuple[Version, int | None], ...] = (
    ((14, 0), None),
    (_MIGRATING_SINCE, 42),
    (_STRICT_SINCE, 41),
)
"""Since which version it takes which; None where that is not known."""
_TEXTS = ("gnetId", "cacheTimeout")
"""Keys that hold text or are absent, for the strict API: numbers are refused, and null was."""


def form_check(version: str) -> Callable[[WantedBoard], FormError | None]:
    """Return what tells why a board would be refused, or None.

    Args:
        version: Grafana's version, as it told; empty when it did not.
    """
    told = version_numbers(version)

    def check(board: WantedBoard) -> FormError | None:
        reason = next(_reasons(board, told), None)
        return None if reason is None else FormError(f"this Grafana would refuse it: {reason}")

    return check


def group_check(version: str) -> Callable[[WantedGroup], FormError | None]:
    """Return what tells why a group of alert rules would be refused, or None; see `form_check`."""
    told = version_numbers(version)

    def check(group: WantedGroup) -> FormError | None:
        reason = next(_folder(group.folder, told), None)
        return None if reason is None else FormError(f"this Grafana would refuse it: {reason}")

    return check


def _reasons(board: WantedBoard, version: Version) -> Iterator[str]:
    if not _UID.fullmatch(board.uid):
        yield f"its uid {board.uid!r} is not 1 to 40 characters of a-z, A-Z, 0-9, _ and -"
    if not board.title.strip():
        yield "it has no title"
    if len(board.title) > _LONGEST_TITLE:
        yield f"its title has {len(board.title)} characters, of {_LONGEST_TITLE} at most"
    yield from _folder(board.folder, version)
    if version < _NESTED_SINCE and board.title == board.folder.title:
        yield f"Grafana {version[0]} takes no board that is called as its folder is"
    if version >= _STRICT_SINCE:
        yield from _strict(board.body, version)


def _folder(folder: WantedFolder, version: Version) -> Iterator[str]:
    depth = folder.path.count("/") + 1
    if depth > 1 and version < _NESTED_SINCE:
        yield f"Grafana {version[0]} has no folders within folders; write a title without a slash"
    if depth > _DEEPEST:
        yield f"its folder is {depth} levels deep; Grafana has {_DEEPEST}"


def _strict(body: Any, version: Version) -> Iterator[str]:
    schema = body.get("schemaVersion")
    newest = next(newest for since, newest in _NEWEST_SCHEMA if version >= since)
    is_old = not isinstance(schema, int) or schema < _OLDEST_SCHEMA
    if is_old and version < _MIGRATING_SINCE:
        yield f"its schemaVersion is {schema}; it takes {_OLDEST_SCHEMA} and above"
    elif newest is not None and isinstance(schema, int) and schema > newest:
        named = ".".join(map(str, version))
        yield f"its schemaVersion is {schema}; Grafana {named} takes {newest} at most"
    takes_null = version >= _NULLS_SINCE
    yield from _no_texts(body, "", takes_null)
    for index, panel in enumerate(body.get("panels") or ()):
        if isinstance(panel, dict):
            yield from _no_texts(panel, f"panels.{index}.", takes_null)


def _no_texts(body: dict[str, Any], path: str, takes_null: bool) -> Iterator[str]:
    for key in _TEXTS:
        value = body.get(key, "")
        if not (isinstance(value, str) or (value is None and takes_null)):
            yield f"{path}{key} is {value!r}; it takes text"
