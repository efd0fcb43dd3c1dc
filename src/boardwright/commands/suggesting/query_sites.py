"""Collects the queries of boards and rules for `suggest-rules`. Each query has the file and line of
its declaration, and the number of its evaluations per hour.
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
"""Number of milliseconds in an hour."""

SiteKind = Literal["panel", "alert", "recording rule"]


@frozen
class QuerySite:
    """One query of a panel, or the expression of a rule.

    Attributes:
        kind: Whether the query belongs to a panel, an alert or a recording rule.
        name: Title of the panel, or name of the rule.
        ref_id: RefId of the panel's query; empty for a rule.
        board: Title of the board; empty for a rule.
        place: File and line of the declaration. If a JSON file declares the board, the line is
            missing.
        source: Uid of the data source, or the reference in the query; empty for a rule.
        text: The PromQL text of the query.
        parts: Parts of the query that a recording rule can compute.
        per_hour: How often the query runs in an hour. A rule runs at its evaluation interval. A
            panel runs its queries at the board's refresh interval, while one user has the board
            open.
        shows_all_labels: Whether the panel shows all labels of the result.
        pointer: Keys and indexes of the query's text in a JSON file; None for other files.
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
        """The parsed query. Each access parses the text again, because storing the syntax trees of
        all queries would need much memory.
        """
        return read_expression(self.text)


@frozen
class LeftOut:
    """A reason why no recording rule can compute a part of a query.

    Attributes:
        reason: The reason, as part of a sentence.
        queries: Number of queries that cannot be recorded for this reason.
    """

    reason: str
    queries: int


@frozen
class FoundSites:
    """The queries of boards and rules.

    Attributes:
        sites: The queries with a part that a recording rule can compute.
        left_out: The reasons why recording rules cannot compute a part of the remaining queries.
        queries: Number of all queries.
        boards: Number of boards that were read.
        errors: One error for each board that could not be read.
        skipped: One note for each skipped file.
        panel_texts: Pairs of a file name and the text of a query -> number of panels' queries in
            this file with this text.
    """

    sites: tuple[QuerySite, ...]
    left_out: tuple[LeftOut, ...]
    queries: int
    boards: int
    errors: tuple[BoardwrightError, ...]
    skipped: tuple[Note, ...]
    panel_texts: Mapping[tuple[str, str], int]


def find_sites(inputs: CheckInputs, settings: Settings, known: KnownRules) -> FoundSites:
    """Collect the queries of boards, alerts and rules.

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
    """Collects the queries of boards and rules."""

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
    "the board has an ad hoc filter variable, and users may filter by labels that a recorded "
    "series lacks"
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
    """Return the uid of a query's data source, or the query's reference if the uid is unknown."""
    source = query.datasource
    reference = query.datasource_reference or query.panel.datasource_reference
    return source.uid or source.variable or encode_canonical_json(reference).decode().strip()


def list_own_rules(inputs: CheckInputs) -> list[PrometheusRule]:
    """Return the project's Prometheus rules, except the rules that boardwright generates for SLOs,
    because users cannot change these rules.
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
    most panel queries, because a rule file contains no data source.
    """
    by_source: dict[str, list[QuerySite]] = {}
    for site in sites:
        if site.kind == "panel":
            by_source.setdefault(site.source, []).append(site)
    rules = [site for site in sites if site.kind != "panel"]
    groups = sorted(by_source.values(), key=lambda each: -len(each)) or [[]]
    groups[0] = [*groups[0], *rules]
    return [group for group in groups if group]
