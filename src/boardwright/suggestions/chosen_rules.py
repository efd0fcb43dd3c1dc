"""Chooses the recording rules to suggest. A rule is worthwhile if several queries contain the
expression that the rule records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from heapq import heapify, heappop, heappush

from boardwright.frozen import frozen
from boardwright.promql.expression import Expression, Span
from boardwright.promql.parser import parse
from boardwright.promql.result_labels import NAME
from boardwright.suggestions.recordable_parts import PartPlace, find_part
from boardwright.suggestions.rule_names import name_rule

LEAST_USES = 2
"""How often queries must contain an expression, so that a recording rule for it is suggested."""

PartsOfQuery = Sequence[PartPlace]
"""The positions of all parts of one query that a recording rule can compute."""


@frozen
class QueryPart:
    """A part of a query that a recording rule can compute.

    Attributes:
        query: Index of the query in its group.
        place: Position of the part in the text of the query.
    """

    query: int
    place: PartPlace


@frozen
class ChosenRule:
    """A recording rule to suggest, and the parts of queries that its series replaces.

    Attributes:
        name: Name of the recorded series.
        expr: The expression to record, as PromQL text.
        is_known: Whether a rule of the project already records this expression.
        uses: The parts of queries that the recorded series replaces, in the order of the queries.
    """

    name: str
    expr: str
    is_known: bool
    uses: tuple[QueryPart, ...] = field(repr=False)


def choose_rules(
    groups: Sequence[Sequence[PartsOfQuery]],
    *,
    recorded_names: Mapping[str, str],
    used_names: Iterable[str] = (),
    least_uses: int = LEAST_USES,
) -> list[list[ChosenRule]]:
    """Return the recording rules to suggest for each group of queries.

    The most frequent expression is chosen first; of equally frequent expressions, the largest. A
    part of a query that overlaps a chosen part is no longer counted, because the rewritten query
    already uses a recorded series at this position. Rules for the same expression in different
    groups have the same name.

    Args:
        groups: Groups of queries that use the same data source. Each query is represented by its
            recordable parts.
        recorded_names: Expression -> name of the rule of the project that already records the
            expression.
        used_names: Further names that new rules must not have.
        least_uses: How often queries must contain an expression, so that a rule is suggested. If a
            rule of the project already records the expression, once is enough.
    """
    names = dict(recorded_names)
    unavailable_names = {*used_names, *recorded_names.values()}
    chosen = []
    for queries in groups:
        rules = []
        for text, uses in _choose_parts(queries, recorded_names, least_uses):
            if text not in names:
                names[text] = name_rule(parse(text), unavailable_names)
                unavailable_names.add(names[text])
            rule = ChosenRule(
                name=names[text], expr=text, is_known=text in recorded_names, uses=tuple(uses)
            )
            rules.append(rule)
        chosen.append(sorted(rules, key=lambda rule: (-len(rule.uses), rule.name)))
    return chosen


def _choose_parts(
    queries: Sequence[PartsOfQuery], recorded_names: Mapping[str, str], least: int
) -> list[tuple[str, list[QueryPart]]]:
    parts: dict[str, list[QueryPart]] = defaultdict(list)
    for index, places in enumerate(queries):
        for place in places:
            parts[place.rule].append(QueryPart(query=index, place=place))
    queue = [_rank_part(text, uses) for text, uses in parts.items()]
    heapify(queue)
    replaced, chosen = _ReplacedSpans(), []
    while queue:
        rank = heappop(queue)
        text = rank[-1]
        uses = replaced.select_free(parts[text])
        if len(uses) < (1 if text in recorded_names else least):
            continue
        if _rank_part(text, uses) != rank:  # some of the uses overlap a part that was chosen before
            heappush(queue, _rank_part(text, uses))
            continue
        chosen.append((text, uses))
        replaced.add(uses)
    return chosen


def _rank_part(text: str, uses: Sequence[QueryPart]) -> tuple[int, int, str]:
    """Return the sort key of an expression: more uses first, then larger size, then the text."""
    return -len(uses), -uses[0].place.size, text


class _ReplacedSpans:
    """The parts of queries that the series of the chosen rules replace."""

    def __init__(self) -> None:
        self._spans: dict[int, list[Span]] = defaultdict(list)

    def add(self, uses: Iterable[QueryPart]) -> None:
        for use in uses:
            self._spans[use.query].append(use.place.span)

    def select_free(self, uses: Iterable[QueryPart]) -> list[QueryPart]:
        """Return the parts of queries that do not overlap a replaced part."""
        return [use for use in uses if self._is_free(use)]

    def _is_free(self, use: QueryPart) -> bool:
        start, end = use.place.span
        replaced = self._spans.get(use.query, ())
        return all(end <= first or start >= last for first, last in replaced)


def rewrite_query(
    expression: Expression, uses: Iterable[tuple[PartPlace, str]], *, shows_all_labels: bool
) -> str:
    """Return the text of a query after recorded series have replaced some of its parts.

    Args:
        expression: The query to rewrite.
        uses: The parts to replace, each with the name of the recorded series.
        shows_all_labels: Whether the panel shows all labels of the result. If True, the new query
            removes the label `__name__`, so that the panel does not show the name of the recorded
            series.
    """
    ordered = sorted(uses, key=lambda replacement: replacement[0].span, reverse=True)
    text = _replace_parts(expression, ordered, without_name=False)
    if not shows_all_labels or Expression(text).labels.has(NAME) == "no":
        return text
    return _replace_parts(expression, ordered, without_name=True)


def _replace_parts(
    expression: Expression, uses: Iterable[tuple[PartPlace, str]], *, without_name: bool
) -> str:
    text = expression.text
    for place, name in uses:
        start, end = place.span
        reading = find_part(expression, place).build_replacement(name, without_name=without_name)
        text = f"{text[:start]}{reading}{text[end:]}"
    return text
