"""Adapts a stored board to the project that will declare it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.board_tags import remove_owner_tags
from boardwright.schema.document import Board


def adapt_to_project(body: Board, datasources: Mapping[str, str]) -> Board:
    """Return a board with the project's data source uids, and without the tags with which
    boardwright projects mark boards.

    Args:
        body: JSON of the stored board, in the classic schema or schema v2.
        datasources: Uid of a data source in the Grafana that stores the board -> uid of the data
            source in the project.
    """
    own = remove_owner_tags(body)
    adapted: Board = _rename_datasources(own, datasources) if datasources else own
    return adapted


def _rename_datasources(value: Any, uids: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_rename_datasources(item, uids) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _rename_reference(key, item, uids) for key, item in value.items()}


def _rename_reference(key: str, item: Any, uids: Mapping[str, str]) -> Any:
    """Replace the uid in a data source reference. The key of the uid is `uid` or, in schema v2,
    `name`.
    """
    if key == "datasource" and isinstance(item, str):
        return uids.get(item, item)
    if key != "datasource" or not isinstance(item, dict):
        return _rename_datasources(item, uids)
    named = {name: item[name] for name in ("uid", "name") if isinstance(item.get(name), str)}
    return {**item, **{name: uids.get(uid, uid) for name, uid in named.items()}}
