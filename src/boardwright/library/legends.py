"""Legends, as arguments of grafanalib's panels.

    TimeSeries(title="Requests", targets=[...], **legends.table())

Each function returns the `legend…` arguments of `grafanalib.core.TimeSeries`.
"""

from __future__ import annotations

from typing import Literal, TypedDict

Placement = Literal["bottom", "right"]


class Legend(TypedDict):
    """The legend arguments of a grafanalib `TimeSeries`."""

    legendDisplayMode: Literal["table", "list", "hidden"]
    legendPlacement: Placement
    legendCalcs: list[str]


def table(*calcs: str, placement: Placement = "bottom") -> Legend:
    """Return a table with one line per series, by default with its last and largest value.

    Args:
        *calcs: Grafana's reducers, such as `mean` or `sum`; last and max when empty.
        placement: Below the graph or to the right of it.
    """
    return Legend(
        legendDisplayMode="table",
        legendPlacement=placement,
        legendCalcs=list(calcs or ("lastNotNull", "max")),
    )


def names(*, placement: Placement = "bottom") -> Legend:
    """Return a list of names without values."""
    return Legend(legendDisplayMode="list", legendPlacement=placement, legendCalcs=[])


def hidden() -> Legend:
    """Return no legend, for a single line that the panel's title describes."""
    return Legend(legendDisplayMode="hidden", legendPlacement="bottom", legendCalcs=[])
