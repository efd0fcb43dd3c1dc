"""What `--metrics` tells of the selectors in a board's queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from boardwright.checks.expression import Binary, Call, Expression, Matcher, Node, Selector
from boardwright.checks.labels import matches_empty
from boardwright.checks.metrics import Catalogue, Metric
from boardwright.checks.views.board import BoardView
from boardwright.checks.views.query import AnnotationView, QueryView
from boardwright.checks.views.variable import VariableView
from boardwright.promql.lexical import VARIABLE

Asking = QueryView | AnnotationView | VariableView

_PROMETHEUS_OWN = re.compile(r"up|ALERTS(?:_FOR_STATE)?|scrape_\w+|\w*:[\w:]*")
"""Series that Prometheus makes itself, and the results of recording rules."""
_ABSENT = frozenset({"absent", "absent_over_time"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A selector, and where it stands.

    Attributes:
        metrics: The known metrics that it may select; empty when it selects none.
    """

    view: Asking
    expression: Expression
    selector: Selector
    metrics: tuple[Metric, ...]


def asked_of(board: BoardView, catalogue: Catalogue) -> Iterator[Asked]:
    """Yield each selector that can be judged: its name is no recording rule's, nor any name."""
    views: list[Asking] = [q for q in board.queries if not q.panel.is_repeat_clone]
    for view in (*views, *board.annotations, *board.variables):
        expression = view.expression
        for selector in expression.selectors if expression else ():
            pattern = _pattern(selector)
            if expression and pattern is not None and not _is_absent(selector):
                yield Asked(view, expression, selector, _matching(pattern, catalogue))


def _pattern(selector: Selector) -> re.Pattern[str] | str | None:
    """Return the name, or what it has to match; None when it tells nothing."""
    name = selector.name
    if name is not None and not selector.variable_name:
        return None if _PROMETHEUS_OWN.fullmatch(name) else name
    if name is not None:
        parts = VARIABLE.split(name)
        literal = "".join(part for part in parts[:: VARIABLE.groups + 1] if part)
        known = len(literal.strip("_:")) > 0 and ":" not in literal
        return re.compile(_with_anything(name)) if known else None
    named = [m for m in selector.matchers if m.name == "__name__" and m.op == "=~"]
    if len(named) != 1 or named[0].variable or ":" in named[0].value:
        return None
    try:
        return re.compile(named[0].value)
    except (re.error, OverflowError, RecursionError):
        return None


def _with_anything(name: str) -> str:
    """Return a regex for a name in which variables stand for any text."""
    pieces, end = [], 0
    for found in VARIABLE.finditer(name):
        pieces += [re.escape(name[end : found.start()]), ".*"]
        end = found.end()
    return "".join((*pieces, re.escape(name[end:])))


def _matching(pattern: re.Pattern[str] | str, catalogue: Catalogue) -> tuple[Metric, ...]:
    if isinstance(pattern, str):
        names = [pattern]
    else:
        names = sorted(name for name in catalogue.names if pattern.fullmatch(name))
    found = map(catalogue.metric, names)
    return tuple(metric for metric in found if metric is not None)


def _is_absent(selector: Selector) -> bool:
    return any(isinstance(p, Call) and p.name in _ABSENT for p in selector.parents())


def alternatives(selector: Selector) -> Iterator[Node]:
    """Yield what `or` gives in place of a selector."""
    child: Node = selector
    for parent in selector.parents():
        if isinstance(parent, Binary) and parent.op == "or":
            yield parent.rhs if parent.lhs is child else parent.lhs
        child = parent


def judged_matchers(asked: Asked) -> Iterator[Matcher]:
    """Yield the matchers that leave out series without their label, and hold no variable."""
    for matcher in asked.selector.matchers:
        named = matcher.name != "__name__" and not VARIABLE.search(matcher.name)
        if named and not matcher.variable and matches_empty(matcher) is False:
            yield matcher


def values_of(metrics: tuple[Metric, ...], label: str) -> frozenset[str]:
    """Return the values of a label on any of some metrics."""
    return frozenset().union(*(metric.labels.get(label, ()) for metric in metrics))
