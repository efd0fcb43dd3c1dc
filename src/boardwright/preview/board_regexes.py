"""Runs regular expressions of boards with a time limit.

Grafana runs the regular expressions of boards in the browser, with JavaScript's syntax. Without a
time limit, an expression such as `(a|a)+$` would take hours for a text of 60 characters, because
the regex engine tries every way to split the text.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from re import _parser as regex_parser  # type: ignore[attr-defined]
from typing import Any

from boardwright.errors import DocumentError

SECONDS = 1.0
"""The processor time, in seconds, that one regular expression may use for all texts together."""

_MOST_TEXT = 2_000
"""The number of characters at the start of a text in which a regular expression searches."""

_MOST_NODES = 10_000
"""The largest size of a regular expression, in which `(ab){3}` counts as `ababab`."""

_MOST_PATTERN = 60
_SLASHES = re.compile(r"/(?P<body>.*)/(?P<flags>\w*)", re.DOTALL)
_NAMED_GROUP = re.compile(r"\(\?<(?![=!])")


class BoardRegex:
    """A compiled regular expression of a board.

    Args:
        pattern: The regular expression in the board's JSON.
        expression: The regular expression that the package `regex` has compiled.
        owner: Description of the part of the board that contains the expression, such as `the
            variable "pod"`.
    """

    def __init__(self, pattern: str, expression: Any, owner: str) -> None:
        self.pattern, self._expression, self._owner = pattern, expression, owner
        self._left = SECONDS

    @property
    def body(self) -> str:
        """The regular expression without slashes and flags, in Python's syntax."""
        return str(self._expression.pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text; None if nothing matches.

        Raises:
            DocumentError: The regular expression takes too long.
        """
        return self._run_in_time(self._expression.search, text)

    def match_whole(self, text: str) -> re.Match[str] | None:
        """Return the match of a whole text; None if the expression does not match the whole text.

        Raises:
            DocumentError: The regular expression takes too long.
        """
        return self._run_in_time(self._expression.fullmatch, text)

    def _run_in_time(
        self, match: Callable[..., re.Match[str] | None], text: str
    ) -> re.Match[str] | None:
        begin = time.process_time()
        try:
            return match(text[:_MOST_TEXT], timeout=max(self._left, 1e-6))
        except TimeoutError:
            raise self._build_slow_error() from None
        finally:
            self._left -= time.process_time() - begin

    def _build_slow_error(self) -> DocumentError:
        pattern = self.pattern[:_MOST_PATTERN] + "…" * (len(self.pattern) > _MOST_PATTERN)
        return DocumentError(
            f"{self._owner}: the regular expression {pattern} takes longer than {SECONDS:g} s",
            hint="In Grafana, this regular expression freezes the page. Avoid a repetition "
            "inside a repetition, such as (a+)+, and repeated alternatives that match the "
            "same text, such as (a|a)+.",
        )


def compile_pattern(pattern: str, *, owner: str) -> BoardRegex | None:
    """Return a compiled regular expression; None if the expression is invalid or too large.

    Args:
        pattern: The regular expression without slashes.
        owner: Description of the part of the board that contains the expression, such as `the
            variable "pod"`.
    """
    return _compile_expression(pattern, pattern, owner, "")


def compile_filter(written: str, *, owner: str) -> BoardRegex | None:
    """Return a compiled regular expression; None if the expression is empty, invalid or too large.

    Args:
        written: The expression, with or without slashes and flags: `/a.*/i`.
        owner: Description of the part of the board that contains the expression, such as `the
            variable "pod"`.
    """
    slashed = _SLASHES.fullmatch(written)
    body, flags = (slashed["body"], slashed["flags"]) if slashed else (written, "")
    return _compile_expression(written, body, owner, flags) if body else None


def _compile_expression(written: str, body: str, owner: str, flags: str) -> BoardRegex | None:
    import regex

    translated = _NAMED_GROUP.sub("(?P<", body)
    try:
        if _count_nodes(regex_parser.parse(translated)) > _MOST_NODES:
            return None
        expression = regex.compile(translated, regex.IGNORECASE if "i" in flags else 0)
    except (re.error, regex.error, OverflowError, RecursionError):
        return None
    return BoardRegex(written, expression, owner)


def _count_nodes(tree: Any) -> int:
    """Return the number of nodes in a regular expression's syntax tree, where `a{3}` counts as
    `aaa`.
    """
    sizes = (
        max(1, sum(map(_count_nodes, _iter_parts(argument))))
        * (max(1, int(argument[0])) if "REPEAT" in str(operation) else 1)
        for operation, argument in tree
    )
    return sum(sizes)


def _iter_parts(argument: Any) -> Iterator[Any]:
    """Yield the subexpressions of a node in the syntax tree from Python's parser for regular
    expressions.
    """
    if isinstance(argument, regex_parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for each in argument:
            yield from _iter_parts(each)
