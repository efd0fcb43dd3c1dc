"""Finds the words of a query that changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[\w:.$]+|\s+|.', re.DOTALL)
"""Matches a quoted text, a name or number, white space, or one other character of a query."""

MOST_WORDS = 2000
"""The largest number of words per query that are compared.

The comparison takes quadratic time, so a longer query counts as changed from start to end.
"""

Spans = tuple[tuple[int, int], ...]


def find_changed_words(before: str, after: str) -> tuple[Spans, Spans]:
    """Return the spans `(start, end)` of the changed words in the old text and in the new text."""
    old_words, new_words = WORD.findall(before), WORD.findall(after)
    if max(len(old_words), len(new_words)) > MOST_WORDS:
        return ((0, len(before)),), ((0, len(after)),)
    codes = SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    return (
        _locate_spans(old_words, [(start, end) for _, start, end, _, _ in changed]),
        _locate_spans(new_words, [(start, end) for _, _, _, start, end in changed]),
    )


def _locate_spans(words: Sequence[str], ranges: Sequence[tuple[int, int]]) -> Spans:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return tuple((starts[start], starts[end]) for start, end in ranges if end > start)
