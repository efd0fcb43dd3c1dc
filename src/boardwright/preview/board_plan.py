"""Determines the panels and the queries of a preview for one choice of variable values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from boardwright.frozen import frozen
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.preview.annotation_marks import PlannedAnnotation, plan_annotations
from boardwright.preview.data_frames import ResultForm
from boardwright.preview.interpolation import Interpolation, interpolate_panel
from boardwright.preview.page_model import PageQuery
from boardwright.preview.panel_layout import BoardSection, PlacedPanel, build_sections
from boardwright.preview.query_answers import QueryRequest
from boardwright.preview.query_sources import QuerySource, QuerySources, explain_not_sent
from boardwright.preview.query_steps import Timing, compute_query_timing
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import Choices
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.datasource_references import DASHBOARD_UID, choose_query_reference
from boardwright.schema.display_conditions import ConditionGroup, read_conditions
from boardwright.schema.document import Board
from boardwright.schema.extension import (
    RowNoun,
    is_tab,
    name_row_kind,
    read_auto_grid,
    read_condition,
    read_level,
)
from boardwright.schema.grid import CELL_MARGIN, COLUMNS
from boardwright.schema.panel import Panel
from boardwright.schema.target import Target

if TYPE_CHECKING:
    from boardwright.schema.v2.auto_grid import AutoColumns

PAGE_WIDTH = 1_600
"""The assumed width of a page in pixels, from which boardwright computes the width of panels and
the step of queries.
"""

NO_CONDITIONS = read_conditions({})
"""The show conditions of a row that is always visible: no conditions."""

_PADDING = 16
_WITH_EXEMPLARS = frozenset({"timeseries", "heatmap"})


@frozen
class PlannedQuery:
    """A query of a panel.

    Attributes:
        page: The query as the preview page shows it.
        request: The request to the data source; None if a preview does not send the query.
        form: The settings for the conversion of the answer to data frames.
        exemplars: The request for exemplars; None if the query does not request exemplars.
        target: The query as the board contains it, if a preview does not send the query; otherwise
            an empty object.
    """

    page: PageQuery
    request: QueryRequest | None
    form: ResultForm
    exemplars: QueryRequest | None = None
    target: Target = field(default_factory=lambda: Target({}), repr=False)


@frozen
class PlannedPanel:
    """A panel with its position and queries, in which variables are replaced by their values."""

    placed: PlacedPanel
    panel: Panel = field(repr=False)
    queries: tuple[PlannedQuery, ...]


@frozen
class PlannedSection:
    """A row or tab with its panels.

    Attributes:
        title: Title of the row or tab; None for the panels above the first row.
        is_open: Whether the page shows the panels when it is opened.
        kind: `row` or `tab`.
        level: Nesting depth in the layout; 0 for a row or tab at the top level.
        conditions: The show conditions of the row or tab.
        columns: The columns of the row's auto grid; None if the panels have fixed positions.
        choices: The values of variables inside the row or tab, which differ between copies of a
            repeated row or tab.
    """

    title: str | None
    is_open: bool
    panels: tuple[PlannedPanel, ...]
    kind: RowNoun = "row"
    level: int = 0
    conditions: ConditionGroup = NO_CONDITIONS
    columns: AutoColumns | None = None
    choices: Choices = field(default_factory=dict)


@frozen
class BoardPlan:
    """The planned sections and annotations of a board, for the variable values in `filling`."""

    filling: Interpolation
    sections: tuple[PlannedSection, ...]
    annotations: tuple[PlannedAnnotation, ...] = ()

    @property
    def queries(self) -> Iterator[PlannedQuery]:
        """All queries of all panels of the board."""
        for section in self.sections:
            for panel in section.panels:
                yield from panel.queries


def plan_board_page(
    board: Board,
    choices: Choices,
    *,
    sources: QuerySources,
    span: TimeRange,
    most_points: int | None = None,
    width: int | None = None,
    step: int | None = None,
) -> BoardPlan:
    """Return the panels and queries of a board for one choice of variable values.

    Args:
        board: The compiled board.
        choices: The variables of the board with their selected values.
        sources: The data sources of the project.
        span: The time range of the board.
        most_points: The largest number of points for each series; None for one point for each pixel
            of the panel's width.
        width: Width of each panel in pixels; None for the width that the panel has on a page.
        step: The time between two points in milliseconds; None for the step that Grafana would
            choose.
    """
    view = Dashboard(board)
    filling = Interpolation(
        choices=choices,
        range=span,
        uid=view.uid,
        title=view.title,
    )
    planner = _Planner(board, sources, filling, most_points, width, step)
    sections = build_sections(board, choices)
    annotations = plan_annotations(
        board,
        (panel for section in sections for panel in section.panels),
        sources=sources,
        filling=filling,
        points=min(PAGE_WIDTH, most_points or PAGE_WIDTH),
    )
    return BoardPlan(
        filling=filling,
        sections=tuple(map(planner.plan_section, sections)),
        annotations=tuple(annotations),
    )


class _Planner:
    """Plans the panels of one board."""

    def __init__(
        self,
        board: Board,
        sources: QuerySources,
        filling: Interpolation,
        most_points: int | None,
        width: int | None,
        step: int | None,
    ) -> None:
        self._sources, self._filling, self._most = sources, filling, most_points
        self._width, self.step = width, step
        self._board = board
        self._by_id = {panel.id: panel for panel in map(Panel, iter_panels(board))}

    def plan_section(self, section: BoardSection) -> PlannedSection:
        filling = self._filling.with_choices(section.scope)
        row = section.row or Panel({})
        grid = read_auto_grid(section.row.raw if section.row else self._board)
        return PlannedSection(
            title=filling.fill(row.title, "text") if section.row else None,
            is_open=section.is_open or is_tab(row.raw),
            panels=tuple(map(self._plan_panel, section.panels)),
            kind=name_row_kind(row.raw),
            level=read_level(row.raw),
            conditions=read_conditions(read_condition(row.raw)),
            columns=None if grid is None else _read_columns(grid),
            choices=filling.choices,
        )

    def _plan_panel(self, placed: PlacedPanel) -> PlannedPanel:
        filling = self._filling.with_choices(placed.scope)
        panel = placed.panel
        points = self._choose_points(panel, placed.w)
        least = self.read_interval(panel.interval, filling)
        base = compute_query_timing(
            filling.range,
            points=points,
            least=least or self.find_source(panel, None, filling).scrape,
        )
        base = base.with_step(self.step) if self.step else base
        filling = filling.with_macros(base.compute_macros())
        queries = _QueryPlanner(self, panel, filling, points, least)
        return PlannedPanel(
            placed=placed,
            panel=interpolate_panel(panel, filling),
            queries=tuple(queries.plan_queries()),
        )

    def _choose_points(self, panel: Panel, width: int) -> int:
        own = panel.max_data_points
        pixels = self._width or _compute_panel_pixels(width)
        points = int(own if own is not None and own >= 1 else pixels)
        return min(points, self._most) if self._most else points

    def read_interval(self, text: str, filling: Interpolation) -> int | None:
        """Return an interval such as `30s` or `$interval` in milliseconds; None for other texts."""
        if not text.strip():
            return None
        return parse_range_milliseconds(filling.fill(text).strip().lstrip(">"))

    def find_source(
        self, panel: Panel, target: Target | None, filling: Interpolation
    ) -> QuerySource:
        """Return the data source of a query, or of the panel if the query is None."""
        own = None if target is None else target.datasource_reference
        return self._sources.find(choose_query_reference(own, panel.datasource_reference), filling)

    def find_targets(
        self, panel: Panel, target: Target, source: QuerySource
    ) -> list[tuple[Panel, Target]]:
        """Return pairs of a panel and a query whose results a query of a panel shows.

        A query to the data source `-- Dashboard --` shows the results of all queries of another
        panel. For other queries, the result contains only the given panel and query.
        """
        if source.uid != DASHBOARD_UID:
            return [(panel, target)]
        other = self._by_id.get(target.source_panel)
        if other is None or other.raw is panel.raw:
            return []
        return [(other, each) for each in other.targets]


class _QueryPlanner:
    """Plans the queries of one panel."""

    def __init__(
        self,
        planner: _Planner,
        panel: Panel,
        filling: Interpolation,
        points: int,
        least: int | None,
    ) -> None:
        self._planner, self._panel, self._filling = planner, panel, filling
        self._points, self._least = points, least

    def plan_queries(self) -> Iterator[PlannedQuery]:
        pairs = [
            pair
            for target in self._panel.targets
            for pair in self._planner.find_targets(
                self._panel,
                target,
                self._planner.find_source(self._panel, target, self._filling),
            )
        ]
        visible = sum(1 for _, target in pairs if not target.hidden)
        for panel, target in pairs:
            yield self._plan_query(panel, target, alone=visible <= 1)

    def _plan_query(self, panel: Panel, target: Target, *, alone: bool) -> PlannedQuery:
        source = self._planner.find_source(panel, target, self._filling)
        written = target.written_text
        query = _build_page_query(target, source, written)
        if not source.is_prometheus:
            remark = explain_not_sent(source)
            form = _build_form(target, "", written, alone)
            return PlannedQuery(
                page=replace(query, remark=remark), request=None, form=form, target=target
            )
        timing = self._compute_timing(target, source)
        filling = self._filling.with_macros(timing.compute_macros())
        sent = filling.fill_promql(written)
        form = _build_form(target, filling.fill(target.legend_format), sent, alone)
        query = replace(query, sent=sent, step_ms=timing.step if query.kind == "range" else None)
        if not written.strip() or query.hide:
            return PlannedQuery(page=query, request=None, form=form)
        request = self._build_request(query, source, timing)
        has_exemplars = (
            target.asks_exemplars
            and request.kind == "range"
            and self._panel.type in _WITH_EXEMPLARS
        )
        exemplars = replace(request, kind="exemplars") if has_exemplars else None
        return PlannedQuery(page=query, request=request, form=form, exemplars=exemplars)

    def _compute_timing(self, target: Target, source: QuerySource) -> Timing:
        factor = target.interval_factor
        timing = compute_query_timing(
            self._filling.range,
            points=self._points,
            least=self._least or source.scrape,
            query_least=self._planner.read_interval(target.interval, self._filling),
            factor=factor if isinstance(factor, int) and 0 < factor <= 100 else 1,
            source_scrape=source.scrape,
        )
        return timing.with_step(self._planner.step) if self._planner.step else timing

    def _build_request(self, query: PageQuery, source: QuerySource, timing: Timing) -> QueryRequest:
        is_range = query.kind == "range"
        without_macros = replace(self._filling, macros={})
        return QueryRequest(
            source=source.uid,
            kind="range" if is_range else "instant",
            text=without_macros.fill_promql(query.written),
            sent=query.sent or "",
            step=timing.step,
            start=timing.start,
            end=timing.end if is_range else self._filling.range.end,
        )


def _compute_panel_pixels(columns: int) -> float:
    return columns * (PAGE_WIDTH + CELL_MARGIN) / COLUMNS - CELL_MARGIN - _PADDING


def _build_page_query(target: Target, source: QuerySource, written: str) -> PageQuery:
    return PageQuery(
        ref_id=target.ref_id or "A",
        datasource=source.name,
        language=source.language,
        written=written,
        sent=None,
        kind="instant" if target.instant else "range",
        step_ms=None,
        hide=target.hidden,
    )


def _build_form(target: Target, legend: str, sent: str, alone: bool) -> ResultForm:
    return ResultForm(
        ref_id=target.ref_id or "A",
        legend=legend,
        format=target.format,
        sent=sent,
        alone=alone,
    )


def _read_columns(grid: Mapping[str, Any]) -> AutoColumns:
    """Return the column settings of an auto grid, which only boards of schema v2 have."""
    from boardwright.schema.v2.auto_grid import read_columns

    return read_columns(grid)


def collect_requests(plans: Sequence[BoardPlan]) -> list[QueryRequest]:
    """Return the requests of plans in the order of the panels, without repeating equal requests."""
    requests = (
        request
        for plan in plans
        for request in (
            *(each for query in plan.queries for each in (query.request, query.exemplars)),
            *(annotation.request for annotation in plan.annotations),
        )
    )
    return list(dict.fromkeys(request for request in requests if request is not None))
