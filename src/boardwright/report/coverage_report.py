"""Formats the test coverage as text, JSON or a Markdown table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.commands.testing.capture_series import CaptureResult
from boardwright.notation.durations import format_duration
from boardwright.notation.plurals import format_quantity
from boardwright.report.json_values import to_json_value
from boardwright.report.text_format import render_template
from boardwright.testing.query_coverage import CoveredItem, QueryCoverage

_KINDS = (("query", "queries"), ("rule", "rules"), ("variable", "variables"))


def format_coverage_lines(coverage: QueryCoverage) -> Iterator[str]:
    """Yield a line for each query, rule and variable that no test evaluates. The last line contains
    the percentage of queries and rules that tests evaluate.
    """
    for item in coverage.items:
        if not item.is_covered:
            yield f"{item.place}: {_format_item(item)} is not tested"
            if item.remark:
                yield f"  {item.remark}"
    yield f"Coverage: {_format_share(coverage)} ({_format_covered_counts(coverage)})"


def _format_item(item: CoveredItem) -> str:
    if item.kind == "query":
        return f'{item.board}, panel "{item.panel}", query {item.name}'
    if item.kind == "variable":
        return f"{item.board}, variable {item.name}"
    return f'rule "{item.name}"'


def _format_share(coverage: QueryCoverage) -> str:
    """Return the percentage of tested queries and rules as text. The percentage is rounded down, so
    that 99.99 % does not become 100 %.
    """
    return f"{int(coverage.share * 10) / 10:g} %"


def _format_covered_counts(coverage: QueryCoverage) -> str:
    parts = []
    for kind, plural in _KINDS:
        items = coverage.select_kind(kind)
        if items:
            covered = sum(each.is_covered for each in items)
            parts.append(f"{covered} of {format_quantity(len(items), kind, plural)}")
    return ", ".join(parts) or "nothing to test"


def format_coverage_json(coverage: QueryCoverage) -> Any:
    """Return the coverage as JSON data.

    `share` is the percentage of queries and rules that tests evaluate. `items` lists all queries,
    rules and variables.
    """
    return {"share": round(coverage.share, 2), "items": to_json_value(coverage.items)}


def format_coverage_markdown(coverage: QueryCoverage) -> str:
    """Return a Markdown table with one row for each board, and one row for the rules."""
    boards = dict.fromkeys(each.board for each in coverage.items if each.board)
    parts = [(board, [each for each in coverage.items if each.board == board]) for board in boards]
    if rules := list(coverage.select_kind("rule")):
        parts.append(("rules", rules))
    return render_template(
        "coverage.md.jinja",
        rows=[_list_cells(name, items) for name, items in parts],
        share=_format_share(coverage),
        counts=_format_covered_counts(coverage),
    )


def format_capture_lines(capture: CaptureResult) -> Iterator[str]:
    """Yield the lines of the text report of `boardwright test --capture`."""
    for selector in capture.empty:
        yield f"{selector} selects no series between --from and --to"
    for selector in capture.histograms:
        yield f"{selector} selects native histograms, which a capture cannot contain"
    series = format_quantity(capture.series, "series", "series")
    selectors = format_quantity(capture.selectors, "selector")
    yield f"{capture.path}: {series} of {selectors}, {capture.size:,} bytes"
    lead = format_duration(capture.lead) or "0s"
    yield f"In tests that use this file, the time {lead} means the time of --from"


def _list_cells(name: str, items: list[CoveredItem]) -> list[str]:
    queries = [each for each in items if each.kind != "variable"]
    variables = [each for each in items if each.kind == "variable"]
    missing = dict.fromkeys(each.panel or each.name for each in queries if not each.is_covered)
    return [name, _format_ratio(queries), _format_ratio(variables), ", ".join(missing)]


def _format_ratio(items: list[CoveredItem]) -> str:
    return f"{sum(each.is_covered for each in items)} / {len(items)}" if items else ""
