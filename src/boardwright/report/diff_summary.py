"""Formats the result of `boardwright diff` as text. A text of more than 1,000 lines is shortened to
the changes that several boards share, and the number of changed boards in each folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.shared_changes import SharedChange
from boardwright.notation.plurals import format_quantity
from boardwright.report.diff_parts import (
    KINDS,
    format_diff_headline,
    format_diff_summary,
    format_folder,
)
from boardwright.report.diff_text import (
    DiffTextStyle,
    format_diff_lines,
    format_shared_lines,
)
from boardwright.report.text_format import ALL_HINT, format_table, iter_first_lines, leave_unstyled

MOST_LINES = 1000
"""The text report lists every change only if it has at most this many lines."""
_SHARED_LINES = 500
"""Largest number of lines for shared changes in a shortened report."""
TITLES = 10
"""Largest number of boards that a shortened report lists for one shared change."""


def format_diff_report(
    result: DiffResult, *, every: bool = False, style: DiffTextStyle = leave_unstyled
) -> Iterator[str]:
    """Yield the lines of the text report of a diff.

    Args:
        result: The result of the comparison.
        every: Whether to list every change, even if the report has more than `MOST_LINES` lines.
        style: Function that adds colour to a text.
    """
    lines = format_diff_lines(result, style=style)
    first = list(islice(lines, MOST_LINES + 1))
    if every or len(first) <= MOST_LINES:
        yield from first
        yield from lines
        return
    yield style(format_diff_headline(result), "quiet")
    yield from format_shared_report(result.split_shared()[0], every=False, style=style)
    yield ""
    yield from _format_folder_table(result.different)
    yield ""
    yield format_diff_summary(result)
    most = format_quantity(MOST_LINES, "line")
    yield f"Not every change is listed, because the report has more than {most}: {ALL_HINT}."


def format_shared_report(
    changes: Sequence[SharedChange], *, every: bool, style: DiffTextStyle = leave_unstyled
) -> Iterator[str]:
    """Yield the lines for changes that several boards share, with an empty line before each change.

    Args:
        changes: The changes.
        every: Whether to list all changes and all boards. If False, the lines contain only the
            first changes, the first boards of each change, and the numbers of omitted changes and
            boards.
        style: Function that adds colour to a text.
    """
    count = 0
    for index, shared in enumerate(changes):
        lines = list(format_shared_lines(shared, style=style, most=None if every else TITLES))
        count += len(lines)
        yield ""
        if count > _SHARED_LINES and not every:
            more = format_quantity(len(changes) - index, "more change")
            yield f"and {more} that several boards share"
            return
        yield from lines


def _format_folder_table(owners: Sequence[BoardDiff | GroupDiff]) -> Iterator[str]:
    """Yield the lines of a table with the numbers of created, removed and changed boards and groups
    in each folder.
    """
    counts: Counter[tuple[str, str]] = Counter(
        (format_folder(owner.change), owner.change.kind) for owner in owners
    )
    folders = sorted({folder for folder, _ in counts})
    rows = [(*(str(counts[folder, kind]) for kind in KINDS), folder or "-") for folder in folders]
    header, *lines = format_table((*map(str.upper, KINDS), "FOLDER"), rows)
    yield header
    yield from iter_first_lines(lines, "folder", hint=ALL_HINT)
