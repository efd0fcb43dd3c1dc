"""Converts grafanalib objects to plain data, and reads values from this data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from grafanalib._gen import DashboardEncoder

Json = dict[str, Any]


def plain(value: Any) -> Any:
    """Return the JSON data that grafanalib itself would write."""
    return json.loads(json.dumps(value, cls=DashboardEncoder))


def flat(panels: Iterable[Any]) -> Iterator[Json]:
    """Yield every panel as data, including panels in collapsed rows, without the rows
    themselves."""
    for panel in plain(list(panels)):
        if panel["type"] != "row":
            yield panel
        yield from panel.get("panels", [])


def expressions(panel: Any) -> list[str]:
    """Return the text of a panel's queries."""
    return [target["expr"] for target in plain(panel)["targets"]]


def legends(panel: Any) -> list[str]:
    """Return the legends of a panel's queries."""
    return [target["legendFormat"] for target in plain(panel)["targets"]]


def unit(panel: Json) -> str | None:
    """Return the unit of a panel from any of the places where grafanalib may put it."""
    places = (
        ("fieldConfig", "defaults", "unit"),
        ("options", "fieldOptions", "defaults", "unit"),
        ("yAxis", "format"),
    )
    found = (_at(panel, place) for place in places)
    return next((value for value in found if value), None)


def _at(value: Any, place: tuple[str, ...]) -> Any:
    for key in place:
        value = value.get(key) if isinstance(value, dict) else None
    return value
