"""Reads the unit in which a panel shows its values."""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.schema.json_object import Pointer
from boardwright.schema.panel import Panel


@frozen
class ShownUnit:
    """The unit of a panel, and the path of the unit in the panel's JSON. `id` is empty if the panel
    sets no unit.
    """

    id: str
    key: Pointer


def read_shown_unit(panel: Panel) -> ShownUnit:
    """Return the unit in which a panel shows its values, also for the removed types `graph` and
    `singlestat`.
    """
    if panel.type == "graph":
        key: Pointer = ("yaxes", 0, "format")
        return ShownUnit(id=panel.text(*key) or panel.unit, key=key)
    if panel.type == "singlestat":
        return ShownUnit(id=panel.text("format"), key=("format",))
    return ShownUnit(id=panel.unit, key=("fieldConfig", "defaults", "unit"))
