"""Legends: what to put beside the lines, as arguments of grafanalib's own panels.

    TimeSeries(title="Requests", targets=[...], **legends.table())

Each function returns the `legend…` arguments of `grafanalib.core.TimeSeries`.
"""

from __future__ import annotations

from typing import Literal, TypedDict

Placement = Literal["bottom", "right"]


class Legend(TypedDict):
    """The arguments of a grafanalib `TimeSeries` that decide its legend."""

    legendDisplayMode: Literal["table", "list", "hidden"]
    legendPlacement: Placement
    legendCalcs: list[str]


def table(*calcs: str, placement: Placement = "bottom") -> Legend:
    """Return a table with a line a series, by default with its last and its largest value.

    Args:
        *calcs: Grafana's reducers, such as `mean` or `sum`; last and max when none is named.
        placement: Below the graph or to the right of it.
    """
    return Legend(
        legendDisplayMode="table",
        legendPlacement=placement,
        legendCalcs=list(calcs or ("lastNotNull", "max")),
    )


def names(*, placement: Placement = "bottom") -> Legend:
    """Return a plain list of names: enough where the lines' values are read elsewhere."""
    return Legend(legendDisplayMode="list", legendPlacement=placement, legendCalcs=[])


def hidden() -> Legend:
    """Return no legend: for a single line whose title says what it is."""
    return Legend(legendDisplayMode="hidden", legendPlacement="bottom", legendCalcs=[])
