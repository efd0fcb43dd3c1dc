"""Checks before a deploy whether Grafana would refuse a board or an alert group.

The older API `/api/dashboards/db` accepts nearly any board, even a board that Grafana cannot
display. This module makes the same checks as the stricter API `/apis`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from boardwright.grafana.grafana_errors import FormError
from boardwright.grafana.version import read_grafana_version
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder, WantedGroup
from boardwright.notation.plurals import format_quantity
from boardwright.notation.versions import Version
from boardwright.schema.board_addresses import UID
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.scalars import iter_non_texts

_LONGEST_TITLE = 5000
_DEEPEST = 5
_NESTED_SINCE = (11, 0)
_STRICT_SINCE = (12, 0)
_MIGRATING_SINCE = (12, 3)
_NULLS_SINCE = (12, 4)
"""The first version of Grafana that accepts null instead of a string in a board."""
_OLDEST_SCHEMA = 29
"""The oldest schemaVersion that Grafana accepts before the version `_MIGRATING_SINCE`. Later
versions of Grafana accept any older schemaVersion.
"""
_NEWEST_SCHEMA: tuple[tuple[Version, int | None], ...] = (
    ((14, 0), None),
    (_MIGRATING_SINCE, 42),
    (_STRICT_SINCE, 41),
)
"""Pairs of a version of Grafana and the newest schemaVersion that Grafana accepts since this
version; None if unknown.
"""


def build_board_check(version: str) -> Callable[[WantedBoard], FormError | None]:
    """Return a function that returns an error if Grafana would refuse a board, otherwise None.

    Args:
        version: Version of Grafana; empty if Grafana does not report a version.
    """
    numbers = read_grafana_version(version)

    def check_board(board: WantedBoard) -> FormError | None:
        reason = next(_iter_board_faults(board, numbers), None)
        return (
            None if reason is None else FormError(f"this Grafana would refuse the board: {reason}")
        )

    return check_board


def build_group_check(version: str) -> Callable[[WantedGroup], FormError | None]:
    """Return a function that returns an error if Grafana would refuse an alert group, otherwise
    None.

    Args:
        version: Version of Grafana; empty if Grafana does not report a version.
    """
    numbers = read_grafana_version(version)

    def check_group(group: WantedGroup) -> FormError | None:
        reason = next(_iter_folder_faults(group.folder, numbers), None)
        return (
            None
            if reason is None
            else FormError(f"this Grafana would refuse the alert group: {reason}")
        )

    return check_group


def _iter_board_faults(board: WantedBoard, version: Version) -> Iterator[str]:
    if not UID.fullmatch(board.uid):
        yield (
            f"the uid {board.uid!r} is invalid: a uid has 1 to 40 characters, which are a-z, "
            "A-Z, 0-9, _ and -"
        )
    if not board.title.strip():
        yield "the title is empty"
    if len(board.title) > _LONGEST_TITLE:
        yield f"the title is longer than {format_quantity(_LONGEST_TITLE, 'character')}"
    yield from _iter_folder_faults(board.folder, version)
    if version < _NESTED_SINCE and board.title == board.folder.title:
        yield (
            f"Grafana {version[0]} accepts no board whose title equals the title of the "
            "board's folder"
        )
    if version >= _STRICT_SINCE:
        yield from _iter_strict_faults(Dashboard(board.body), version)


def _iter_folder_faults(folder: WantedFolder, version: Version) -> Iterator[str]:
    depth = folder.path.count("/") + 1
    if depth > 1 and version < _NESTED_SINCE:
        yield (
            f"Grafana {version[0]} has no folders inside folders; write a folder title "
            "without a slash"
        )
    if depth > _DEEPEST:
        yield f"the folder is {depth} levels deep, but Grafana allows only {_DEEPEST} levels"


def _iter_strict_faults(board: Dashboard, version: Version) -> Iterator[str]:
    schema = board.schema_version
    newest = next(newest for since, newest in _NEWEST_SCHEMA if version >= since)
    is_old = not isinstance(schema, int) or schema < _OLDEST_SCHEMA
    if is_old and version < _MIGRATING_SINCE:
        yield (
            f"the schemaVersion is {schema}, but Grafana accepts only {_OLDEST_SCHEMA} and above"
        )
    elif newest is not None and isinstance(schema, int) and schema > newest:
        named = ".".join(map(str, version))
        yield f"the schemaVersion is {schema}, but Grafana {named} accepts at most {newest}"
    for pointer, value in iter_non_texts(board):
        if value is not None or version < _NULLS_SINCE:
            yield f"{'.'.join(map(str, pointer))} is {value!r}, but must be text"
