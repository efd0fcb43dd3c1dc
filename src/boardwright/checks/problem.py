"""The class `Problem`, which `boardwright check` reports."""

from __future__ import annotations

from typing import Literal, get_args

from boardwright.frozen import frozen
from boardwright.promql.expression import Span
from boardwright.schema.document import Place
from boardwright.schema.json_object import Pointer

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@frozen
class Problem:
    """A fault that a rule found, with the file, line, board and panel.

    Attributes:
        rule: The rule's id.
        severity: `error` if a board, recording rule or alert cannot work, `warning` if it misleads
            its readers, `info` for advice.
        place: File and line of the declaration, or of the faulty value in the JSON file.
        what: The message: one sentence that describes the fault.
        fix: The advice: one sentence that describes how to correct the fault.
        board: The board's title; empty if the problem is not about one board.
        board_uid: The board's uid; empty if the board has none.
        board_place: File and line at which the board begins; None if the problem is not about one
            board.
        panel: The panel's title, which may be empty; None if the problem is not about one panel.
        panel_id: The panel's id; None if the problem is not about one panel.
        query: The refId of the query, such as `A`.
        expression: The text of the query. Variables are not replaced by values.
        span: The faulty part of the expression; None if the whole expression is at fault.
        pointer: The keys that lead to the faulty value in the JSON file or the compiled board.
        certain: False if the problem relies on a guess; see `Finding.certain`.
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
    certain: bool = True

    @property
    def order(self) -> tuple[str, str, str, int, str, str, str]:
        """The key by which problems are sorted: file, board, line, rule."""
        where = self.board_place or self.place
        line = self.place.line or 0
        return where.file, self.board, self.place.file, line, self.query or "", self.rule, self.what
