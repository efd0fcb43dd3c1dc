"""Transformations of query results, in the form in which Grafana stores them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def organize(
    *,
    hide: Sequence[str] | Mapping[str, bool] = (),
    order: Sequence[str] | Mapping[str, int] = (),
    rename: Mapping[str, str] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Return the transformation "Organize fields by name", which is used for columns of tables.

        organize(hide=["Time"], order=["job", "instance"], rename={"Value": "Requests"})

    Args:
        hide: Names of the fields to hide. A mapping can also name fields to show, with False.
        order: Names of the fields, from left to right. A mapping gives the position of each field.
        rename: For each field to rename, the new name.
        options: Other options of the transformation, such as `includeByName`.
    """
    positions = order if isinstance(order, Mapping) else {n: i for i, n in enumerate(order)}
    hidden = hide if isinstance(hide, Mapping) else dict.fromkeys(hide, True)
    given = {
        "excludeByName": dict(hidden),
        "indexByName": dict(positions),
        "renameByName": dict(rename or {}),
    }
    return {"id": "organize", "options": {**given, **options}}
