"""The queries of boards and rules, with the place and the frequency of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from boardwright.checks.settings import Settings
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.project_view import ConfigurationView, PrometheusRule
from boardwright.checks.views.query_view import QueryView
from boardwright.commands.checking.alert_rules import alert_views
from boardwright.commands.checking.input_files import Found
from boardwright.frozen import frozen
from boardwright.notation.durations import milliseconds
from boardwright.promql.expression import Expression
from boardwright.schema.canonical import canonical_json
from boardwright.schema.document import Place
from boardwright.schema.json_object import Pointer

HOUR = 3_600_000
"""Milliseconds."""

SiteKind = Literal["panel", "alert", "recording rule"]


@frozen
class QuerySite:
    """One query of a panel, or the expression of a rule.

    Attributes:
        kind: The owner of the query.
        name: The panel's title, or the rule's name.
        ref_id: The refId of a panel's query; empty for a rule.
        board: The board's title; empty for a rule.
        place: The file and line; of a JSON board, the file.
        source: The data source; equal texts for the same one. Empty for rules of Prometheus.
        expression: The query.
        per_hour: How often it runs in an hour: while one reader has the board open, or as a rule.
        shows_name: Whether the reader sees all labels of the result.
        pointer: The keys of the expression in a JSON file; None for other files.
    """

    kind: SiteKind
    name: str
    ref_id: str
    board: str
    place: Place
    source: str
    expression: Expression
    per_hour: float
    shows_name: bool = False
    pointer: Pointer | None = None


@frozen
class LeftOut:
    """Queries in which no part can be recorded, and the reason."""

    reason: str
    queries: int


def sites_of(
    boards: Iterable[BoardView], found: Found, settings: Settings
) -> tuple[list[QuerySite], list[LeftOut]]:
    """Return the queries of boards, alerts and rules, and those that cannot be changed."""
    sites: list[QuerySite] = []
    left_out: list[LeftOut] = []
    for board in boards:
        queries = [query for query in board.queries if _has_tree(query.expression)]
        if any(each.type == "adhoc" for each in board.variables):
            left_out.append(LeftOut(reason=_AD_HOC, queries=len(queries)))
            continue
        sites += [_panel_site(query, board) for query in queries]
    per_hour = HOUR / settings.scrape_interval
    rules = [*found.server_files.rules, *_alert_rules(alert_views(found.alerts, settings))]
    sites += [_rule_site(rule, per_hour) for rule in rules if _has_tree(rule.expression)]
    return sites, left_out


_AD_HOC = "the board has a variable of ad hoc filters, which need the labels of the metrics"


def _has_tree(expression: Expression | None) -> bool:
    return expression is not None and expression.tree is not None


def _panel_site(query: QueryView, board: BoardView) -> QuerySite:
    source = board.source
    place = source.place
    if source.form == "declaration" and query.panel.id is not None:
        place = source.panel_places.get(query.panel.id, place)
    length = milliseconds(board.refresh)
    return QuerySite(
        kind="panel",
        name=query.panel.title,
        ref_id=query.ref_id,
        board=board.title,
        place=place,
        source=_source_text(query),
        expression=query.expression or Expression(query.expr),
        per_hour=HOUR / length if length else 0.0,
        shows_name=not query.legend or query.format == "table",
        pointer=None
        if source.form == "declaration"
        else source.in_file((*query.pointer, *query.expr_key)),
    )


def _source_text(query: QueryView) -> str:
    """Return the data source as text: its uid, else the reference as it is written."""
    found = query.datasource
    written = query.datasource_reference or query.panel.datasource_reference
    return found.uid or found.variable or canonical_json(written).decode().strip()


def _alert_rules(views: Iterable[ConfigurationView]) -> Iterator[PrometheusRule]:
    for view in views:
        yield from view.rules


def _rule_site(rule: PrometheusRule, per_hour: float) -> QuerySite:
    return QuerySite(
        kind="recording rule" if rule.records else "alert",
        name=rule.name,
        ref_id="",
        board="",
        place=rule.place,
        source="",
        expression=rule.expression,
        per_hour=per_hour,
    )


def group_by_source(sites: Sequence[QuerySite]) -> list[list[QuerySite]]:
    """Return the queries by data source; rules are evaluated where most queries go.

    A rule file does not name the data source of the Prometheus that evaluates it.
    """
    by_source: dict[str, list[QuerySite]] = {}
    for site in sites:
        if site.kind == "panel":
            by_source.setdefault(site.source, []).append(site)
    rules = [site for site in sites if site.kind != "panel"]
    groups = sorted(by_source.values(), key=lambda each: -len(each)) or [[]]
    groups[0] = [*groups[0], *rules]
    return [group for group in groups if group]
