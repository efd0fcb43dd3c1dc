"""A stored board with this project's names of data sources, and without its tag."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.document import Board


def brought_home(body: Board, uids: Mapping[str, str], *, tag: str) -> Board:
    """Return a board as the project would declare it.

    Args:
        body: The board as it is stored.
        uids: Data source uid where it is stored -> uid in the project.
        tag: The tag that the project puts on each of its boards; a declaration has it not.
    """
    tags = body.get("tags")
    if isinstance(tags, list) and tag in tags:
        body = {**body, "tags": [each for each in tags if each != tag]}
    found: Board = _with_uids(body, uids) if uids else body
    return found


def _with_uids(value: Any, uids: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_with_uids(item, uids) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _with_uid(key, item, uids) for key, item in value.items()}


def _with_uid(key: str, item: Any, uids: Mapping[str, str]) -> Any:
    """Return a value with data sources called as in the project: v1 has a `uid`, v2 a `name`."""
    if key == "datasource" and isinstance(item, str):
        return uids.get(item, item)
    if key != "datasource" or not isinstance(item, dict):
        return _with_uids(item, uids)
    named = {name: item[name] for name in ("uid", "name") if isinstance(item.get(name), str)}
    return {**item, **{name: uids.get(uid, uid) for name, uid in named.items()}}
