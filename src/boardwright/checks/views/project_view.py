"""The objects that check rules receive for a project, a configuration file or a suppression."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from boardwright.checks.prometheus_rule import PrometheusRule as PrometheusRule  # noqa: PLC0414 - imported from here
from boardwright.checks.settings import DataSourceFact, Settings
from boardwright.checks.suppression import Suppression
from boardwright.checks.views.board_context import BoardForm, BoardSource
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.view import View
from boardwright.frozen import frozen
from boardwright.promql.bounds import compute_shape
from boardwright.schema.dashboard import Link
from boardwright.schema.document import Place
from boardwright.schema.json_object import NOTHING, Pointer


@frozen(eq=False)
class BoardFacts(View):
    """The data of a checked board that rules about the whole project need.

    The board's JSON is omitted, because the data is sent between processes and stored in the cache.

    Attributes:
        uid: The board's uid; empty if the board has none.
        title: The board's title.
        folder: The title of the board's folder in Grafana, or the directory of its file.
        form: `declaration`, `classic` or `v2`.
        tags: The board's tags.
        place: The file and line of the declaration, or the JSON file.
        links: The links of the board, its panels and its fields.
        metrics: The names of the queried metrics.
        shapes: The shapes (see `compute_shape`) of the board's queries; empty if no Prometheus
            rules are known.
        source: The `BoardSource` of the board, with an empty `body`.
    """

    uid: str
    title: str
    folder: str
    form: BoardForm
    tags: tuple[str, ...]
    place: Place
    links: tuple[Link, ...]
    metrics: frozenset[str]
    shapes: frozenset[Hashable] = frozenset()
    source: BoardSource

    @classmethod
    def from_board(cls, board: BoardView) -> BoardFacts:
        """Return the `BoardFacts` of a board."""
        source = board.source
        return cls(
            uid=board.uid,
            title=board.title,
            folder=board.folder,
            form=board.form,
            tags=board.tags,
            place=source.place,
            links=board.links,
            metrics=frozenset().union(
                *(q.expression.metrics for q in board.queries if q.expression)
            ),
            shapes=_compute_shapes(board) if board.settings.rules else frozenset(),
            source=BoardSource(
                body={},
                place=source.place,
                form=source.form,
                prefix=source.prefix,
                pointers=dict(source.pointers),
                panel_places=dict(source.panel_places),
            ),
        )


def _compute_shapes(board: BoardView) -> frozenset[Hashable]:
    return frozenset(
        compute_shape(query.expression.tree)
        for query in board.queries
        if query.expression and query.expression.tree is not None
    )


class LinkAt(View):
    """A faulty link of a board: `Finding(at=LinkAt(board, link), …)`."""

    def __init__(self, board: BoardFacts, link: Link) -> None:
        self.facts, self.link, self.pointer = board, link, link.pointer


class ProjectView(View):
    """All boards that are checked together.

    Attributes:
        boards: The data about each board, in the order of the boards' files.
        settings: The project's settings.
        whole: Whether `boards` contains all boards of the project. False if the user named only
            some files.
    """

    def __init__(self, boards: Iterable[BoardFacts], settings: Settings, *, whole: bool) -> None:
        self.boards = tuple(boards)
        self.settings = settings
        self.whole = whole


@frozen
class Scrape:
    """One scrape job of Prometheus, or the global scrape settings.

    Attributes:
        name: Name of the job; empty for the global settings.
        interval: The scrape interval, such as `30s`; None if it is missing.
        place: File and line of the job.
    """

    name: str
    interval: str | None
    place: Place


class ConfigurationView(View):
    """One `boardwright.toml`, `prometheus.yml`, or provisioning file of Grafana.

    Attributes:
        scrapes: The global scrape settings of Prometheus, followed by the scrape jobs.
        datasources: The data sources that the configuration declares.
        rules: Recording rules and alerts of Prometheus.
        settings: The project's settings.
        raw: The data of a YAML file; empty for `boardwright.toml`.
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
        self.place = place
        self.scrapes = tuple(scrapes)
        self.datasources = tuple(datasources)
        self.rules = tuple(rules)
        self.settings = settings
        self.raw = raw


class PlaceAt(View):
    """A faulty place in a configuration file: `Finding(at=PlaceAt(place), …)`."""

    def __init__(self, place: Place, key: Pointer = ()) -> None:
        self.place, self.pointer = place, key


class SuppressionView(View):
    """A suppression, and the number of problems that it hid.

    Rules about suppressions run after all other rules.

    Attributes:
        suppression: The comment or the `[[check.ignore]]` table.
        used: Number of problems that the suppression hid.
        ran: Whether a rule that the suppression names ran on all boards to which the suppression
            may apply. If False, `used` is meaningless.
        unknown: The names in the suppression that match no rule.
        placed: False for a comment that is not at the declaration of a board or panel, otherwise
            True.
        place: File and line of the suppression.
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
        self.suppression, self.used, self.ran = suppression, used, ran
        self.unknown, self.placed, self.place = unknown, placed, suppression.place
