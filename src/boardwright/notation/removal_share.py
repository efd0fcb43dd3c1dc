"""How much may disappear at once: more of it looks like an accident."""

from __future__ import annotations

SHARE = 20
"""The largest share of a project's boards that a build or a deploy removes by default, per cent."""
FEW = 3
"""This number may always go: a share of a small number means little."""


def allowed_removals(total: int, *, share: int) -> int:
    """Return how many of all things of a kind may go at once, with a share in per cent."""
    return max(FEW, total * share // 100)
