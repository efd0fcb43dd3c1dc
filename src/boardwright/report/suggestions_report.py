"""Formats the result of `boardwright suggest-rules` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.suggesting.query_edits import QueryChange
from boardwright.commands.suggesting.suggest_rules import SuggestedRule, SuggestedRules
from boardwright.notation.plurals import format_quantity
from boardwright.report.fix_report import format_file_diff
from boardwright.report.json_values import to_json_object
from boardwright.report.text_format import escape_unprintable, format_table
from boardwright.schema.document import Json

_COLUMNS = ("RULE", "USES", "BOARDS", "QUERIES/H")
_COST_COLUMNS = ("SERIES", "RECORDED", "SAMPLES", "WITH RULE", "PER EVALUATION")


def format_suggestion_lines(result: SuggestedRules) -> Iterator[str]:
    """Yield the lines of the text report: a table of the suggested rules, the Python module that
    declares the rules, and the changed queries.
    """
    sections = (
        _format_table_lines(result),
        _format_left_out_lines(result),
        result.module.splitlines() if not result.files else (),
        (line for file in result.files for line in format_file_diff(file)),
        _format_by_hand_lines(result),
    )
    for section in sections:
        lines = [*section]
        yield from lines
        if lines:
            yield ""
    yield _format_summary(result)


def _format_table_lines(result: SuggestedRules) -> Iterator[str]:
    is_measured = any(rule.cost for rule in result.rules)
    header = (*_COLUMNS, *_COST_COLUMNS) if is_measured else _COLUMNS
    yield from format_table(
        header, [_format_cells(rule, measured=is_measured) for rule in result.rules]
    )


def _format_cells(rule: SuggestedRule, *, measured: bool) -> tuple[str, ...]:
    name = f"{rule.name} (exists)" if rule.is_known else rule.name
    cells = (name, str(rule.uses), str(len(rule.boards)), f"{rule.per_hour:g}")
    if not measured or rule.cost is None:
        return (*cells, *([""] * len(_COST_COLUMNS) if measured else []))
    cost = rule.cost
    numbers = (cost.series, cost.recorded, cost.before, cost.after, cost.evaluation)
    return (*cells, *map(str, numbers))


def _format_left_out_lines(result: SuggestedRules) -> Iterator[str]:
    for each in result.left_out:
        queries = format_quantity(each.queries, "query", "queries")
        yield f"No rule for {queries}: {escape_unprintable(each.reason)}."
    for refused in result.refused:
        yield f"The rule {escape_unprintable(refused.name)} is not suggested: {refused.reason}."


def _format_by_hand_lines(result: SuggestedRules) -> Iterator[str]:
    by_hand = [change for change in result.changes if not change.in_file]
    if by_hand:
        yield "Change these queries yourself:"
    for change in by_hand:
        yield from _format_change_lines(change)


def _format_change_lines(change: QueryChange) -> Iterator[str]:
    site = change.site
    what = f'panel "{site.name}"' if site.kind == "panel" else f"{site.kind} {site.name}"
    yield escape_unprintable(f"  {site.place}, {what}")
    yield escape_unprintable(f"    - {site.text}")
    yield escape_unprintable(f"    + {change.text}")


def _format_summary(result: SuggestedRules) -> str:
    queries = format_quantity(result.queries, "query", "queries")
    scope = f"{queries} of {format_quantity(result.boards, 'board')}"
    new = sum(1 for rule in result.rules if not rule.is_known)
    if not result.rules:
        return f"No recording rule would make {scope} cheaper."
    in_files = sum(1 for change in result.changes if change.in_file)
    rules = f"{format_quantity(new, 'new rule')} for {scope}"
    if result.written:
        return f"Wrote {rules}; changed {format_quantity(in_files, 'query', 'queries')}."
    if not result.files:
        return f"{rules}."
    return f"{rules}. Pass --write to write {format_quantity(len(result.files), 'file')}."


def format_suggestions_json(result: SuggestedRules) -> Json:
    """Return JSON data that follows the schema `docs/reference/suggest-rules.schema.json`."""
    return to_json_object(
        result,
        changes=[_format_change_json(each) for each in result.changes],
        files=[file.name for file in result.files],
        skipped=[note.place.file for note in result.skipped],
    )


def _format_change_json(change: QueryChange) -> Json:
    site = change.site
    return {
        "kind": site.kind,
        "name": site.name,
        "board": site.board or None,
        "where": str(site.place),
        "before": site.text,
        "after": change.text,
        "rules": list(change.rules),
        "inFile": change.in_file,
    }
