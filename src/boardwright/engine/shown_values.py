"""Types of the JSON that the preview's JavaScript code returns for the values of a panel.

`preview/src/shown/model.ts` defines the same types in TypeScript.
"""

from __future__ import annotations

from typing import Any, TypedDict


class ShownField(TypedDict):
    """One field (a column) of a data frame."""

    name: str
    type: str
    labels: dict[str, str]
    values: list[Any]
    texts: list[str]
    hidden: bool


class ShownFrame(TypedDict):
    """One data frame of a panel, after all transformations."""

    refId: str
    fields: list[ShownField]


class ShownValue(TypedDict):
    """One value that a stat, gauge or bar gauge displays, or the last value of a series in a graph.

    `number` is a string, because JSON cannot contain NaN or infinite numbers.
    """

    title: str
    number: str
    text: str
    color: str
    hex: str
    threshold: str
    labels: dict[str, str]


class ShownPanel(TypedDict):
    """The values that a panel displays.

    `leftOut` contains the names of transformations that the script does not support.
    """

    frames: list[ShownFrame]
    values: list[ShownValue]
    leftOut: list[str]
