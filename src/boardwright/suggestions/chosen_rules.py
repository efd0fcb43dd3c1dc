"""Chooses the recording rules to suggest. Each rule replaces a part that several queries have in
common.
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
"""How often a part must occur to be suggested as a rule."""

PartsOfQuery = Sequence[PartPlace]
"""The parts of one query that a recording rule can compute."""


@frozen
class QueryPart:
    """One occurrence of a part of a PromQL expression in a query.

    Attributes:
        query: Index of the query.
        place: The position of the part in the query.
    """

    query: int
    place: PartPlace


@frozen
class ChosenRule:
    """A recording rule to suggest, and the parts of queries that it replaces.

    Attributes:
        name: Name of the recorded series.
        expr: The expression to record, as PromQL text.
        is_known: Whether a rule of the project already records this expression.
        uses: The parts that the rule replaces, in the order of the queries.
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
    """Return the rules to suggest for each group of queries. All queries of a group use the same
    data source.

    The part that occurs most often is chosen first. If two parts occur equally often, the larger
    part is chosen. Occurrences that overlap a chosen part are no longer counted, because a second
    rule would save little: the query already reads the series of the first rule. If rules record
    the same expression for several data sources, all these rules get the same name.

    Args:
        groups: For each group, the parts of each query.
        recorded_names: Text of an expression -> the name under which a rule of the project records
            the expression.
        used_names: Other names that are not available for new rules.
        least_uses: How often a part must occur, so that a rule for the part is suggested. If a rule
            of the project already records the expression, one occurrence is enough.
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
        if _rank_part(text, uses) != rank:  # chosen parts overlap some occurrences of this part
            heappush(queue, _rank_part(text, uses))
            continue
        chosen.append((text, uses))
        replaced.add(uses)
    return chosen


def _rank_part(text: str, uses: Sequence[QueryPart]) -> tuple[int, int, str]:
    """Return the sort key of a part. The part with the most occurrences comes first, then the
    largest part; other parts are sorted by their text.
    """
    return -len(uses), -uses[0].place.size, text


class _ReplacedSpans:
    """The positions in queries that chosen rules replace."""

    def __init__(self) -> None:
        self._spans: dict[int, list[Span]] = defaultdict(list)

    def add(self, uses: Iterable[QueryPart]) -> None:
        for use in uses:
            self._spans[use.query].append(use.place.span)

    def select_free(self, uses: Iterable[QueryPart]) -> list[QueryPart]:
        """Return the parts that do not overlap a part that is already replaced."""
        return [use for use in uses if self._is_free(use)]

    def _is_free(self, use: QueryPart) -> bool:
        start, end = use.place.span
        replaced = self._spans.get(use.query, ())
        return all(end <= first or start >= last for first, last in replaced)


def rewrite_query(
    expression: Expression, uses: Iterable[tuple[PartPlace, str]], *, shows_all_labels: bool
) -> str:
    """Return the text of a query in which some parts are replaced by recorded series.

    Args:
        expression: The query to rewrite.
        uses: The parts to replace, each with the name of the recorded series.
        shows_all_labels: Whether the panel shows all labels of the result. If True, the result of
            the new query must not have the name of the recorded series as the label `__name__`.
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
