"""Writes the report of a failed test, with the panel, its queries and series, and the expected and
displayed values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from boardwright.engine.promtool_lookup import UNKNOWN
from boardwright.engine.series_notation import METRIC_NAME, InputSeries
from boardwright.errors import BoardwrightError
from boardwright.notation.plurals import format_quantity
from boardwright.promql.availability import format_version
from boardwright.promql.operators import Subquery
from boardwright.promql.parser import parse
from boardwright.promql.selectors import Range, Selector
from boardwright.testing.evaluation_log import Evaluation, LoggedEvaluation
from boardwright.testing.expectations import ComparedValue
from boardwright.testing.moments import time_text
from boardwright.testing.panel_values import Item, SeriesValues, ShownSeries
from boardwright.testing.rule_alerts import RuleAlert
from boardwright.testing.rule_recordings import RecordedSeries
from boardwright.testing.series_result import SeriesResult
from boardwright.testing.series_set import failed_matchers, labels_text

_MOST_SERIES = 12
_MOST_VALUES = 10
_WIDEST = 120


def comparison_lines(result: SeriesResult, expected: Mapping[Any, Any]) -> list[str]:
    """Return the lines that explain how a result differs from the expected values."""
    compared = result.compare(expected).values
    width = max((len(each.name) for each in compared), default=0)
    lines = [f"{result.evaluation.title} does not show the expected values:"]
    for each in compared:
        lines += _value_lines(each, width)
    return lines


def _value_lines(value: ComparedValue, width: int) -> Iterator[str]:
    mark = "  " if value.is_equal else "! "
    shown = "no series" if value.shown is None else item_text(value.shown)
    expected = "no such series" if value.expected is None else f"{value.expected}"
    yield f"{mark}{value.name:<{width}}  shown {shown}, expected {expected}"
    if value.remark:
        yield f"    {value.remark}"


def item_text(item: Item) -> str:
    """Return a value as text. A long sequence is shortened."""
    if not isinstance(item, SeriesValues):
        return item.histogram or f"{float(item)!r}"
    values = [_number(value) for value in item]
    if len(values) > _MOST_VALUES:
        values = [*values[: _MOST_VALUES - 1], f"... ({format_quantity(len(values), 'value')})"]
    return f"[{', '.join(values)}]"


def _number(value: float | None) -> str:
    return "None" if value is None else f"{value:.6g}"


def log_lines(log: Sequence[LoggedEvaluation]) -> list[str]:
    """Return the lines about all evaluations of a test. Equal evaluations are not repeated."""
    blocks = dict.fromkeys("\n".join(evaluation_lines(each)) for each in log)
    return "\n\n".join(blocks).splitlines()


def engine_lines(log: Sequence[LoggedEvaluation], version: tuple[int, int]) -> list[str]:
    """Return the lines about the engine: its version, and results that depend on the version."""
    sent = [query.sent for logged in log for query in logged.evaluation.queries]
    name = "of an unknown version" if version == UNKNOWN else format_version(version)
    lines = ["", f"evaluated by promtool {name}"]
    if any(_has_range(text) for text in sent):
        lines.append(
            "  before version 3, a range includes a sample exactly at the start of the "
            "range; later versions exclude this sample"
        )
    return lines if sent else []


def _has_range(text: str) -> bool:
    try:
        return any(isinstance(node, Range | Subquery) for node in parse(text).walk())
    except BoardwrightError:
        return False


def evaluation_lines(logged: LoggedEvaluation) -> list[str]:
    """Return the lines about one evaluation: the panel or rule, its queries and series, and the
    values that it shows.
    """
    evaluation = logged.evaluation
    lines = [evaluation.where]
    if evaluation.variables:
        chosen = ", ".join(f"{name}={' + '.join(v) or None}" for name, v in evaluation.variables)
        lines.append(f"  variables: {chosen}")
    for query in evaluation.queries:
        lines.append(f"  {f'query {query.ref_id}'.strip()}: {_one_line(query.written)}")
        if query.sent != query.written:
            lines.append(f"    as sent: {_one_line(query.sent)}")
    lines.append(f"  series, with a sample every {time_text(evaluation.interval)}:")
    lines += _limit([f"    {_short(each)}" for each in evaluation.series])
    if logged.alerts is not None:
        lines += _period_lines(logged)
        return [*lines, f"  alerts {evaluation.time}:", *_alert_lines(logged)]
    lines.append(f"  shown {evaluation.time}:")
    lines += _limit([f"    {each.legend}: {_shown_text(each)}" for each in logged.shown])
    if not logged.shown:
        lines += [f"    {line}" for line in ["nothing", *empty_reasons(evaluation)]]
    return lines


def _alert_lines(logged: LoggedEvaluation) -> list[str]:
    if not logged.alerts:
        return [f"    {line}" for line in ["none", *empty_reasons(logged.evaluation)]]
    return _limit([_alert_line(each, logged.evaluation.wait) for each in logged.alerts])


def _alert_line(alert: RuleAlert, wait: str) -> str:
    since = "" if alert.since is None else f" since {time_text(alert.since)}"
    waits = f" (for: {wait})" if alert.state == "pending" and wait else ""
    return f"    {alert.state}{since if waits else ''}{waits}: {labels_text(alert.labels)}"


def _period_lines(logged: LoggedEvaluation) -> list[str]:
    if logged.periods is None:
        return []
    periods = [f"    from {start} to {end}" for start, end in logged.periods]
    return ["  fired:", *_limit(periods or ["    never"])]


def _shown_text(series: ShownSeries) -> str:
    if len(series.values) == 1:
        return series.histogram or _number(series.values[0])
    return item_text(SeriesValues(series))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(series: InputSeries) -> str:
    values = _one_line(series.values)
    if len(values) > _WIDEST:
        values = f"{values[:_WIDEST]}..."
    return f"{series.text}  {values}"


def _limit(lines: Sequence[str]) -> list[str]:
    if len(lines) <= _MOST_SERIES:
        return list(lines)
    return [*lines[:_MOST_SERIES], f"    ... and {len(lines) - _MOST_SERIES} more"]


def empty_reasons(evaluation: Evaluation) -> list[str]:
    """Return sentences with the reasons why a panel shows nothing, such as a selector that selects
    no series, or a time after the last sample.
    """
    try:
        recorded = evaluation.find_recorded()
    except BoardwrightError as error:
        return str(error).splitlines()
    empty = [text for each in recorded if not each.series for text in each.expressions]
    found = dict.fromkeys(
        reason
        for text in [*(query.sent for query in evaluation.queries), *empty]
        for selector in _selectors(text)
        for reason in _selection_reasons(selector, evaluation, recorded)
    )
    return list(found)


def _selectors(text: str) -> list[Selector]:
    try:
        tree = parse(text)
    except BoardwrightError:
        return []
    return [node for node in tree.walk() if isinstance(node, Selector)]


def _selection_reasons(
    selector: Selector, evaluation: Evaluation, recorded: Sequence[RecordedSeries]
) -> Iterator[str]:
    known = (*evaluation.series, *(series for each in recorded for series in each.series))
    failed = [(failed_matchers(selector, each), each) for each in known]
    if not failed or any(not each for each, _ in failed):
        last = max((s.count - 1 for f, s in failed if not f), default=0) * evaluation.interval
        start = evaluation.moment - (evaluation.length or 0)
        if failed and last < start:
            yield f"the last sample of {selector} is at {time_text(last)}"
        return
    matchers, nearest = min(failed, key=lambda pair: _distance(pair[0]))
    if any(each.name == METRIC_NAME for each in matchers):
        is_recorded = any(each.name == selector.name for each in recorded)
        why = (
            "the recording rule of this metric has no result"
            if is_recorded
            else f"no series has the name {selector.name}"
        )
        yield f"{selector} selects no series: {why}"
        return
    without = " and ".join(str(each) for each in matchers)
    yield (
        f"{selector} selects no series; without {without}, it would select the series"
        f" {labels_text(nearest.labels)}"
    )


def _distance(failed: Sequence[Any]) -> tuple[bool, int]:
    return any(each.name == METRIC_NAME for each in failed), len(failed)
