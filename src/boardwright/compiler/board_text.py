"""Compiles a declared board to the JSON text that boardwright writes and deploys."""

from __future__ import annotations

from boardwright.compiler.alert_panels import find_alert_panels
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.notes import collect_notes
from boardwright.compiler.passes import origins
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.board_result import BoardResult, build_board_result
from boardwright.schema.document import Document


def compile_board(document: Document, context: CompilerContext) -> BoardResult:
    """Compile a declared board to JSON text.

    Raises:
        DocumentError: The board or one of its panels cannot be compiled.
    """
    # first try without a copy of the board's data; most boards need none
    compiled = compile_document(document, context, last=origins.drop_private_keys)
    try:
        board = _build_result(compiled)
    except TypeError:  # a private value that JSON cannot express
        board = None
    if board is not None and origins.is_bare(board.text):
        return board
    return _build_result(compile_document(document, context))


def _build_result(compiled: Document) -> BoardResult:
    panels = find_alert_panels(compiled.body, compiled.alert_rules)
    return build_board_result(compiled, collect_notes(compiled), panels)
