"""Converts findings to problems by adding the board, panel, query, file and line."""

from __future__ import annotations

from collections.abc import Callable

from boardwright.checks.finding import Finding
from boardwright.checks.positions import JsonLines
from boardwright.checks.problem import Problem, Severity
from boardwright.checks.rule import Rule
from boardwright.checks.views.board_context import BoardSource
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.panel_view import PanelView
from boardwright.checks.views.project_view import BoardFacts, LinkAt
from boardwright.checks.views.query_view import AnnotationView, QueryView
from boardwright.checks.views.view import View
from boardwright.lazy import lazy_property
from boardwright.promql.expression import Span
from boardwright.schema.document import Place
from boardwright.schema.json_object import Pointer

ReadText = Callable[[], str]
"""Function that returns the text of a board's JSON file. The function is called only if the board
has a problem.
"""


class ProblemMaker:
    """Converts the findings on one board to problems.

    Args:
        source: The board's JSON, and the file that declares it.
        title: The board's title.
        uid: The board's uid.
        read: Function that returns the text of the board's file.
    """

    def __init__(self, source: BoardSource, *, title: str, uid: str, read: ReadText) -> None:
        self._source, self._title, self._uid, self._read = source, title, uid, read

    @classmethod
    def from_board(cls, board: BoardView | BoardFacts, read: ReadText) -> ProblemMaker:
        """Return the problem maker for a board."""
        return cls(board.source, title=board.title, uid=board.uid, read=read)

    def build_problem(self, rule: Rule, subject: View, finding: Finding) -> Problem:
        """Convert a finding to a problem with file, line, board and panel."""
        view = finding.at or subject
        panel_id, panel = _read_panel(view)
        pointer = self._build_pointer(view, finding)
        expression = finding.expression or view.expression
        return Problem(
            rule=rule.id,
            severity=choose_severity(rule, finding),
            place=self._find_place(pointer, panel_id),
            what=finding.what,
            fix=finding.fix,
            board=self._title,
            board_uid=self._uid,
            board_place=self._source.place,
            panel=panel,
            panel_id=panel_id,
            query=view.ref_id if isinstance(view, QueryView) else None,
            expression=expression.text if expression else None,
            span=locate_fault(view, finding),
            pointer=self._source.convert_pointer(pointer),
            certain=finding.certain,
        )

    def _build_pointer(self, view: View, finding: Finding) -> Pointer:
        key = (finding.key,) if isinstance(finding.key, str) else finding.key
        if finding.key == "" or not key:
            key = _read_expression_key(view) if view.expression else ()
        return (*view.pointer, *key)

    def _find_place(self, pointer: Pointer, panel_id: int | None) -> Place:
        source = self._source
        if source.form == "declaration":
            known = source.panel_places.get(panel_id) if panel_id is not None else None
            return known or source.place
        line = self._lines.find_line(source.convert_pointer(pointer))
        return Place(file=source.place.file, line=line)

    @lazy_property
    def _lines(self) -> JsonLines:
        return JsonLines(self._read())


def _read_expression_key(view: View) -> Pointer:
    return view.expr_key if isinstance(view, QueryView | AnnotationView) else ("query",)


def _read_panel(view: View) -> tuple[int | None, str | None]:
    if isinstance(view, LinkAt):
        return view.link.panel_id, view.link.panel
    panel = view.panel if isinstance(view, QueryView) else view
    return (panel.id, panel.title) if isinstance(panel, PanelView) else (None, None)


def choose_severity(rule: Rule, finding: Finding) -> Severity:
    """Return the severity of the problem that reports a finding."""
    return finding.severity or (rule.severity if finding.certain else "info")


def locate_fault(view: View, finding: Finding) -> Span | None:
    """Return the start and end of the faulty part of the expression; None if the finding has
    neither a `span` nor a `node`.
    """
    if finding.span is not None or finding.node is None:
        return finding.span
    expression = finding.expression or view.expression
    return None if expression is None else expression.locate_part(finding.node)
