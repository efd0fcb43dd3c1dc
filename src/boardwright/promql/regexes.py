"""Checks and matches regular expressions as Prometheus does.

A regular expression has RE2 syntax and must match the whole value.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SIMPLE = re.compile(r"(?:[\w/:@,=% -]|\.[*+]?|\|)*", re.ASCII)
"""Matches regular expressions that contain only plain text, dots and alternatives. Python's `re`
and RE2 treat such expressions in the same way.
"""


@lru_cache(maxsize=4096)
def find_regex_fault(pattern: str) -> str | None:
    """Return why Prometheus refuses a regular expression; None if Prometheus accepts it."""
    if _SIMPLE.fullmatch(pattern):
        return None
    compiled = _compile_pattern(pattern)
    return compiled if isinstance(compiled, str) else None


@lru_cache(maxsize=4096)
def matches_empty(pattern: str) -> bool | None:
    """Return whether a regular expression matches the empty text; None if the expression is
    invalid.
    """
    if _SIMPLE.fullmatch(pattern):
        return re.fullmatch(pattern, "") is not None
    compiled = _compile_pattern(pattern)
    return None if isinstance(compiled, str) else compiled.fullmatch(b"") is not None


@lru_cache(maxsize=4096)
def matches_value(pattern: str, value: str) -> bool:
    """Return whether a regular expression matches a whole value. An invalid expression matches
    nothing.
    """
    compiled = _compile_pattern(pattern)
    if isinstance(compiled, str):
        return False
    return compiled.fullmatch(value.encode("utf-8", "surrogateescape")) is not None


def contains_match(pattern: str, value: str) -> bool:
    """Return whether a part of a value matches a regular expression. An invalid expression matches
    nothing.

    Grafana's variable query `metrics(pattern)` searches the names of metrics in this way.
    """
    compiled = _compile_pattern(pattern)
    if isinstance(compiled, str):
        return False
    return compiled.search(value.encode("utf-8", "surrogateescape")) is not None


@lru_cache(maxsize=4096)
def _compile_pattern(pattern: str) -> re.Pattern[bytes] | str:
    """Return the compiled pattern. If the pattern is invalid, return a description of the fault."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.dot_nl = True
    data = pattern.encode("utf-8", "surrogateescape")
    if rb"\C" in data:
        return r"invalid escape sequence: \C"
    try:
        return re2.compile(data, options)  # type: ignore[no-any-return,no-untyped-call]
    except re2.error as error:
        message = error.args[0] if error.args else "invalid"
        return message.decode(errors="replace") if isinstance(message, bytes) else str(message)
