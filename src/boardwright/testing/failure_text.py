"""Writes the report of a failed test, with the panel or rule, its queries, series and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from boardwright.engine.promtool_lookup import UNKNOWN
from boardwright.engine.series_notation import METRIC_NAME, InputSeries
from boardwright.errors import BoardwrightError
from boardwright.notation.plurals import format_quantity
from boardwright.notation.versions import format_version
from boardwright.promql.expression import read_expression
from boardwright.promql.operators import Subquery
from boardwright.promql.selectors import Range, Selector
from boardwright.testing.evaluation_log import Evaluation, LoggedEvaluation
from boardwright.testing.expectations import ComparedValue
from boardwright.testing.moments import format_time
from boardwright.testing.panel_values import PanelItem, SeriesValues, ShownSeries
from boardwright.testing.rule_alerts import RuleAlert
from boardwright.testing.rule_recordings import RecordedSeries
from boardwright.testing.series_result import SeriesResult
from boardwright.testing.series_set import find_failed_matchers, format_labels

_MAX_SERIES = 12
_MAX_VALUES = 10
_MAX_WIDTH = 120


def format_mismatch_lines(result: SeriesResult, expected: Mapping[Any, Any]) -> list[str]:
    """Return the lines of a report that compare a result with the expected values."""
    compared = result.compare(expected).values
    width = max((len(each.name) for each in compared), default=0)
    lines = [f"{result.evaluation.title} does not show the expected values:"]
    for each in compared:
        lines += _format_value_lines(each, width)
    return lines


def _format_value_lines(value: ComparedValue, width: int) -> Iterator[str]:
    mark = "  " if value.is_equal else "! "
    shown = "no series" if value.shown is None else format_item(value.shown)
    expected = "no series with this legend" if value.expected is None else f"{value.expected}"
    yield f"{mark}{value.name:<{width}}  shown {shown}, expected {expected}"
    if value.remark:
        yield f"    {value.remark}"


def format_item(item: PanelItem) -> str:
    """Return a value as text; of a long sequence, only the first values."""
    if not isinstance(item, SeriesValues):
        return item.histogram or f"{float(item)!r}"
    values = [_format_number(value) for value in item]
    if len(values) > _MAX_VALUES:
        values = [*values[: _MAX_VALUES - 1], f"... ({format_quantity(len(values), 'value')})"]
    return f"[{', '.join(values)}]"


def _format_number(value: float | None) -> str:
    return "None" if value is None else f"{value:.6g}"


def format_log_lines(log: Sequence[LoggedEvaluation]) -> list[str]:
    """Return the lines of a report about all evaluations in a test, without repetitions."""
    blocks = dict.fromkeys("\n".join(format_evaluation_lines(each)) for each in log)
    return "\n\n".join(blocks).splitlines()


def format_engine_lines(log: Sequence[LoggedEvaluation], version: tuple[int, int]) -> list[str]:
    """Return the lines of a report about the version of promtool and what depends on it."""
    sent = [query.sent for logged in log for query in logged.evaluation.queries]
    name = "an unknown version" if version == UNKNOWN else f"version {format_version(version)}"
    lines = ["", f"{name} of promtool evaluated the queries"]
    if any(_has_range(text) for text in sent):
        lines.append(
            "  promtool 2 includes a sample exactly at the start of a range such as [5m], but "
            "promtool 3 excludes this sample"
        )
    return lines if sent else []


def _has_range(text: str) -> bool:
    return any(isinstance(node, Range | Subquery) for node in read_expression(text).nodes)


def format_evaluation_lines(logged: LoggedEvaluation) -> list[str]:
    """Return the lines of a report about one evaluation of a panel or rule."""
    evaluation = logged.evaluation
    lines = [evaluation.where]
    if evaluation.variables:
        chosen = ", ".join(f"{name}={' + '.join(v) or None}" for name, v in evaluation.variables)
        lines.append(f"  variables: {chosen}")
    for query in evaluation.queries:
        lines.append(f"  {f'query {query.ref_id}'.strip()}: {_join_lines(query.written)}")
        if query.sent != query.written:
            lines.append(f"    with variables replaced: {_join_lines(query.sent)}")
    lines.append(f"  series of the test, with a sample every {format_time(evaluation.interval)}:")
    lines += _limit_lines([f"    {_format_series(each)}" for each in evaluation.series])
    if logged.alerts is not None:
        lines += _format_period_lines(logged)
        return [*lines, f"  alerts {evaluation.time}:", *_format_alert_lines(logged)]
    lines.append(f"  shown {evaluation.time}:")
    lines += _limit_lines(
        [f"    {each.legend}: {_format_shown_values(each)}" for each in logged.shown]
    )
    if not logged.shown:
        lines += [f"    {line}" for line in ["nothing", *explain_empty_result(evaluation)]]
    return lines


def _format_alert_lines(logged: LoggedEvaluation) -> list[str]:
    if not logged.alerts:
        return [f"    {line}" for line in ["none", *explain_empty_result(logged.evaluation)]]
    return _limit_lines([_format_alert(each, logged.evaluation.wait) for each in logged.alerts])


def _format_alert(alert: RuleAlert, wait: str) -> str:
    since = "" if alert.since is None else f" since {format_time(alert.since)}"
    waits = f" (for: {wait})" if alert.state == "pending" and wait else ""
    return f"    {alert.state}{since if waits else ''}{waits}: {format_labels(alert.labels)}"


def _format_period_lines(logged: LoggedEvaluation) -> list[str]:
    if logged.periods is None:
        return []
    periods = [f"    from {start} to {end}" for start, end in logged.periods]
    return ["  fired:", *_limit_lines(periods or ["    never"])]


def _format_shown_values(series: ShownSeries) -> str:
    if len(series.values) == 1:
        return series.histogram or _format_number(series.values[0])
    return format_item(SeriesValues(series))


def _join_lines(text: str) -> str:
    return " ".join(text.split())


def _format_series(series: InputSeries) -> str:
    values = _join_lines(series.values)
    if len(values) > _MAX_WIDTH:
        values = f"{values[:_MAX_WIDTH]}..."
    return f"{series.text}  {values}"


def _limit_lines(lines: Sequence[str]) -> list[str]:
    if len(lines) <= _MAX_SERIES:
        return list(lines)
    return [*lines[:_MAX_SERIES], f"    ... and {len(lines) - _MAX_SERIES} more"]


def explain_empty_result(evaluation: Evaluation) -> list[str]:
    """Return the reasons why the result of a panel or rule is empty, such as a selector that
    selects no series.
    """
    try:
        recorded = evaluation.find_recorded()
    except BoardwrightError as error:
        return str(error).splitlines()
    empty = [text for each in recorded if not each.series for text in each.expressions]
    reasons = dict.fromkeys(
        reason
        for text in [*(query.sent for query in evaluation.queries), *empty]
        for selector in read_expression(text).selectors
        for reason in _iter_selection_reasons(selector, evaluation, recorded)
    )
    return list(reasons)


def _iter_selection_reasons(
    selector: Selector, evaluation: Evaluation, recorded: Sequence[RecordedSeries]
) -> Iterator[str]:
    known = (*evaluation.series, *(series for each in recorded for series in each.series))
    failed = [(find_failed_matchers(selector, each), each) for each in known]
    if not failed or any(not each for each, _ in failed):
        last = max((s.count - 1 for f, s in failed if not f), default=0) * evaluation.interval
        start = evaluation.moment - (evaluation.length or 0)
        if failed and last < start:
            yield f"the last sample that {selector} selects is already at {format_time(last)}"
        return
    matchers, nearest = min(failed, key=lambda pair: _measure_distance(pair[0]))
    if any(each.name == METRIC_NAME for each in matchers):
        is_recorded = any(each.name == selector.name for each in recorded)
        why = (
            "the recording rule with this name has no result"
            if is_recorded
            else f"no series has the name {selector.name}"
        )
        yield f"{selector} selects no series: {why}"
        return
    without = " and ".join(str(each) for each in matchers)
    yield (
        f"{selector} selects no series, but would select {format_labels(nearest.labels)} without"
        f" the matcher {without}"
    )


def _measure_distance(failed: Sequence[Any]) -> tuple[bool, int]:
    return any(each.name == METRIC_NAME for each in failed), len(failed)
