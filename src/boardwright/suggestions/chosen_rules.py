"""The rules to suggest: each replaces a part that several queries have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from boardwright.frozen import frozen
from boardwright.promql.expr import Expr
from boardwright.promql.expression import Expression, Span
from boardwright.promql.result_labels import NAME
from boardwright.suggestions.recordable_parts import Recordable, find_recordable_parts
from boardwright.suggestions.rule_names import name_rule

LEAST_USES = 2
"""The number of times that a part must occur to be suggested."""


@frozen
class QueryPart:
    """One occurrence of a part.

    Attributes:
        query: The index of the query.
        span: Where the part is in the query's text.
        part: The part.
    """

    query: int
    span: Span
    part: Recordable


@frozen
class ChosenRule:
    """A rule and the parts that it replaces.

    Attributes:
        name: The name to record.
        expr: The expression to record.
        is_known: Whether a rule of the project records this expression already.
        uses: The parts, in the order of the queries.
    """

    name: str
    expr: Expr
    is_known: bool
    uses: tuple[QueryPart, ...] = field(repr=False)


def choose_rules(
    groups: Sequence[Sequence[Expression]],
    *,
    known: Mapping[str, str],
    taken: Iterable[str] = (),
    least_uses: int = LEAST_USES,
) -> list[list[ChosenRule]]:
    """Return the rules for each group of queries; the queries of a group have one data source.

    The part with the most uses is chosen first; of two with the same number, the larger. Parts
    that overlap it are then no longer counted: arithmetic of recorded series is cheap. One name is
    used for one expression, also if it is recorded for several data sources.

    Args:
        groups: The queries of each group.
        known: The text of an expression -> the name that a rule of the project records it under.
        taken: Other names that are in use.
        least_uses: The number of uses that a rule needs; known rules need one.
    """
    names = dict(known)
    in_use = {*taken, *known.values()}
    chosen = []
    for queries in groups:
        found = []
        for text, uses in _choose_parts(queries, known, least_uses):
            if text not in names:
                names[text] = name_rule(uses[0].part.rule, in_use)
                in_use.add(names[text])
            found.append(
                ChosenRule(
                    name=names[text],
                    expr=uses[0].part.rule,
                    is_known=text in known,
                    uses=tuple(uses),
                )
            )
        chosen.append(sorted(found, key=lambda each: (-len(each.uses), each.name)))
    return chosen


def _choose_parts(
    queries: Sequence[Expression], known: Mapping[str, str], least: int
) -> list[tuple[str, list[QueryPart]]]:
    parts: dict[str, list[QueryPart]] = defaultdict(list)
    for index, expression in enumerate(queries):
        for part in find_recordable_parts(expression):
            span = expression.span(part.node)
            parts[str(part.rule)].append(QueryPart(query=index, span=span, part=part))
    taken = _TakenSpans()
    chosen = []
    while parts:
        parts = {text: taken.free(uses) for text, uses in parts.items()}
        parts = {t: uses for t, uses in parts.items() if len(uses) >= (1 if t in known else least)}
        if not parts:
            break
        text = max(parts, key=lambda each: (len(parts[each]), parts[each][0].part.size, each))
        chosen.append((text, parts.pop(text)))
        taken.add(chosen[-1][1])
    return chosen


class _TakenSpans:
    """The places in queries that chosen rules replace."""

    def __init__(self) -> None:
        self._spans: dict[int, list[Span]] = defaultdict(list)

    def add(self, uses: Iterable[QueryPart]) -> None:
        for use in uses:
            self._spans[use.query].append(use.span)

    def free(self, uses: Iterable[QueryPart]) -> list[QueryPart]:
        """Return the parts that do not overlap a place that is replaced."""
        return [use for use in uses if self._is_free(use)]

    def _is_free(self, use: QueryPart) -> bool:
        start, end = use.span
        return all(end <= first or start >= last for first, last in self._spans[use.query])


def rewritten_text(
    expression: Expression, uses: Iterable[tuple[QueryPart, str]], *, shows_name: bool
) -> str:
    """Return a query's text with parts replaced by recorded series.

    Args:
        expression: The query.
        uses: The parts and the recorded names.
        shows_name: Whether a reader sees all labels of the result, so that it must not have the
            label `__name__` if the query's result does not.
    """
    ordered = sorted(uses, key=lambda each: each[0].span, reverse=True)
    text = _replace_parts(expression.text, ordered, without_name=False)
    if not shows_name or _may_have_name(Expression(text)) == _may_have_name(expression):
        return text
    return _replace_parts(expression.text, ordered, without_name=True)


def _replace_parts(text: str, uses: Iterable[tuple[QueryPart, str]], *, without_name: bool) -> str:
    for use, name in uses:
        start, end = use.span
        text = text[:start] + str(use.part.reading(name, without_name=without_name)) + text[end:]
    return text


def _may_have_name(expression: Expression) -> bool:
    return expression.labels.has(NAME) != "no"
