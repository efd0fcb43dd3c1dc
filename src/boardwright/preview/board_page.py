"""Builds the preview page of a board from plans and query answers. A plan contains the panels and
queries of the board for one choice of variable values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType

from boardwright.frozen import frozen
from boardwright.preview.annotation_marks import MarkTexts, PlannedAnnotation, build_marks_frame
from boardwright.preview.board_links import LinkedBoard, iter_page_links
from boardwright.preview.board_plan import BoardPlan, PlannedPanel, PlannedQuery, PlannedSection
from boardwright.preview.data_frames import ResultForm, build_frames
from boardwright.preview.exemplars import build_exemplars_frame
from boardwright.preview.hidden_parts import find_visible_parts
from boardwright.preview.page_model import (
    BoardPage,
    DataOrigin,
    PageAnnotation,
    PagePanel,
    PageProblem,
    PageQuery,
    PageRange,
    PageRow,
    PageSection,
    PageSelection,
    PanelChangeKind,
    Theme,
)
from boardwright.preview.query_answers import (
    Answer,
    Exemplars,
    NoAnswer,
    QueryOutcome,
    QueryRequest,
)
from boardwright.preview.time_ranges import TimeRange
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import Board, Json, Place
from boardwright.schema.panel_types import SHOWS_QUERIES

Outcomes = Mapping[QueryRequest, QueryOutcome]
SampleFrames = Callable[[PlannedPanel, PlannedQuery], list[Json]]
"""A function that returns made-up data frames for a query that a preview does not send."""

_LIBRARY_PANEL = "Grafana, not this project, stores the content of this library panel."


@frozen
class PageContext:
    """Additional content of a preview page, which is not part of the board or its data.

    Attributes:
        place: File and line of the board's declaration.
        panel_places: Id of a panel -> file and line of the panel's declaration.
        problems: Id of a panel -> problems that `check` found in the panel. The value of the key
            None is the problems of the board itself.
        changes: Id of a panel -> whether the panel was created, removed, changed or moved, for a
            page that compares two versions of a board.
        expand: Whether the page initially shows the panels of collapsed rows.
        boards: The boards of the preview, which are the possible targets of links.
    """

    theme: Theme
    data: DataOrigin
    remark: str | None = None
    place: Place | None = None
    panel_places: Mapping[int, Place] = field(default_factory=lambda: MappingProxyType({}))
    problems: Mapping[int | None, Sequence[PageProblem]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    changes: Mapping[int, PanelChangeKind] = field(default_factory=lambda: MappingProxyType({}))
    expand: bool = False
    boards: Sequence[LinkedBoard] = ()


def build_board_page(
    board: Board,
    plans: Sequence[BoardPlan],
    outcomes: Outcomes,
    *,
    span: TimeRange,
    context: PageContext,
    samples: SampleFrames | None = None,
) -> BoardPage:
    """Return the content of the preview page of a board.

    Args:
        board: The compiled board.
        plans: One plan for each choice of variable values. The page initially shows the first plan.
        outcomes: Request -> the answer, or the reason why there is no answer.
        span: The time range of the board.
        context: Additional content of the page, which is not part of the board or its data.
        samples: Function that makes up data for queries that a preview does not send; None to show
            no data for these queries.
    """
    builder = _PageBuilder(board, outcomes, context, samples)
    selections = tuple(builder.build_selection(plan) for plan in plans)
    view = Dashboard(board)
    return BoardPage(
        uid=view.uid,
        title=view.title,
        description=view.description,
        tags=view.tags,
        place=str(context.place) if context.place else None,
        theme=context.theme,
        timezone=view.timezone or "browser",
        range=PageRange(from_=span.start, to=span.end, text=span.text),
        data=context.data,
        remark=context.remark,
        cursor_sync=view.cursor_sync,
        problems=tuple(context.problems.get(None, ())),
        selections=selections,
        results=builder.results,
    )


class _PageBuilder:
    """Builds the panels of a page, on which equal query results are stored only once."""

    def __init__(
        self, board: Board, outcomes: Outcomes, context: PageContext, samples: SampleFrames | None
    ) -> None:
        self._board, self._outcomes, self._context = board, outcomes, context
        self._samples = samples
        self._keys: dict[object, str] = {}
        self.results: dict[str, list[Json]] = {}

    def build_selection(self, plan: BoardPlan) -> PageSelection:
        sections = tuple(map(self._build_section, plan.sections))
        visible = find_visible_parts(plan, sections, self.results)
        return PageSelection(
            variables=tuple(choice.to_page_variable() for choice in plan.filling.choices.values()),
            annotations=tuple(map(self._build_annotation, plan.annotations)),
            links=tuple(iter_page_links(self._board, plan.filling, self._context.boards)),
            sections=visible.sections,
            hidden=visible.hidden,
        )

    def _build_section(self, section: PlannedSection) -> PageSection:
        is_open = section.is_open or self._context.expand
        row = None
        if section.title is not None:
            row = PageRow(title=section.title, open=is_open, kind=section.kind, level=section.level)
        panels = tuple(map(self._build_panel, section.panels))
        return PageSection(row=row, panels=panels, columns=section.columns)

    def _build_panel(self, planned: PlannedPanel) -> PagePanel:
        number = planned.panel.id
        place = None if number is None else self._context.panel_places.get(number)
        return PagePanel(
            key=planned.placed.key,
            grid=planned.placed.grid,
            panel=dict(planned.panel.raw),
            queries=tuple(self._build_query(planned, query) for query in planned.queries),
            place=str(place) if place else None,
            problems=tuple(self._context.problems.get(number, ())) if number is not None else (),
            change=None if number is None else self._context.changes.get(number),
            remark=self._choose_remark(planned),
        )

    def _choose_remark(self, planned: PlannedPanel) -> str | None:
        if planned.panel.is_library and not planned.panel.type:
            return _LIBRARY_PANEL
        if reason := _explain_no_data(planned):
            return reason
        not_sent = [query.page for query in planned.queries if query.page.remark]
        if self._samples is None or all(query.hide for query in not_sent):
            return None
        return f"This panel shows made-up rows. {not_sent[0].remark}"

    def _build_annotation(self, planned: PlannedAnnotation) -> PageAnnotation:
        return PageAnnotation(
            name=planned.name,
            color=planned.color,
            enabled=planned.enabled,
            hidden=planned.hidden,
            panels=planned.panels,
            query=self._add_answer(planned.page, planned.request, planned.marks),
        )

    def _build_query(self, panel: PlannedPanel, planned: PlannedQuery) -> PageQuery:
        if planned.page.remark and self._samples is not None and not planned.page.hide:
            key = self._assign_key((panel.placed.key, planned.page.ref_id))
            self.results.setdefault(key, self._samples(panel, planned))
            return replace(planned.page, result=key)
        page = self._add_answer(planned.page, planned.request, planned.form)
        outcome = self._outcomes.get(planned.exemplars) if planned.exemplars else None
        if planned.exemplars is None or not isinstance(outcome, Exemplars) or not outcome.found:
            return page
        key = self._assign_key((planned.exemplars, planned.form))
        self.results.setdefault(key, [build_exemplars_frame(outcome, page.ref_id)])
        return replace(page, exemplars=key)

    def _add_answer(
        self, page: PageQuery, request: QueryRequest | None, form: ResultForm | MarkTexts
    ) -> PageQuery:
        if request is None:
            return page
        outcome = self._outcomes.get(request)
        if isinstance(outcome, NoAnswer):
            return replace(page, error=outcome.what)
        if not isinstance(outcome, Answer):
            return replace(page, error="The recording contains no answer for this query.")
        key = self._assign_key((request, form))
        if key not in self.results:
            self.results[key] = _build_answer_frames(outcome, form)
        is_drawn = isinstance(form, ResultForm) and form.format == "heatmap"
        has_buckets = any(series.is_native for series in outcome.series)
        error = None if is_drawn and has_buckets else outcome.remark
        return replace(page, result=key, error=error)

    def _assign_key(self, result: object) -> str:
        return self._keys.setdefault(result, f"r{len(self._keys)}")


def _explain_no_data(planned: PlannedPanel) -> str | None:
    """Return why a panel that should have queries shows no data; None if the panel has queries."""
    if planned.panel.type not in SHOWS_QUERIES:
        return None
    if not planned.queries:
        return "No data: this panel has no query."
    if any(query.page.written.strip() for query in planned.queries):
        return None
    return "No data: all queries of this panel are empty."


def _build_answer_frames(answer: Answer, form: ResultForm | MarkTexts) -> list[Json]:
    if isinstance(form, MarkTexts):
        return [build_marks_frame(answer, form)]
    return build_frames(answer, form)
