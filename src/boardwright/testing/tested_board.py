"""The class `TestedBoard`, with which tests select the panels of a compiled board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from boardwright.lazy import lazy_property
from boardwright.notation.plurals import format_quantity
from boardwright.preview.time_ranges import read_board_range
from boardwright.preview.variable_options import sort_variables
from boardwright.schema.board_result import BoardResult
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.sections import split_into_sections
from boardwright.testing.panel_evaluation import PanelEvaluator
from boardwright.testing.rule_recordings import RecordingRules
from boardwright.testing.tested_panel import TestedPanel
from boardwright.testing.testing_errors import TestInputError, suggest_item

if TYPE_CHECKING:
    from boardwright.engine.display_script import DisplayScript
    from boardwright.engine.promtool_engine import PromtoolEngine
    from boardwright.preview.query_sources import QuerySources
    from boardwright.testing.evaluation_log import EvaluationLog

_WITHOUT_DATA = frozenset({"row", "text", "dashlist", "news", "alertlist"})
"""Types of panels that do not show results of queries."""


class BoardProject(Protocol):
    """The attributes of a project that `TestedBoard` needs."""

    log: EvaluationLog

    @property
    def engine(self) -> PromtoolEngine:
        """The engine that evaluates queries."""

    @property
    def script(self) -> DisplayScript:
        """The JavaScript of the preview, which formats values as Grafana does."""

    @property
    def sources(self) -> QuerySources:
        """The data sources of the project."""

    @property
    def scrape_interval(self) -> int:
        """The scrape interval in milliseconds."""

    @property
    def recording_rules(self) -> RecordingRules:
        """The recording rules of the project."""


class TestedBoard:
    """A compiled board in a test. `board["CPU usage"]` and `board[12]` select a panel.

    Attributes:
        project: The project that contains the board.
        compiled: The board with the JSON that a deploy would send to Grafana.
    """

    __test__ = False  # Without this, pytest would collect the class as a test.

    def __init__(self, project: BoardProject, compiled: BoardResult) -> None:
        self.project, self.compiled = project, compiled
        self.body = compiled.body

    @property
    def title(self) -> str:
        """The title of the board."""
        return self.compiled.title

    @property
    def uid(self) -> str:
        """The uid of the board."""
        return self.compiled.uid

    @lazy_property
    def all_panels(self) -> Sequence[TestedPanel]:
        """All panels, including panels without queries."""
        return tuple(
            TestedPanel(self, panel, section.title)
            for section in split_into_sections(self.body)
            for panel in section.panels
        )

    @lazy_property
    def panels(self) -> Sequence[TestedPanel]:
        """The panels that show results of queries."""
        return tuple(each for each in self.all_panels if each.type not in _WITHOUT_DATA)

    @lazy_property
    def variable_names(self) -> frozenset[str]:
        """The names of the board's variables."""
        return frozenset(each.name for each in sort_variables(self.body))

    @lazy_property
    def range_length(self) -> int:
        """The length of the board's default time range, in milliseconds."""
        now = 10**12  # any time: the length is the same for all
        return read_board_range(self.body, now).length

    @property
    def scrape_interval(self) -> int:
        """The scrape interval in milliseconds."""
        return self.project.scrape_interval

    @property
    def log(self) -> EvaluationLog:
        """The log of the current test's evaluations."""
        return self.project.log

    @property
    def timezone(self) -> str:
        """The time zone of the board: `browser`, `utc` or an IANA name."""
        return Dashboard(self.body).timezone or "browser"

    @property
    def script(self) -> DisplayScript:
        """The JavaScript of the preview, which formats values as Grafana does."""
        return self.project.script

    @lazy_property
    def evaluator(self) -> PanelEvaluator:
        """The object that evaluates the board's panels."""
        return PanelEvaluator(
            self.body,
            sources=self.project.sources,
            engine=self.project.engine,
            recording_rules=self.project.recording_rules,
        )

    def __getitem__(self, name: str | int) -> TestedPanel:
        """Return the panel with this title or id.

        Raises:
            TestInputError: No panel has this title or id, or several panels have this title.
        """
        __tracebackhide__ = True
        panels = [each for each in self.all_panels if name in (each.title, each.id)]
        if len(panels) == 1:
            self.log.request(self.uid, panels[0].id)
            return panels[0]
        where = f'{self.compiled.place}, board "{self.title}"'
        if not panels:
            titles = [each.title for each in self.all_panels if each.title]
            hint = suggest_item(str(name), titles, heading="Panels")
            raise TestInputError(f"no panel has the title or id {name!r}", where=where, hint=hint)
        places = "\n".join(f"    {each.place}: id {each.id}, row {each.row!r}" for each in panels)
        raise TestInputError(
            f"{format_quantity(len(panels), 'panel')} have the title {name!r}:\n{places}",
            where=where,
            hint=f"Select one of the panels by its id, such as [{panels[0].id}].",
        )

    def __iter__(self) -> Iterator[TestedPanel]:
        return iter(self.panels)

    def __repr__(self) -> str:
        return f'<board "{self.title}">'
