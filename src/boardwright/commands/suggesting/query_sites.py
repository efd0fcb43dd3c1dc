"""Collects the queries of boards and rules, for which `suggest-rules` looks for recording rules.
Each query is stored with the file and line that declare it, and with the number of evaluations per
hour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from boardwright.checks.settings import Settings
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.project_view import PrometheusRule
from boardwright.checks.views.query_view import QueryView
from boardwright.commands.checking.alert_rules import collect_file_rules, iter_alert_views
from boardwright.commands.checking.board_checks import BoardToCheck, read_checked_boards
from boardwright.commands.checking.input_files import CheckInputs
from boardwright.commands.suggesting.known_rules import KnownRules
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.promql.expression import Expression, read_expression
from boardwright.rules.slo_rules import SERIES_PREFIX
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import Note, Place
from boardwright.schema.json_object import Pointer
from boardwright.suggestions.recordable_parts import (
    PartPlace,
    find_refusal_reason,
    list_part_places,
)

HOUR = 3_600_000
"""Milliseconds in an hour."""

SiteKind = Literal["panel", "alert", "recording rule"]


@frozen
class QuerySite:
    """One query of a panel, or the expression of a rule.

    Attributes:
        kind: The type of the object that contains the query, such as `panel`.
        name: Title of the panel, or name of the rule.
        ref_id: RefId of the panel's query; empty for a rule.
        board: Title of the board; empty for a rule.
        place: File and line of the declaration. For a JSON board, the place contains only the file.
        source: A text that identifies the data source; empty for rules of Prometheus.
        text: The PromQL text of the query.
        parts: Parts of the query that a recording rule can compute.
        per_hour: Number of times that the query runs in an hour. For a rule, the number follows
            from the evaluation interval. For a panel, the number is computed for one user who has
            the board open.
        shows_all_labels: Whether the panel shows all labels of the result.
        pointer: Keys of the expression in a JSON file; None for other files.
    """

    kind: SiteKind
    name: str
    ref_id: str
    board: str
    place: Place
    source: str
    text: str
    parts: tuple[PartPlace, ...]
    per_hour: float
    shows_all_labels: bool = False
    pointer: Pointer | None = None

    @property
    def expression(self) -> Expression:
        """The parsed query. The text is parsed again at each call, because the syntax trees of all
        queries together need much memory.
        """
        return read_expression(self.text)


@frozen
class LeftOut:
    """A reason why no part of a query can be recorded, and the number of queries to which it
    applies.
    """

    reason: str
    queries: int


@frozen
class FoundSites:
    """The queries of boards and rules.

    Attributes:
        sites: The queries with a part that a recording rule can compute.
        left_out: The reasons why no recording rule can compute a part of a query, each with the
            number of queries to which the reason applies.
        queries: Number of all queries.
        boards: Number of boards that were read.
        errors: Errors of boards that could not be read.
        skipped: Notes about files that were searched for boards and contain none.
        panel_texts: Number of panel queries in each file, by the file name and the text of the
            query.
    """

    sites: tuple[QuerySite, ...]
    left_out: tuple[LeftOut, ...]
    queries: int
    boards: int
    errors: tuple[BoardwrightError, ...]
    skipped: tuple[Note, ...]
    panel_texts: Mapping[tuple[str, str], int]


def find_sites(inputs: CheckInputs, settings: Settings, known: KnownRules) -> FoundSites:
    """Return the queries of boards, alerts and rules. Only one board at a time is in memory.

    Args:
        inputs: The boards and rules.
        settings: The project's settings for checks.
        known: The recording rules of the project. The expressions of these rules are omitted,
            because a rule must not read the series that it records.
    """
    finder = _SiteFinder(settings.scrape_interval)
    finder.add_boards(inputs.work, settings)
    grafana_rules = (
        rule for view in iter_alert_views(inputs.alerts, settings) for rule in view.rules
    )
    for rule in [*list_own_rules(inputs), *grafana_rules]:
        if not (rule.records and known.has(rule.expression)):
            finder.add_rule(rule)
    reasons = sorted(finder.reasons.items(), key=lambda each: (-each[1], each[0]))
    return FoundSites(
        sites=tuple(finder.sites),
        left_out=tuple(LeftOut(reason=reason, queries=count) for reason, count in reasons),
        queries=finder.queries,
        boards=finder.boards,
        errors=tuple(finder.errors),
        skipped=tuple(finder.skipped),
        panel_texts=finder.panel_texts,
    )


class _SiteFinder:
    """Collects queries that contain parts which a recording rule can compute."""

    def __init__(self, interval: int) -> None:
        self._interval = interval
        self.sites: list[QuerySite] = []
        self.reasons: Counter[str] = Counter()
        self.panel_texts: Counter[tuple[str, str]] = Counter()
        self.queries = self.boards = 0
        self.errors: list[BoardwrightError] = []
        self.skipped: list[Note] = []

    def add_boards(self, work: Iterable[BoardToCheck], settings: Settings) -> None:
        """Collect the queries of boards, and the errors of boards that cannot be read."""
        for each in work:
            read = read_checked_boards([each], settings)
            self.errors += read.errors
            self.skipped += read.skipped
            for board in read.boards:
                self.boards += 1
                self._add_board(board)
                board.close()

    def _add_board(self, board: BoardView) -> None:
        self.panel_texts.update(
            (_find_place(each, board).file, each.expr) for each in board.queries
        )
        queries = [query for query in board.queries if _has_tree(query.expression)]
        self.queries += len(queries)
        if any(each.type == "adhoc" for each in board.variables):
            self.reasons[_AD_HOC] += len(queries)
            return
        for query in queries:
            if query.expression and (parts := self._find_parts(query.expression)):
                self.sites.append(_build_panel_site(query, board, parts))

    def add_rule(self, rule: PrometheusRule) -> None:
        """Collect the expression of a rule."""
        if _has_tree(rule.expression):
            self.queries += 1
            if parts := self._find_parts(rule.expression):
                self.sites.append(_build_rule_site(rule, parts, rule.interval or self._interval))

    def _find_parts(self, expression: Expression) -> tuple[PartPlace, ...]:
        parts = list_part_places(expression)
        reason = None if parts else find_refusal_reason(expression)
        if reason is not None:
            self.reasons[reason] += 1
        return parts


_AD_HOC = (
    "the board has an ad hoc filter variable, and a recorded series lacks labels by which "
    "readers may filter"
)


def _has_tree(expression: Expression | None) -> bool:
    return expression is not None and expression.tree is not None


def _build_panel_site(
    query: QueryView, board: BoardView, parts: tuple[PartPlace, ...]
) -> QuerySite:
    source = board.source
    length = parse_range_milliseconds(board.refresh)
    return QuerySite(
        kind="panel",
        name=query.panel.title,
        ref_id=query.ref_id,
        board=board.title,
        place=_find_place(query, board),
        source=_identify_source(query),
        text=query.expr,
        parts=parts,
        per_hour=HOUR / length if length else 0.0,
        shows_all_labels=not query.legend or query.format == "table",
        pointer=None
        if source.form == "declaration"
        else source.convert_pointer((*query.pointer, *query.expr_key)),
    )


def _find_place(query: QueryView, board: BoardView) -> Place:
    source = board.source
    if source.form == "declaration" and query.panel.id is not None:
        return source.panel_places.get(query.panel.id, source.place)
    return source.place


def _identify_source(query: QueryView) -> str:
    """Return a text that identifies the data source of a query: the uid, or else the reference in
    the query.
    """
    source = query.datasource
    reference = query.datasource_reference or query.panel.datasource_reference
    return source.uid or source.variable or encode_canonical_json(reference).decode().strip()


def list_own_rules(inputs: CheckInputs) -> list[PrometheusRule]:
    """Return the Prometheus rules that the project declares and that its rule files contain.

    Rules that boardwright generates for SLOs are omitted, because users cannot change them.
    """
    declared = collect_file_rules(inputs.rules)
    own = (rule for rule in declared if not rule.name.startswith(SERIES_PREFIX))
    return [*own, *inputs.server_files.rules]


def _build_rule_site(
    rule: PrometheusRule, parts: tuple[PartPlace, ...], interval: int
) -> QuerySite:
    return QuerySite(
        kind="recording rule" if rule.records else "alert",
        name=rule.name,
        ref_id="",
        board="",
        place=rule.place,
        source="",
        text=rule.expression.text,
        parts=parts,
        per_hour=HOUR / interval,
    )


def group_by_source(sites: Sequence[QuerySite]) -> list[list[QuerySite]]:
    """Group the queries by data source. Expressions of rules are added to the data source with the
    most panel queries.

    A rule file does not state which data source belongs to the Prometheus that evaluates the rules.
    """
    by_source: dict[str, list[QuerySite]] = {}
    for site in sites:
        if site.kind == "panel":
            by_source.setdefault(site.source, []).append(site)
    rules = [site for site in sites if site.kind != "panel"]
    groups = sorted(by_source.values(), key=lambda each: -len(each)) or [[]]
    groups[0] = [*groups[0], *rules]
    return [group for group in groups if group]
