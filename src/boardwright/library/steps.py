"""Thresholds: the colour of a value, from the lowest step up.

thresholds(orange=0.8, red=0.9)               # green below 0.8
thresholds("red", orange=0.99, green=0.999)   # an availability: red below 0.99
"""

from __future__ import annotations

from itertools import pairwise

from grafanalib.core import Threshold

from boardwright.errors import DeclarationError


def thresholds(base: str = "green", **steps: float) -> list[Threshold]:
    """Return grafanalib's thresholds: `base`, then each colour from its value up.

    Args:
        base: The colour below the first step.
        **steps: Colours and the values where they start, in increasing order.

    Raises:
        DeclarationError: The values do not increase; Grafana would show wrong colours.
    """
    for (lower, low), (upper, high) in pairwise(steps.items()):
        if high <= low:
            raise DeclarationError(
                f"threshold {upper}={high!r} is not above {lower}={low!r}",
                hint="give the colours in the order of their values, lowest first",
            )
    above = (
        Threshold(color, index, float(at)) for index, (color, at) in enumerate(steps.items(), 1)
    )
    return [Threshold(base, 0, 0.0), *above]
