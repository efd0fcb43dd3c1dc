"""Formats the result of `boardwright check --unused-metrics` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.checking.unused_metrics import UnusedMetrics
from boardwright.notation.plurals import choose_form, format_quantity
from boardwright.report.json_values import to_json_object
from boardwright.schema.document import Json


def format_unused_lines(result: UnusedMetrics) -> Iterator[str]:
    """Yield the lines of the text report about unused metrics."""
    width = max((len(metric.name) for metric in result.unused), default=0)
    for metric in result.unused:
        yield f"{metric.name:<{width}}  {metric.type}"
    if result.unused:
        yield ""
    metrics = format_quantity(result.emitted, "metric")
    boards = format_quantity(result.boards, "board")
    checked = f"{boards} {choose_form(result.boards, 'was', 'were')} checked"
    yield f"{len(result.unused)} of {metrics} are not used by any board. {checked}."


def format_unused_json(result: UnusedMetrics) -> Json:
    """Return JSON data that follows the schema `docs/reference/unused-metrics.schema.json`."""
    return to_json_object(result, skipped=[note.place.file for note in result.skipped])
