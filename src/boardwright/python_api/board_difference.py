"""Compares two states of a board."""

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
    """The changes between two states of a board. As a condition, the object is false if nothing
    changed: `if difference:`.

    Attributes:
        change: The changes of the board and of each panel.
    """

    change: BoardChange

    def __bool__(self) -> bool:
        """Return whether there is at least one change."""
        return self.change.kind != "same"

    def __str__(self) -> str:
        """Return the changes as the text of `boardwright diff`; an empty string for no changes."""
        return "\n".join(format_change_lines(self.change)) if self else ""

    @property
    def markdown(self) -> str:
        """The changes as Markdown for a pull request comment."""
        board = BoardDiff(change=self.change)
        return format_diff_markdown(
            DiffResult(before="before", after="after", boards=(board,), errors=())
        )

    def _repr_markdown_(self) -> str:
        """Return the changes as Markdown, which Jupyter notebooks show."""
        return self.markdown


def compare_boards(before: Mapping[str, Any], after: Mapping[str, Any]) -> BoardDifference:
    """Return the changes between two states of a board.

    Args:
        before: The dashboard JSON before the change.
        after: The dashboard JSON after the change. Both arguments may have any schema, and may be
            answers of Grafana's API that contain the board.

    Raises:
        DeclarationError: `after` is not a mapping.
        NotABoardError: The JSON is not a dashboard.
    """
    if not isinstance(after, Mapping):
        raise DeclarationError(
            f"the other board is an object of the class {type(after).__name__}",
            hint="Pass a board that boardwright.compile returned, or dashboard JSON as a dict.",
        )
    stored = unwrap_board(dict(after), Place(file="the other board"))
    return BoardDifference(change=compare_board(dict(before), stored))
