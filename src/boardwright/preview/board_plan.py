"""From a board and a choice of its variables to panels and the questions that they ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from boardwright.frozen import frozen
from boardwright.notation.durations import milliseconds
from boardwright.preview.annotation_marks import PlannedAnnotation, plan_annotations
from boardwright.preview.data_frames import ResultForm
from boardwright.preview.interpolation import Interpolation, filled_panel
from boardwright.preview.page_model import PageQuery
from boardwright.preview.panel_layout import BoardSection, PlacedPanel, sections_of
from boardwright.preview.query_answers import QueryRequest
from boardwright.preview.query_sources import QuerySource, QuerySources, unanswered
from boardwright.preview.query_steps import Timing, timing
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import Choices
from boardwright.schema.canonical import canonical_json
from boardwright.schema.datasource_references import DASHBOARD_UID, query_reference
from boardwright.schema.document import Board
from boardwright.schema.grid import CELL_MARGIN, COLUMNS
from boardwright.schema.walking import iter_panels

PAGE_WIDTH = 1_600
"""Pixels of a page, from which a panel's width follows, and from that its queries' step."""

_PADDING = 16
_WITH_EXEMPLARS = frozenset({"timeseries", "heatmap"})
_TEXTS = ("expr", "query", "rawSql", "rawQuery", "queryText", "expression", "target", "url")
"""Where queries of any language keep their text."""


@frozen
class PlannedQuery:
    """A query, what it asks, and how it wants the answer.

    Attributes:
        page: What the page tells of it.
        ask: The question; None for a query that is not sent.
        shape: How the answer becomes frames.
        exemplars: The question for its exemplars; None where they are not wanted.
    """

    page: PageQuery
    ask: QueryRequest | None
    shape: ResultForm
    exemplars: QueryRequest | None = None


@frozen
class PlannedPanel:
    """A panel where it stands, filled in, with its queries."""

    placed: PlacedPanel
    panel: Mapping[str, Any] = field(repr=False)
    queries: tuple[PlannedQuery, ...]


@frozen
class PlannedSection:
    """A row and its panels; `title` is None for what stands above the first row."""

    title: str | None
    is_open: bool
    panels: tuple[PlannedPanel, ...]


@frozen
class BoardPlan:
    """A board with one choice of its variables."""

    choices: Choices
    sections: tuple[PlannedSection, ...]
    annotations: tuple[PlannedAnnotation, ...] = ()

    @property
    def queries(self) -> Iterator[PlannedQuery]:
        """Every query of every panel."""
        for section in self.sections:
            for panel in section.panels:
                yield from panel.queries


def plan_board(
    board: Board,
    choices: Choices,
    *,
    sources: QuerySources,
    span: TimeRange,
    most_points: int | None = None,
) -> BoardPlan:
    """Return a board's panels and questions.

    Args:
        board: The compiled board.
        choices: Its variables, with what is chosen.
        sources: The data sources.
        span: What it shows.
        most_points: Points a line at most, where fewer than the panel's width are wanted.
    """
    filling = Interpolation(
        choices=choices,
        range=span,
        uid=str(board.get("uid") or ""),
        title=str(board.get("title") or ""),
    )
    planner = _Planner(board, sources, filling, most_points)
    sections = sections_of(board, choices)
    annotations = plan_annotations(
        board,
        (panel for section in sections for panel in section.panels),
        sources=sources,
        filling=filling,
        points=min(PAGE_WIDTH, most_points or PAGE_WIDTH),
    )
    return BoardPlan(
        choices=choices,
        sections=tuple(map(planner.section, sections)),
        annotations=tuple(annotations),
    )


class _Planner:
    """Plans the panels of one board."""

    def __init__(
        self, board: Board, sources: QuerySources, filling: Interpolation, most_points: int | None
    ) -> None:
        self._sources, self._filling, self._most = sources, filling, most_points
        self._by_id = {panel.get("id"): panel for panel in iter_panels(board)}

    def section(self, section: BoardSection) -> PlannedSection:
        filling = self._filling.within(section.scope)
        row = section.row
        return PlannedSection(
            title=None if row is None else filling.text(str(row.get("title") or ""), "text"),
            is_open=section.is_open,
            panels=tuple(map(self._panel, section.panels)),
        )

    def _panel(self, placed: PlacedPanel) -> PlannedPanel:
        filling = self._filling.within(placed.scope)
        panel = placed.panel
        least = self._interval(panel.get("interval"), filling)
        base = timing(
            filling.range,
            points=self._points(panel, placed.w),
            least=least or self._source(panel, {}, filling).scrape,
        )
        filling = filling.with_macros(base.macros())
        asker = _Asker(self, panel, filling, self._points(panel, placed.w), least)
        return PlannedPanel(
            placed=placed,
            panel=filled_panel(panel, filling),
            queries=tuple(asker.queries()),
        )

    def _points(self, panel: Board, width: int) -> int:
        own = panel.get("maxDataPoints")
        pixels = width * (PAGE_WIDTH + CELL_MARGIN) / COLUMNS - CELL_MARGIN - _PADDING
        is_number = isinstance(own, int | float) and not isinstance(own, bool) and own >= 1
        points = int(own) if is_number and own is not None else int(pixels)
        return min(points, self._most) if self._most else points

    def _interval(self, text: Any, filling: Interpolation) -> int | None:
        if not isinstance(text, str) or not text.strip():
            return None
        return milliseconds(filling.text(text).strip().lstrip(">"))

    def _source(self, panel: Board, target: Board, filling: Interpolation) -> QuerySource:
        reference = query_reference(target.get("datasource"), panel.get("datasource"))
        return self._sources.find(reference, filling)

    def interval(self, text: Any, filling: Interpolation) -> int | None:
        """Return an interval as it is written, in milliseconds."""
        return self._interval(text, filling)

    def source(self, panel: Board, target: Board, filling: Interpolation) -> QuerySource:
        """Return the data source of a query."""
        return self._source(panel, target, filling)

    def targets(
        self, panel: Board, target: Board, source: QuerySource
    ) -> list[tuple[Board, Board]]:
        """Return the queries that stand behind one, each with its panel.

        A query of `-- Dashboard --` shows what another panel asked.
        """
        if source.uid != DASHBOARD_UID:
            return [(panel, target)]
        other = self._by_id.get(target.get("panelId"))
        if other is None or other is panel:
            return []
        return [(other, each) for each in targets_of(other)]


class _Asker:
    """Plans the queries of one panel."""

    def __init__(
        self,
        planner: _Planner,
        panel: Board,
        filling: Interpolation,
        points: int,
        least: int | None,
    ) -> None:
        self._planner, self._panel, self._filling = planner, panel, filling
        self._points, self._least = points, least

    @property
    def _shows_exemplars(self) -> bool:
        return self._panel.get("type") in _WITH_EXEMPLARS

    def queries(self) -> Iterator[PlannedQuery]:
        found = [
            pair
            for target in targets_of(self._panel)
            for pair in self._planner.targets(
                self._panel, target, self._planner.source(self._panel, target, self._filling)
            )
        ]
        tables = sum(1 for _, target in found if not target.get("hide"))
        for panel, target in found:
            yield self._query(panel, target, alone=tables <= 1)

    def _query(self, panel: Board, target: Board, *, alone: bool) -> PlannedQuery:
        source = self._planner.source(panel, target, self._filling)
        written = written_of(target)
        query = _told(target, source, written)
        if not source.is_prometheus:
            error = unanswered(source)
            return _planned(replace(query, error=error), None, _shape(target, "", written, alone))
        timing = self._timing(target, source)
        filling = self._filling.with_macros(timing.macros())
        sent = filling.promql(written)
        shape = _shape(target, filling.text(str(target.get("legendFormat") or "")), sent, alone)
        query = replace(query, sent=sent, step_ms=timing.step if query.kind == "range" else None)
        if not written.strip() or query.hide:
            return _planned(query, None, shape)
        ask = self._ask(query, source, timing)
        wanted = target.get("exemplar") is True and ask.kind == "range"
        exemplars = replace(ask, kind="exemplars") if wanted and self._shows_exemplars else None
        return PlannedQuery(page=query, ask=ask, shape=shape, exemplars=exemplars)

    def _timing(self, target: Board, source: QuerySource) -> Timing:
        factor = target.get("intervalFactor")
        return timing(
            self._filling.range,
            points=self._points,
            least=self._least or source.scrape,
            query_least=self._planner.interval(target.get("interval"), self._filling),
            factor=factor if isinstance(factor, int) and 0 < factor <= 100 else 1,
            source_scrape=source.scrape,
        )

    def _ask(self, query: PageQuery, source: QuerySource, timing: Timing) -> QueryRequest:
        ranged = query.kind == "range"
        bare = replace(self._filling, macros={})
        return QueryRequest(
            source=source.uid,
            kind="range" if ranged else "instant",
            text=bare.promql(query.written),
            sent=query.sent or "",
            step=timing.step,
            start=timing.start,
            end=timing.end if ranged else self._filling.range.end,
        )


def _planned(page: PageQuery, ask: QueryRequest | None, shape: ResultForm) -> PlannedQuery:
    return PlannedQuery(page=page, ask=ask, shape=shape)


def _told(target: Board, source: QuerySource, written: str) -> PageQuery:
    instant = bool(target.get("instant")) and not target.get("range")
    return PageQuery(
        ref_id=str(target.get("refId") or "A"),
        datasource=source.name,
        language=source.language,
        written=written,
        sent=None,
        kind="instant" if instant else "range",
        step_ms=None,
        hide=bool(target.get("hide")),
    )


def _shape(target: Board, legend: str, sent: str, alone: bool) -> ResultForm:
    return ResultForm(
        ref_id=str(target.get("refId") or "A"),
        legend=legend,
        form=str(target.get("format") or "time_series"),
        sent=sent,
        alone=alone,
    )


def targets_of(panel: Board) -> list[Board]:
    """Return a panel's queries."""
    targets = panel.get("targets")
    return [each for each in targets if isinstance(each, dict)] if isinstance(targets, list) else []


def written_of(target: Board) -> str:
    """Return a query's text in whatever language; its JSON where it has none."""
    for key in _TEXTS:
        text = target.get(key)
        if isinstance(text, str) and text.strip():
            return text
    if "expr" in target:
        return ""
    rest = {k: v for k, v in target.items() if k not in {"refId", "datasource", "hide"}}
    return canonical_json(rest).decode().strip() if rest else ""


def asks_of(plans: Sequence[BoardPlan]) -> list[QueryRequest]:
    """Return what is to be asked, each question once, in the order of the panels."""
    found = (
        ask
        for plan in plans
        for ask in (
            *(each for query in plan.queries for each in (query.ask, query.exemplars)),
            *(annotation.ask for annotation in plan.annotations),
        )
    )
    return list(dict.fromkeys(ask for ask in found if ask is not None))
