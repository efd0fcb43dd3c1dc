"""Plans the queries of a board's annotations, and converts the answers to marks. A mark is a
vertical line or a region that an annotation adds to graphs.

The marks follow rules that were observed in Grafana 12.2 and that `docs/preview-panels.md` lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from boardwright.frozen import frozen
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.notation.legend_labels import fill_legend
from boardwright.preview.data_frames import build_data_frame
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.page_model import PageQuery
from boardwright.preview.panel_layout import PlacedPanel
from boardwright.preview.query_answers import (
    Answer,
    AnswerSeries,
    QueryRequest,
    iter_present_indices,
)
from boardwright.preview.query_sources import QuerySource, QuerySources, explain_not_sent
from boardwright.preview.query_steps import compute_query_timing
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.datasource_references import read_reference
from boardwright.schema.document import Board, Json
from boardwright.schema.target import Annotation, AnnotationFilter

_LATEST_TIME = 253_370_764_800_000
"""The latest time of an annotation on a page: the start of the year 9999, in milliseconds since
1970.
"""

REF_ID = "Anno"
"""The refId that Grafana uses for annotation queries."""


@frozen
class MarkTexts:
    """The texts that a page shows for the marks of one annotation.

    Attributes:
        title: Template for the title of each mark, with label names in double braces.
        text: Template for the text of each mark, with label names in double braces.
        tags: Names of the labels whose values are the tags of a mark.
        at_value: Whether the values of the query result are the times of the marks, in milliseconds
            since 1970.
    """

    title: str
    text: str
    tags: tuple[str, ...]
    at_value: bool


@frozen
class PlannedAnnotation:
    """An annotation of a board with its query.

    Attributes:
        color: Color of the marks as in the board's JSON, such as `red` or `#5c4ee5`.
        enabled: Whether the page shows the marks when it is opened.
        hidden: Whether the page hides the switch with which readers show and hide the marks.
        panels: Keys of the panels that show the marks; None if all panels show them.
        page: The query as the preview page shows it.
        request: The request to the data source; None if a preview does not send the query.
    """

    name: str
    color: str
    enabled: bool
    hidden: bool
    panels: tuple[str, ...] | None
    page: PageQuery
    request: QueryRequest | None
    marks: MarkTexts


def plan_annotations(
    board: Board,
    panels: Iterable[PlacedPanel],
    *,
    sources: QuerySources,
    filling: Interpolation,
    points: int,
) -> Iterator[PlannedAnnotation]:
    """Yield the annotations of a board, each with its query.

    Args:
        board: The compiled board.
        panels: The panels of the board with their positions.
        sources: The data sources of the project.
        filling: The object that replaces variables by their values.
        points: The number of values to request for each series in the board's time range.
    """
    placed = tuple(panels)
    for each in Dashboard(board).annotations:
        source = sources.find(read_reference(each.datasource_reference), filling)
        page, request = _plan_query(each, source, filling, points)
        yield PlannedAnnotation(
            name=filling.fill(each.name, "text"),
            color=each.color,
            enabled=each.enabled,
            hidden=each.hidden,
            panels=_select_panel_keys(each.panel_filter, placed),
            page=page,
            request=request if each.enabled or not each.hidden else None,
            marks=_read_mark_texts(each, filling),
        )


def _plan_query(
    annotation: Annotation, source: QuerySource, filling: Interpolation, points: int
) -> tuple[PageQuery, QueryRequest | None]:
    written = annotation.expr
    page = PageQuery(
        ref_id=REF_ID,
        datasource=source.name,
        language=source.language,
        written=written,
        sent=None,
        kind="range",
        step_ms=None,
        hide=False,
    )
    if not source.is_prometheus or not written.strip():
        return replace(
            page, remark=None if source.is_prometheus else explain_not_sent(source)
        ), None
    timing = compute_query_timing(
        filling.range,
        points=points,
        least=source.scrape,
        query_least=_read_step(annotation, filling),
        source_scrape=source.scrape,
    )
    request = QueryRequest(
        source=source.uid,
        kind="range",
        text=filling.fill_promql(written),
        sent=filling.with_macros(timing.compute_macros()).fill_promql(written),
        step=timing.step,
        start=timing.start,
        end=timing.end,
    )
    return replace(page, sent=request.sent, step_ms=request.step), request


def _read_step(annotation: Annotation, filling: Interpolation) -> int | None:
    step = annotation.step
    return parse_range_milliseconds(filling.fill(step).strip()) if step else None


def _read_mark_texts(annotation: Annotation, filling: Interpolation) -> MarkTexts:
    return MarkTexts(
        title=filling.fill(annotation.title_format, "text"),
        text=filling.fill(annotation.text_format, "text"),
        tags=annotation.tag_keys,
        at_value=annotation.uses_value_for_time,
    )


def _select_panel_keys(
    panel_filter: AnnotationFilter | None, placed: Sequence[PlacedPanel]
) -> tuple[str, ...] | None:
    """Return the keys of the panels that an annotation's filter selects; None if all panels are
    selected. The result contains all copies of repeated panels.
    """
    if panel_filter is None or (panel_filter.exclude and not panel_filter.ids):
        return None
    return tuple(
        each.key for each in placed if (each.panel.id in panel_filter.ids) != panel_filter.exclude
    )


def build_marks_frame(answer: Answer, marks: MarkTexts) -> Json:
    """Return a data frame with the time or time range and the texts of each mark."""
    ranges = [
        (start, end, series.labels)
        for series in answer.series
        for start, end in _join_times(_iter_mark_times(answer, series, marks), answer.step)
    ]
    fields = [
        {"name": "time", "type": "time", "config": {}},
        {"name": "timeEnd", "type": "time", "config": {}},
        {"name": "title", "type": "string", "config": {}},
        {"name": "text", "type": "string", "config": {}},
        {"name": "tags", "type": "other", "config": {}},
    ]
    columns: list[list[Any]] = [
        [start for start, _, _ in ranges],
        [end for _, end, _ in ranges],
        [_fill_label_template(marks.title, labels) for _, _, labels in ranges],
        [_fill_label_template(marks.text, labels) for _, _, labels in ranges],
        [_collect_tags(marks.tags, labels) for _, _, labels in ranges],
    ]
    return build_data_frame(REF_ID, {"dataTopic": "annotations"}, fields, columns)


def _iter_mark_times(answer: Answer, series: AnswerSeries, marks: MarkTexts) -> Iterator[int]:
    """Yield the times at which the value of a series is above zero. If `marks.at_value` is true,
    yield the values themselves.
    """
    for index in iter_present_indices(series.values):
        value = series.values[index]
        if value is None or not value > 0:
            continue
        if not marks.at_value:
            yield answer.start + index * answer.step
        elif value < _LATEST_TIME:
            yield int(value)


def _join_times(times: Iterable[int], step: int) -> list[list[int]]:
    """Return the first and last time of each sequence of times in which neighbours are at most
    `step` apart.
    """
    ranges: list[list[int]] = []
    for time in times:
        if ranges and time <= ranges[-1][1] + step:
            ranges[-1][1] = max(ranges[-1][1], time)
        else:
            ranges.append([time, time])
    return ranges


def _fill_label_template(template: str, labels: Mapping[str, str]) -> str:
    """Replace each `{{label}}` by the value of the label, or by the label name if the series has no
    such label.
    """
    return fill_legend(template, lambda name: labels.get(name) or name)


def _collect_tags(keys: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    return [labels[name] for name in sorted(labels) if name in keys and labels[name]]
