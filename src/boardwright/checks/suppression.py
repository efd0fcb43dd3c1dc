"""Suppressions, which hide problems that the owner of a board accepts.

In a declaration, a suppression is a comment with a reason. The comment is on the line of the board
or panel, or on the line above:

    # boardwright: ignore[counter-without-rate] shows the raw counter on purpose

In `boardwright.toml`, a suppression is a table `[[check.ignore]]` with `rule`, `reason`, and any of
`path`, `board` and `panel`.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase

from boardwright.checks.problem import Problem
from boardwright.frozen import frozen
from boardwright.schema.document import Place

_COMMENT = re.compile(
    r"#\s*boardwright:\s*ignore\s*(?:\[(?P<rules>[^\]]*)\])?\s*:?\s*(?P<reason>.*)"
)
_MARK = "boardwright:"
_NOT_CODE = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT})
_NOT_CODE |= {tokenize.DEDENT, tokenize.ENCODING}


@frozen
class Suppression:
    """A suppression from the configuration or from a comment.

    Attributes:
        rules: Rule ids, the first words of ids, or groups, as in `--select`.
        reason: The author's reason; empty if the author gave none.
        place: File and line of the suppression.
        target: File and line of the board or panel to which a comment applies; None for a
            suppression in the configuration.
        path: Pattern of file paths; empty for all files, and for a suppression in a comment.
        board: Pattern of uids or titles of boards; empty for all boards.
        panel: Pattern of titles of panels; empty for all panels.
    """

    rules: tuple[str, ...]
    reason: str
    place: Place
    target: Place | None = None
    path: str = ""
    board: str = ""
    panel: str = ""

    def hides(self, problem: Problem, rules: Collection[str]) -> bool:
        """Return whether the suppression hides a problem.

        Args:
            problem: The problem that a rule found.
            rules: The ids of the rules that the suppression names.
        """
        if problem.rule not in rules:
            return False
        if self.target is not None:
            return self.target in {problem.place, problem.board_place}
        return (
            _fits_pattern(self.path, (problem.place.file,))
            and _fits_pattern(self.board, (problem.board, problem.board_uid))
            and _fits_pattern(self.panel, (problem.panel or "",))
        )


def _fits_pattern(pattern: str, values: Sequence[str]) -> bool:
    return not pattern or any(fnmatchcase(value, pattern) for value in values)


def may_have_comments(content: bytes) -> bool:
    """Return whether a Python module may have suppressions in comments. This test is faster than
    decoding the module.
    """
    return _MARK.encode() in content


def iter_suppressions(text: str, *, file: str, anchors: Collection[int]) -> Iterator[Suppression]:
    """Yield the suppressions in the comments of a Python module.

    Args:
        text: Text of the module.
        file: Path of the module.
        anchors: The lines at which the module declares boards and panels. A comment applies to the
            code on the same line or, if there is none, to the next line of code. A comment inside a
            call applies to the line at which the call begins.
    """
    if _MARK not in text:
        return
    calls = _list_calls(text, anchors)
    for line, target, comment in _iter_comments(text):
        match = _COMMENT.match(comment)
        if match:
            anchor = target if target in anchors else _find_enclosing_call(line, calls) or target
            yield Suppression(
                rules=tuple(re.findall(r"[\w*-]+", match["rules"] or "")),
                reason=match["reason"].strip(),
                place=Place(file=file, line=line),
                target=Place(file=file, line=anchor),
            )


def _iter_comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each comment as three values: its line, the line of code to which the comment applies,
    and its text.
    """
    pending: list[tuple[int, str]] = []
    code_line = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and token.start[0] == code_line:
                yield code_line, code_line, token.string
            elif token.type == tokenize.COMMENT:
                pending.append((token.start[0], token.string))
            elif token.type not in _NOT_CODE:
                code_line = token.end[0]
                for line, comment in pending:
                    yield line, token.start[0], comment
                pending.clear()
    except (tokenize.TokenError, SyntaxError):
        return


def _list_calls(text: str, anchors: Collection[int]) -> list[tuple[int, int]]:
    """Return the first and last line of each call or literal that begins on one of the anchor
    lines.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    return [
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call | ast.Dict) and node.lineno in anchors
    ]


def _find_enclosing_call(line: int, calls: Sequence[tuple[int, int]]) -> int | None:
    """Return the first line of the innermost call that contains a line; None if no call contains
    the line.
    """
    return max((first for first, last in calls if first <= line <= last), default=None)
