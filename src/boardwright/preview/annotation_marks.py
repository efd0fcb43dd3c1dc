"""A board's annotations: what they ask, and the marks that an answer becomes.

A Grafana 12.2 was seen to do so: `docs/preview-panels.md` tells how.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from boardwright.frozen import frozen
from boardwright.notation.durations import milliseconds
from boardwright.preview.data_frames import Json, filled_labels, frame_of
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.page_model import PageQuery
from boardwright.preview.panel_layout import PlacedPanel
from boardwright.preview.query_answers import Answer, AnswerSeries, QueryRequest, present
from boardwright.preview.query_sources import QuerySource, QuerySources, unanswered
from boardwright.preview.query_steps import timing
from boardwright.schema.datasource_references import read_reference
from boardwright.schema.document import Board
from boardwright.schema.walking import iter_annotations

_LAST = 253_370_764_800_000
"""Milliseconds up to the year 9999: no later value is a moment."""

REF_ID = "Anno"
"""The letter of an annotation's query, as Grafana calls it."""


@frozen
class MarkTexts:
    """How an annotation wants its answer.

    Attributes:
        title: Its text with labels in double braces; so is `text`.
        tags: The labels whose values are its tags.
        at_value: Whether values are the moments, in milliseconds.
    """

    title: str
    text: str
    tags: tuple[str, ...]
    at_value: bool


@frozen
class PlannedAnnotation:
    """An annotation, what it asks, and how it wants the answer.

    Attributes:
        color: As it is written: `red`, `#5c4ee5`.
        enabled: Whether it is shown at first.
        hidden: Whether it has no switch.
        panels: The keys of the panels that show it; None for all.
        page: What the page tells of its query.
        ask: The question; None for one that is not asked.
    """

    name: str
    color: str
    enabled: bool
    hidden: bool
    panels: tuple[str, ...] | None
    page: PageQuery
    ask: QueryRequest | None
    marks: MarkTexts


def plan_annotations(
    board: Board,
    panels: Iterable[PlacedPanel],
    *,
    sources: QuerySources,
    filling: Interpolation,
    points: int,
) -> Iterator[PlannedAnnotation]:
    """Yield a board's annotations.

    Args:
        board: The compiled board.
        panels: Its panels where they stand.
        sources: The data sources.
        filling: The variables.
        points: How many steps the board is wide.
    """
    placed = tuple(panels)
    for each in iter_annotations(board):
        enabled, hidden = bool(each.get("enable", True)), bool(each.get("hide"))
        source = sources.find(read_reference(each.get("datasource")), filling)
        page, ask = _asked(each, source, filling, points)
        yield PlannedAnnotation(
            name=filling.text(str(each.get("name") or ""), "text"),
            color=str(each.get("iconColor") or ""),
            enabled=enabled,
            hidden=hidden,
            panels=_keys(each.get("filter"), placed),
            page=page,
            ask=ask if enabled or not hidden else None,
            marks=_marks(each, filling),
        )


def _asked(
    annotation: Board, source: QuerySource, filling: Interpolation, points: int
) -> tuple[PageQuery, QueryRequest | None]:
    written = str(_said(annotation, "expr") or "")
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
        return replace(page, error=None if source.is_prometheus else unanswered(source)), None
    when = timing(
        filling.range,
        points=points,
        least=source.scrape,
        query_least=_step(annotation, filling),
        source_scrape=source.scrape,
    )
    ask = QueryRequest(
        source=source.uid,
        kind="range",
        text=filling.promql(written),
        sent=filling.with_macros(when.macros()).promql(written),
        step=when.step,
        start=when.start,
        end=when.end,
    )
    return replace(page, sent=ask.sent, step_ms=ask.step), ask


def _said(annotation: Board, *keys: str) -> Any:
    """Return what an annotation says itself, or in the query that Grafana's editor keeps in it."""
    target = annotation.get("target")
    for owner in (annotation, target if isinstance(target, dict) else {}):
        for key in keys:
            if owner.get(key):
                return owner[key]
    return None


def _step(annotation: Board, filling: Interpolation) -> int | None:
    step = _said(annotation, "step", "interval")
    return milliseconds(filling.text(step).strip()) if isinstance(step, str) else None


def _marks(annotation: Board, filling: Interpolation) -> MarkTexts:
    keys = str(annotation.get("tagKeys") or "").split(",")
    return MarkTexts(
        title=filling.text(str(annotation.get("titleFormat") or ""), "text"),
        text=filling.text(str(annotation.get("textFormat") or ""), "text"),
        tags=tuple(keys),
        at_value=bool(annotation.get("useValueForTime")),
    )


def _keys(only: Any, placed: Sequence[PlacedPanel]) -> tuple[str, ...] | None:
    """Return the keys of the panels that a filter leaves: of a repeated one all copies."""
    if not isinstance(only, dict):
        return None
    named = only.get("ids")
    ids = named if isinstance(named, list) else []
    exclude = bool(only.get("exclude"))
    if exclude and not ids:
        return None
    return tuple(each.key for each in placed if (each.panel.get("id") in ids) != exclude)


def marks_frame(answer: Answer, marks: MarkTexts) -> Json:
    """Return an answer's marks: a moment, or from one to another, and what they say."""
    found = [
        (start, end, series.labels)
        for series in answer.series
        for start, end in _stretches(_moments(answer, series, marks), answer.step)
    ]
    fields = [
        {"name": "time", "type": "time", "config": {}},
        {"name": "timeEnd", "type": "time", "config": {}},
        {"name": "title", "type": "string", "config": {}},
        {"name": "text", "type": "string", "config": {}},
        {"name": "tags", "type": "other", "config": {}},
    ]
    columns: list[list[Any]] = [
        [start for start, _, _ in found],
        [end for _, end, _ in found],
        [_written(marks.title, labels) for _, _, labels in found],
        [_written(marks.text, labels) for _, _, labels in found],
        [_tags(marks.tags, labels) for _, _, labels in found],
    ]
    return frame_of(REF_ID, {"dataTopic": "annotations"}, fields, columns)


def _moments(answer: Answer, series: AnswerSeries, marks: MarkTexts) -> Iterator[int]:
    """Yield when a series marks something: where it is above zero, or the moments that it tells."""
    for index in present(series.values):
        value = series.values[index]
        if value is None or not value > 0:
            continue
        if not marks.at_value:
            yield answer.start + index * answer.step
        elif value < _LAST:
            yield int(value)


def _stretches(moments: Iterable[int], step: int) -> list[list[int]]:
    """Return first and last of the moments that follow each other step by step."""
    found: list[list[int]] = []
    for moment in moments:
        if found and moment <= found[-1][1] + step:
            found[-1][1] = max(found[-1][1], moment)
        else:
            found.append([moment, moment])
    return found


def _written(form: str, labels: Mapping[str, str]) -> str:
    """Return a text with labels filled in; one that is not there leaves its name."""
    return filled_labels(form, lambda name: labels.get(name) or name)


def _tags(keys: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    return [labels[name] for name in sorted(labels) if name in keys and labels[name]]
