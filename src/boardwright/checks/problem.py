"""What checks tell: problems, each with its place."""

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
        severity: `error` for what cannot work, `warning` for what misleads, `info` for advice.
        place: Of the declaration, or of the value in the JSON file.
        what: One sentence: what is wrong.
        fix: One sentence: what to do.
        board: The board's title; empty when it is about no board.
        board_uid: Its uid; empty when it has none.
        board_place: Where the board is declared or its file begins; None when about no board.
        panel: The panel's title; None when it is about no panel, empty when it has none.
        panel_id: The panel's id.
        query: The query's refId.
        expression: The query's text, variables unfilled.
        span: The faulty part of it; None for all of it.
        pointer: Where the value is in the file; for JSON files, and for compiled boards.
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
        """What problems are sorted by: file, board, line, rule."""
        where = self.board_place or self.place
        line = self.place.line or 0
        return where.file, self.board, self.place.file, line, self.query or "", self.rule, self.what
