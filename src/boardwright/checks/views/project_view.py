"""Views that are not of one board: all boards together, the configuration, the suppressions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boardwright.checks.prometheus_rule import PrometheusRule as PrometheusRule  # noqa: PLC0414 - imported from here
from boardwright.checks.settings import DataSourceFact, Settings
from boardwright.checks.suppression import Suppression
from boardwright.checks.views.board_context import BoardForm, BoardSource
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.view import View
from boardwright.promql.bounds import shape_of
from boardwright.schema.dashboard import Link
from boardwright.schema.document import Place
from boardwright.schema.json_object import NOTHING, Pointer


class BoardFacts(View):
    """The facts on a checked board that rules on all boards need.

    They are sent between processes, so they contain no JSON.
    """

    def __init__(self, board: BoardView) -> None:
        """Take the facts from a board."""
        source = board.source
        self.uid, self.title, self.folder = board.uid, board.title, board.folder
        self.form: BoardForm = board.form
        self.tags = board.tags
        self.place: Place = source.place
        self.links: tuple[Link, ...] = board.links
        self.metrics: frozenset[str] = frozenset().union(
            *(q.expression.metrics for q in board.queries if q.expression)
        )
        self.shapes: frozenset[Hashable] = (
            frozenset(
                shape_of(query.expression.tree)
                for query in board.queries
                if query.expression and query.expression.tree is not None
            )
            if board.settings.rules
            else frozenset()
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
        boards: The facts on each board, in the order of their files.
        settings: The project's settings.
        whole: Whether these are all boards of the project, not some that the user named.
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
        interval: The interval as written; None when it is not.
        place: Where it is written.
    """

    name: str
    interval: str | None
    place: Place


class ConfigurationView(View):
    """The servers' configuration: `boardwright.toml`, `prometheus.yml`, provisioned data sources.

    Attributes:
        scrapes: The jobs of Prometheus; first the settings for all jobs, with an empty name.
        datasources: The data sources.
        rules: Recording and alerting rules of Prometheus.
        settings: The project's settings.
        raw: The data of a YAML file; empty for the project's own configuration.
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
        """Take the values of the configuration."""
        self.place = place
        self.scrapes = tuple(scrapes)
        self.datasources = tuple(datasources)
        self.rules = tuple(rules)
        self.settings = settings
        self.raw = raw


class PlaceAt(View):
    """A place in a configuration file, for `Finding.at`."""

    def __init__(self, place: Place, key: Pointer = ()) -> None:
        """Take the place."""
        self.place, self.pointer = place, key


class SuppressionView(View):
    """A suppression, once all other rules have run.

    Attributes:
        suppression: The suppression.
        used: How many problems it hid.
        ran: Whether any rule that it names ran; otherwise `used` means nothing.
        unknown: Rules that it names and that do not exist.
        placed: Whether it is at a board or panel, or in the configuration.
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
        """Take a suppression and how it was used."""
        self.suppression, self.used, self.ran = suppression, used, ran
        self.unknown, self.placed, self.place = unknown, placed, suppression.place
