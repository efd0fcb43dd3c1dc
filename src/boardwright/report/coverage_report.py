"""Formats the test coverage as text, JSON or a Markdown table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.commands.testing.capture_series import Capture
from boardwright.notation.durations import format_duration
from boardwright.notation.plurals import format_quantity
from boardwright.report.json_values import json_value
from boardwright.report.text_format import printable
from boardwright.testing.query_coverage import Coverage, CoveredItem

_KINDS = (("query", "queries"), ("rule", "rules"), ("variable", "variables"))


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """Yield a line for each query, rule and variable that no test evaluates, and a last line with
    the percentage of queries and rules that tests evaluate.
    """
    for item in coverage.items:
        if not item.is_covered:
            yield f"{item.place}: {_item_text(item)} is not tested"
            if item.remark:
                yield f"  {item.remark}"
    yield f"Coverage: {_share_text(coverage)} ({_counts(coverage)})"


def _item_text(item: CoveredItem) -> str:
    if item.kind == "query":
        return f'{item.board}, panel "{item.panel}", query {item.name}'
    if item.kind == "variable":
        return f"{item.board}, variable {item.name}"
    return f'rule "{item.name}"'


def _share_text(coverage: Coverage) -> str:
    """Return the percentage of queries and rules that tests evaluate, as text. The percentage is
    rounded down, so that 99.99 % does not become 100 %.
    """
    return f"{int(coverage.share * 10) / 10:g} %"


def _counts(coverage: Coverage) -> str:
    parts = []
    for kind, plural in _KINDS:
        items = coverage.of_kind(kind)
        if items:
            covered = sum(each.is_covered for each in items)
            parts.append(f"{covered} of {format_quantity(len(items), kind, plural)}")
    return ", ".join(parts) or "nothing to test"


def coverage_json(coverage: Coverage) -> Any:
    """Return the coverage as JSON data. `share` is the percentage of queries and rules that tests
    evaluate, and `items` lists the queries, rules and variables.
    """
    return {"share": round(coverage.share, 2), "items": json_value(coverage.items)}


def coverage_markdown(coverage: Coverage) -> Iterator[str]:
    """Yield the lines of a Markdown table with one row for each board, and one row for the
    rules."""
    yield "| board | queries | variables | not tested |"
    yield "|---|---|---|---|"
    for board in dict.fromkeys(each.board for each in coverage.items if each.board):
        yield _row(board, [each for each in coverage.items if each.board == board])
    if coverage.of_kind("rule"):
        yield _row("rules", list(coverage.of_kind("rule")))
    yield ""
    yield f"Coverage: {_share_text(coverage)} ({_counts(coverage)})"


def capture_lines(capture: Capture) -> Iterator[str]:
    """Yield the lines about a file with captured series: a line for each selector that selected no
    series, and a line with the size of the file.
    """
    for selector in capture.empty:
        yield f"{selector} selects no series between --from and --to"
    for selector in capture.histograms:
        yield f"{selector} selects native histograms, which a capture cannot contain"
    series = format_quantity(capture.series, "series", "series")
    selectors = format_quantity(capture.selectors, "selector")
    yield f"{capture.path}: {series} of {selectors}, {capture.size:,} bytes"
    yield f"In tests that use this file, the time {format_duration(capture.lead) or '0s'} is --from"


def _row(name: str, items: list[CoveredItem]) -> str:
    queries = [each for each in items if each.kind != "variable"]
    variables = [each for each in items if each.kind == "variable"]
    missing = dict.fromkeys(each.panel or each.name for each in queries if not each.is_covered)
    cells = [name, _ratio(queries), _ratio(variables), ", ".join(missing)]
    return f"| {' | '.join(map(printable, cells))} |"


def _ratio(items: list[CoveredItem]) -> str:
    return f"{sum(each.is_covered for each in items)} / {len(items)}" if items else ""
