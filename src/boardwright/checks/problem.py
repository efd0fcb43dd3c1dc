"""Problems that checks report, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from boardwright.schema.document import Place
from boardwright.schema.json_object import Pointer

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

Span = tuple[int, int]
"""Start and end in an expression's text; the end is one past the last character."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One finding of a rule.

    Attributes:
        rule: The rule's id.
        severity: `error` if something cannot work, `warning` if it misleads, `info` for advice.
        place: The place of the declaration, or of the value in the JSON file.
        what: The message: one sentence on what is wrong.
        fix: The advice: one sentence on what to do.
        board: The board's title; empty when the problem is not about one board.
        board_uid: The uid; empty when it has none.
        board_place: Where the board is declared or its file begins; None without a board.
        panel: The panel's title; None when the problem is not about one panel, empty when the
            panel has no title.
        panel_id: The panel's id.
        query: The query's refId.
        expression: The query's text, with its variables as written.
        span: The faulty part of the expression; None for all of it.
        pointer: The keys of the value in the JSON file or the compiled board.
    """

    rule: str
    severity: Severity
    place: Place
    what: str
    fix: str
    board: str = ""
    board_uid: str = ""
    board_place: Place | None = None
    panel: str | None = None
    panel_id: int | None = None
    query: str | None = None
    expression: str | None = None
    span: Span | None = None
    pointer: Pointer = ()

    @property
    def order(self) -> tuple[str, str, str, int, str, str, str]:
        """The sort key: file, board, line, rule."""
        where = self.board_place or self.place
        line = self.place.line or 0
        return where.file, self.board, self.place.file, line, self.query or "", self.rule, self.what
