"""From plans and answers to the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType

from boardwright.frozen import frozen
from boardwright.preview.annotation_marks import MarkTexts, PlannedAnnotation, marks_frame
from boardwright.preview.board_plan import BoardPlan, PlannedPanel, PlannedQuery, PlannedSection
from boardwright.preview.data_frames import ResultForm, frames_of
from boardwright.preview.exemplars import exemplars_frame
from boardwright.preview.page_model import (
    BoardPage,
    DataOrigin,
    Json,
    PageAnnotation,
    PagePanel,
    PageProblem,
    PageQuery,
    PageSection,
    PageSelection,
    PanelChange,
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
from boardwright.schema.document import Board, Place

Outcomes = Mapping[QueryRequest, QueryOutcome]


@frozen
class PageContext:
    """What a page tells beside the board and its data.

    Attributes:
        place: Where the board is declared.
        panel_places: Panel id -> where it is declared.
        problems: Panel id -> what `check` says; None for the board itself.
        changes: Panel id -> what happened to it, in a comparison.
        expand: Whether all rows are open.
    """

    theme: Theme
    data: DataOrigin
    remark: str | None = None
    place: Place | None = None
    panel_places: Mapping[int, Place] = field(default_factory=lambda: MappingProxyType({}))
    problems: Mapping[int | None, Sequence[PageProblem]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    changes: Mapping[int, PanelChange] = field(default_factory=lambda: MappingProxyType({}))
    expand: bool = False


def page_of(
    board: Board,
    plans: Sequence[BoardPlan],
    outcomes: Outcomes,
    *,
    span: TimeRange,
    around: PageContext,
) -> BoardPage:
    """Return the page of a board.

    Args:
        board: The compiled board.
        plans: One for each choice of variables; the first is shown first.
        outcomes: What each question was answered.
        span: What the board shows.
        around: What else the page tells.
    """
    pager = _Pager(outcomes, around)
    selections = tuple(pager.selection(plan) for plan in plans)
    sync = board.get("graphTooltip")
    tags = board.get("tags")
    return BoardPage(
        uid=str(board.get("uid") or ""),
        title=str(board.get("title") or ""),
        description=str(board.get("description") or ""),
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        place=str(around.place) if around.place else None,
        theme=around.theme,
        timezone=str(board.get("timezone") or "browser"),
        range_from=span.start,
        range_to=span.end,
        range_text=span.text,
        data=around.data,
        remark=around.remark,
        cursor_sync=sync if sync in {0, 1, 2} else 0,
        problems=tuple(around.problems.get(None, ())),
        selections=selections,
        results=pager.results,
    )


class _Pager:
    """Makes panels of a page, and keeps each result once."""

    def __init__(self, outcomes: Outcomes, around: PageContext) -> None:
        self._outcomes, self._around = outcomes, around
        self._keys: dict[tuple[QueryRequest, ResultForm | MarkTexts], str] = {}
        self.results: dict[str, list[Json]] = {}

    def selection(self, plan: BoardPlan) -> PageSelection:
        return PageSelection(
            variables=tuple(choice.page() for choice in plan.choices.values()),
            annotations=tuple(map(self._annotation, plan.annotations)),
            sections=tuple(map(self._section, plan.sections)),
        )

    def _section(self, section: PlannedSection) -> PageSection:
        return PageSection(
            title=section.title,
            is_open=section.is_open or self._around.expand,
            panels=tuple(map(self._panel, section.panels)),
        )

    def _panel(self, planned: PlannedPanel) -> PagePanel:
        number = planned.panel.get("id")
        place = self._around.panel_places.get(number) if isinstance(number, int) else None
        return PagePanel(
            key=planned.placed.key,
            grid=planned.placed.grid,
            panel=dict(planned.panel),
            queries=tuple(map(self._query, planned.queries)),
            place=str(place) if place else None,
            problems=tuple(self._around.problems.get(number, ())) if number is not None else (),
            change=self._around.changes.get(number) if isinstance(number, int) else None,
            remark=_remark(planned),
        )

    def _annotation(self, planned: PlannedAnnotation) -> PageAnnotation:
        return PageAnnotation(
            name=planned.name,
            color=planned.color,
            enabled=planned.enabled,
            hidden=planned.hidden,
            panels=planned.panels,
            query=self._answered(planned.page, planned.ask, planned.marks),
        )

    def _query(self, planned: PlannedQuery) -> PageQuery:
        page = self._answered(planned.page, planned.ask, planned.shape)
        outcome = self._outcomes.get(planned.exemplars) if planned.exemplars else None
        if planned.exemplars is None or not isinstance(outcome, Exemplars) or not outcome.found:
            return page
        key = self._key(planned.exemplars, planned.shape)
        self.results.setdefault(key, [exemplars_frame(outcome, page.ref_id)])
        return replace(page, exemplars=key)

    def _answered(
        self, page: PageQuery, ask: QueryRequest | None, form: ResultForm | MarkTexts
    ) -> PageQuery:
        if ask is None:
            return page
        outcome = self._outcomes.get(ask)
        if isinstance(outcome, NoAnswer):
            return replace(page, error=outcome.what)
        if not isinstance(outcome, Answer):
            return replace(page, error="No answer is recorded for this query.")
        return replace(page, result=self._result(ask, form, outcome), error=outcome.remark)

    def _result(self, ask: QueryRequest, form: ResultForm | MarkTexts, answer: Answer) -> str:
        key = self._key(ask, form)
        if key not in self.results:
            self.results[key] = _frames(answer, form)
        return key

    def _key(self, ask: QueryRequest, form: ResultForm | MarkTexts) -> str:
        return self._keys.setdefault((ask, form), f"r{len(self._keys)}")


def _frames(answer: Answer, form: ResultForm | MarkTexts) -> list[Json]:
    return [marks_frame(answer, form)] if isinstance(form, MarkTexts) else frames_of(answer, form)


def _remark(planned: PlannedPanel) -> str | None:
    if isinstance(planned.panel.get("libraryPanel"), dict) and not planned.panel.get("type"):
        return "A library panel: what is in it is kept in Grafana, not in this project."
    return None
