"""Errors in PromQL text, with their position in the text."""

from __future__ import annotations

from boardwright.errors import PromqlError

WIDEST = 100
"""The maximum number of characters of a line that a message shows."""


class PromqlSyntaxError(PromqlError):
    """Raised for PromQL text that Prometheus refuses.

    Attributes:
        reason: One sentence that describes the fault.
        text: The whole PromQL text.
        span: Start and end position of the fault in the text. The end is the position after the
            last character.
    """

    def __init__(
        self,
        reason: str,
        *,
        text: str,
        span: tuple[int, int],
        hint: str | None = None,
        where: object = None,
    ) -> None:
        super().__init__(f"{reason}\n{mark_span(text, span)}", where=where, hint=hint)
        self.reason, self.text, self.span = reason, text, span


def mark_span(text: str, span: tuple[int, int]) -> str:
    """Return the line of the text in which a span begins, and a second line with carets under the
    span.

    >>> print(mark_span('up{job="a"instance="b"}', (10, 18)))
      up{job="a"instance="b"}
                ^^^^^^^^
    """
    start, end = span
    first = text.rfind("\n", 0, start) + 1
    line = text[first:].partition("\n")[0].expandtabs(1)
    at, length = start - first, max(1, min(end, first + len(line)) - start)
    skipped = max(0, min(at - WIDEST // 2, len(line) - WIDEST))
    excerpt = line[skipped : skipped + WIDEST]
    before, after = "…" if skipped else "", "…" if skipped + WIDEST < len(line) else ""
    marks = "^" * min(length, WIDEST - (at - skipped))
    return f"  {before}{excerpt}{after}\n  {' ' * (len(before) + at - skipped)}{marks}"
