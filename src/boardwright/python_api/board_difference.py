"""The changes between two states of a board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.board_comparison import compare
from boardwright.diff.changes import BoardChange
from boardwright.frozen import frozen
from boardwright.report.diff_markdown import diff_markdown
from boardwright.report.diff_text import change_lines
from boardwright.schema.document import Place
from boardwright.schema.envelopes import is_v2, unwrap
from boardwright.schema.v2.v2_board import classic_board


@frozen
class BoardDifference:
    """The changes between two states of a board; false when there are none.

    Attributes:
        change: The changes by panel.
    """

    change: BoardChange

    def __bool__(self) -> bool:
        """Whether there is a change."""
        return self.change.kind != "same"

    def __str__(self) -> str:
        """Return the changes as the text of `boardwright diff`; empty when there are none."""
        return "\n".join(change_lines(self.change)) if self else ""

    @property
    def markdown(self) -> str:
        """The changes as a comment for a pull request."""
        board = BoardDiff(change=self.change)
        return diff_markdown(DiffResult(before="before", after="after", boards=(board,), errors=()))

    def _repr_markdown_(self) -> str:
        """Return the Markdown for notebooks."""
        return self.markdown


def compare_boards(before: Mapping[str, Any], after: Mapping[str, Any]) -> BoardDifference:
    """Compare two states of a board.

    Args:
        before: The dashboard JSON before the change.
        after: The dashboard JSON after it, in any envelope and schema.
    """
    stored = unwrap(after, Place(file="the other board"))
    stored = classic_board(stored) if is_v2(stored) else stored
    return BoardDifference(change=compare(dict(before), stored))
