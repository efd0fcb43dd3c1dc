"""Compares a board before a change with the board after the change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.board_comparison import compare_board
from boardwright.diff.changes import BoardChange
from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.report.diff_markdown import format_diff_markdown
from boardwright.report.diff_text import format_change_lines
from boardwright.schema.document import Place
from boardwright.schema.envelopes import unwrap_board


@frozen
class BoardDifference:
    """The changes of a board. `bool(difference)` is False if nothing changed.

    Attributes:
        change: The changes of the board's settings and of each panel.
    """

    change: BoardChange

    def __bool__(self) -> bool:
        return self.change.kind != "same"

    def __str__(self) -> str:
        """Return the changes as `boardwright diff` prints them, or an empty string."""
        return "\n".join(format_change_lines(self.change)) if self else ""

    @property
    def markdown(self) -> str:
        """The changes as Markdown for a pull request comment."""
        board = BoardDiff(change=self.change)
        return format_diff_markdown(
            DiffResult(before="before", after="after", boards=(board,), errors=())
        )

    def _repr_markdown_(self) -> str:
        """Return the changes as Markdown for Jupyter notebooks."""
        return self.markdown


def compare_boards(before: Mapping[str, Any], after: Mapping[str, Any]) -> BoardDifference:
    """Return the changes of a board.

    Both boards may have any dashboard schema. A board may also be the answer of Grafana's API that
    contains the dashboard JSON.

    Args:
        before: The dashboard JSON before the change.
        after: The dashboard JSON after the change.

    Raises:
        DeclarationError: `after` is not a mapping.
        NotABoardError: `before` or `after` is not dashboard JSON.
    """
    if not isinstance(after, Mapping):
        raise DeclarationError(
            f"a board cannot be compared with an object of the class {type(after).__name__}",
            hint="Pass a board that boardwright.compile returned, or dashboard JSON as a dict.",
        )
    stored = unwrap_board(dict(after), Place(file="argument of diff"))
    return BoardDifference(change=compare_board(dict(before), stored))
