"""What is looked at as a whole: all boards together, the configuration, the suppressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boardwright.checks.settings import DataSourceFact, Settings
from boardwright.checks.suppression import Suppression
from boardwright.checks.views.board import BoardView
from boardwright.checks.views.board_context import BoardForm, BoardSource
from boardwright.checks.views.view import View
from boardwright.promql.expression import Expression
from boardwright.schema.dashboard import Link
from boardwright.schema.document import Place
from boardwright.schema.json_object import NOTHING, Pointer


class BoardFacts(View):
    """What is kept of a board once it is checked, for rules that look at all boards.

    It travels between processes, so it holds no JSON.
    """

    def __init__(self, board: BoardView) -> None:
        """Take what rules ask for from a board."""
        source = board.source
        self.uid, self.title, self.folder = board.uid, board.title, board.folder
        self.form: BoardForm = board.form
        self.tags = board.tags
        self.place: Place = source.place
        self.links: tuple[Link, ...] = board.links
        self.metrics: frozenset[str] = frozenset().union(
            *(q.expression.metrics for q in board.queries if q.expression)
        )
        self.source = BoardSource(
            body={},
            place=source.place,
            form=source.form,
            prefix=source.prefix,
            pointers=dict(source.pointers),
            panel_places=dict(source.panel_places),
        )


class LinkAt(View):
    """A link as the place of a finding: `Finding(at=LinkAt(board, link), …)`."""

    def __init__(self, board: BoardFacts, link: Link) -> None:
        """Take a link and the board that it is on."""
        self.facts, self.link, self.pointer = board, link, link.pointer


class ProjectView(View):
    """All boards that are checked together.

    Attributes:
        boards: Of each board what `BoardFacts` keeps, in the order of their files.
        settings: What is known of the project.
        whole: Whether these are all of the project's boards, not some that were named.
    """

    def __init__(self, boards: Iterable[BoardFacts], settings: Settings, *, whole: bool) -> None:
        """Take the boards."""
        self.boards = tuple(boards)
        self.settings = settings
        self.whole = whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Scrape:
    """A scrape configuration, or the settings for all of them.

    Attributes:
        name: The job's name; empty for the settings of all.
        interval: As it is written; None when it is not.
        place: Where.
    """

    name: str
    interval: str | None
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class PrometheusRule:
    """A recording or alerting rule.

    Attributes:
        name: Of the metric that it records, or of the alert.
        records: Whether it records.
        expression: What it calculates; its `error` tells when that is no PromQL.
        place: Where.
    """

    name: str
    records: bool
    expression: Expression
    place: Place

    @property
    def called(self) -> str:
        """What it is, and its name, in words."""
        return f"{'recording rule' if self.records else 'alert'} {self.name}"


class ConfigurationView(View):
    """The servers' configuration: `boardwright.toml`, `prometheus.yml`, provisioned data sources.

    Attributes:
        scrapes: The jobs of Prometheus; the settings for all of them first, under an empty name.
        datasources: The data sources.
        rules: Prometheus' recording and alerting rules.
        settings: What is known of the project.
        raw: A YAML file's data; empty for the project's own configuration.
    """

    def __init__(
        self,
        *,
        place: Place,
        scrapes: Sequence[Scrape],
        datasources: Sequence[DataSourceFact],
        settings: Settings,
        rules: Sequence[PrometheusRule] = (),
        raw: Mapping[str, Any] = NOTHING,
    ) -> None:
        """Take what was read."""
        self.place = place
        self.scrapes = tuple(scrapes)
        self.datasources = tuple(datasources)
        self.rules = tuple(rules)
        self.settings = settings
        self.raw = raw


class PlaceAt(View):
    """A place in a configuration file as that of a finding."""

    def __init__(self, place: Place, key: Pointer = ()) -> None:
        """Take the place."""
        self.place, self.pointer = place, key


class SuppressionView(View):
    """A suppression, once all other rules have run.

    Attributes:
        suppression: What it hides, and why.
        used: How many problems it hid.
        ran: Whether any rule that it names was run; only then does `used` tell anything.
        unknown: Rules that it names and nobody has.
        placed: Whether it stands at a board or panel, or applies without standing anywhere.
        place: Where it is written.
    """

    def __init__(
        self,
        suppression: Suppression,
        *,
        used: int,
        ran: bool,
        unknown: tuple[str, ...],
        placed: bool,
    ) -> None:
        """Take a suppression and what became of it."""
        self.suppression, self.used, self.ran = suppression, used, ran
        self.unknown, self.placed, self.place = unknown, placed, suppression.place
