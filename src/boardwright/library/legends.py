"""Functions that return the settings of a legend as keyword arguments for grafanalib's panels.

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
    """Return a legend that is a table with one line for each series.

    Args:
        *calcs: Grafana's calculations, such as `mean` or `sum`. Without arguments, the legend shows
            `last` and `max`.
        placement: Position of the legend: `bottom` for below the graph, `right` for the right side
            of the graph.
    """
    return Legend(
        legendDisplayMode="table",
        legendPlacement=placement,
        legendCalcs=list(calcs or ("lastNotNull", "max")),
    )


def names(*, placement: Placement = "bottom") -> Legend:
    """Return a legend that lists only the names of the series, without values."""
    return Legend(legendDisplayMode="list", legendPlacement=placement, legendCalcs=[])


def hidden() -> Legend:
    """Return arguments that hide the legend, for a graph whose title describes its only line."""
    return Legend(legendDisplayMode="hidden", legendPlacement="bottom", legendCalcs=[])
