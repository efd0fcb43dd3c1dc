"""Thresholds, which set the colours of values.

Pass the lowest value of each colour:

    thresholds(orange=0.8, red=0.9)               # green below 0.8
    thresholds("red", orange=0.99, green=0.999)   # an availability: red below 0.99
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from grafanalib.core import Threshold

from boardwright.errors import DeclarationError


def thresholds(base: str = "green", *, lowest: float | None = None, **steps: float) -> list[Any]:
    """Return grafanalib's thresholds for the colour `base` and the colours in `steps`.

    Args:
        base: The colour of values below the first threshold.
        lowest: The number that the dashboard's JSON stores for the colour `base`, although
            Grafana ignores the number; None stores grafanalib's default. The editor of Grafana 12.4
            stores 0, so `boardwright import` writes `lowest=0` for a board that was saved in this
            editor.
        **steps: The lowest value of each colour, in increasing order.

    Raises:
        DeclarationError: The values are not in increasing order, so Grafana would show wrong
            colours.
    """
    for (lower, low), (upper, high) in pairwise(steps.items()):
        if high <= low:
            raise DeclarationError(
                f"the threshold {upper}={high!r} is not greater than {lower}={low!r}",
                hint="list the colours in the order of their values, with the lowest value first",
            )
    above = (
        Threshold(color, index, float(at)) for index, (color, at) in enumerate(steps.items(), 1)
    )
    if lowest is not None:
        return [{"color": base, "value": lowest}, *above]
    return [Threshold(base, 0, 0.0), *above]
