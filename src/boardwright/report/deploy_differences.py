"""What differs in the boards that a deploy writes over, or leaves alone as a conflict."""

from __future__ import annotations

from boardwright.diff.changes import BoardChange
from boardwright.grafana.plan import BoardStep

SHOWN = 20
"""So many boards are told to a person with what differs in them."""


def is_differing(step: BoardStep) -> bool:
    """Tell whether the board is there with another body than the one declared."""
    return step.stored is not None and step.action in {"update", "conflict"}


def difference(step: BoardStep) -> BoardChange:
    """Return what differs in a board that is there: as it is, then as it would be.

    Raises:
        ValueError: The board is not there.
    """
    from boardwright.diff.comparing import compare

    if step.stored is None:
        raise ValueError(f"{step.board.uid} is not there to be compared")
    return compare({**step.stored.body}, {**step.board.body, "uid": step.board.uid})
