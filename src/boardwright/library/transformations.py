"""Transformations of query results, as Grafana stores them in the JSON of a panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boardwright.schema.panel_json import TransformationJson, build_transformation


def organize(
    *,
    hide: Sequence[str] | Mapping[str, bool] = (),
    order: Sequence[str] | Mapping[str, int] = (),
    rename: Mapping[str, str] | None = None,
    **options: Any,
) -> TransformationJson:
    """Return Grafana's transformation "Organize fields by name" for the columns of a table.

        organize(hide=["Time"], order=["job", "instance"], rename={"Value": "Requests"})

    Args:
        hide: Names of the fields to hide; or a mapping from the name of a field to True (hide) or
            False (show).
        order: Names of the fields, from left to right; or a mapping from the name of a field to its
            position, counted from 0.
        rename: Maps the name of a field to its new name.
        options: Other options of the transformation, such as `includeByName`.
    """
    positions = order if isinstance(order, Mapping) else {n: i for i, n in enumerate(order)}
    hidden = hide if isinstance(hide, Mapping) else dict.fromkeys(hide, True)
    settings = {
        "excludeByName": dict(hidden),
        "indexByName": dict(positions),
        "renameByName": dict(rename or {}),
    }
    return build_transformation("organize", {**settings, **options})
