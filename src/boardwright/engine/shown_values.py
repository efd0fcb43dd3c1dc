"""The JSON with which the script of the preview describes the values that a panel displays.

`preview/src/shown/model.ts` defines the same form in TypeScript.
"""

from __future__ import annotations

from typing import Any, TypedDict


class ShownField(TypedDict):
    """One column of a table."""

    name: str
    type: str
    labels: dict[str, str]
    values: list[Any]
    texts: list[str]
    hidden: bool


class ShownFrame(TypedDict):
    """One table of the panel's data, after all transformations."""

    refId: str
    fields: list[ShownField]


class ShownValue(TypedDict):
    """One value of a stat, gauge or bar, or the last value of a series of a graph.

    The number is text, because JSON has no NaN and no infinite values.
    """

    title: str
    number: str
    text: str
    color: str
    hex: str
    threshold: str
    labels: dict[str, str]


class ShownPanel(TypedDict):
    """The values that a panel displays, and the names of transformations that the script lacks."""

    frames: list[ShownFrame]
    values: list[ShownValue]
    leftOut: list[str]
