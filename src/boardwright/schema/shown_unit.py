"""Reads the unit of a panel's values."""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.schema.json_object import Pointer
from boardwright.schema.panel import Panel


@frozen
class ShownUnit:
    """The unit of a panel, and the key of the unit in the panel's JSON. `id` is empty if the panel
    has no unit.
    """

    id: str
    key: Pointer


def read_shown_unit(panel: Panel) -> ShownUnit:
    """Return the unit of a panel's values. Panels with the old AngularJS types are supported as
    well.
    """
    if panel.type == "graph":
        key: Pointer = ("yaxes", 0, "format")
        return ShownUnit(id=panel.text(*key) or panel.unit, key=key)
    if panel.type == "singlestat":
        return ShownUnit(id=panel.text("format"), key=("format",))
    return ShownUnit(id=panel.unit, key=("fieldConfig", "defaults", "unit"))
