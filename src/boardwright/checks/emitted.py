"""The selectors of a board, compared with the metrics that `--metrics` lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from boardwright.checks.metrics import Catalogue, Metric
from boardwright.checks.promised import Promised
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.query_view import AnnotationView, QueryView
from boardwright.checks.views.variable_view import VariableView
from boardwright.notation.variables import VARIABLE
from boardwright.promql import Binary, Call, Expr, Matcher, Selector
from boardwright.promql.expression import Expression
from boardwright.promql.selectors import accepts_missing_label

Asking = QueryView | AnnotationView | VariableView

_ABSENT = frozenset({"absent", "absent_over_time"})
_MANY = 200
"""A selector that matches more metrics than this is not meant for particular ones."""
_PLAIN = re.compile(r"[\w:]*")
_GROUP = re.compile(r"\([^()]*\)")
_COLON = re.compile(r"(?<!\(\?):")
"""A colon in a regex, except that of a group `(?:...)`."""


@dataclass(frozen=True, slots=True)
class JudgedSelector:
    """A selector that can be judged, and where it is.

    Attributes:
        metrics: The known metrics that it may select; empty when it selects none.
    """

    view: Asking
    expression: Expression
    selector: Selector
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class NamePattern:
    """The names that a selector matches, where it does not give one name.

    Attributes:
        patterns: Each name matches all of these as a whole.
        others: No name matches any of these.
        prefix: The plain text that they begin with.
        colon: Whether they have a colon, as results of recording rules do.
    """

    patterns: tuple[re.Pattern[str], ...]
    others: tuple[re.Pattern[str], ...]
    prefix: str
    colon: bool

    def fit(self, name: str) -> bool:
        """Return whether the pattern matches a name."""
        return all(p.fullmatch(name) for p in self.patterns) and not any(
            other.fullmatch(name) for other in self.others
        )


def judged_selectors(board: BoardView, catalogue: Catalogue) -> Iterator[JudgedSelector]:
    """Yield each selector that can be judged by the emitted metrics.

    Left out are selectors without a name, those in `absent(...)`, and those of series that
    Prometheus makes itself or that are expected elsewhere.
    """
    for view, expression, selector in selectors_of(board):
        wanted = _name_or_pattern(selector)
        if wanted is None or _is_absent(selector):
            continue
        if isinstance(wanted, NamePattern):
            names = _among(wanted, catalogue.names)
            judged = len(names) <= _MANY and not _may_be_expected(wanted, catalogue.promised)
        else:
            names = [wanted]
            judged = bool(catalogue.metric(wanted)) or not catalogue.promised.excuses(wanted)
        if judged:
            found = map(catalogue.metric, names)
            yield JudgedSelector(view, expression, selector, tuple(filter(None, found)))


def used_names(board: BoardView, names: Collection[str]) -> frozenset[str]:
    """Return which of the metrics a query, annotation or variable of a board selects."""
    wanted = {_name_or_pattern(selector) for _, _, selector in selectors_of(board)}
    found = (
        _among(each, names) if isinstance(each, NamePattern) else {each} for each in wanted if each
    )
    return frozenset().union(*found).intersection(names)


def _among(wanted: NamePattern, names: Collection[str]) -> list[str]:
    return sorted(filter(wanted.fit, names))


def _may_be_expected(wanted: NamePattern, promised: Promised) -> bool:
    """Return whether a regex may be meant for metrics that are expected, but not emitted now."""
    if wanted.colon and not promised.all_rules:
        return True
    return any(map(wanted.fit, promised.examples)) or promised.is_optional(wanted.prefix)


def selectors_of(board: BoardView) -> Iterator[tuple[Asking, Expression, Selector]]:
    """Yield every selector of a board, except in stored copies of repeated panels."""
    views: list[Asking] = [q for q in board.queries if not q.panel.is_repeat_clone]
    for view in (*views, *board.annotations, *board.variables):
        if (expression := view.expression) is not None:
            for selector in expression.selectors:
                yield view, expression, selector


def _name_or_pattern(selector: Selector) -> NamePattern | str | None:
    """Return the name or its pattern; None for a selector that matches any name."""
    name = selector.name
    if name is None:
        return _by_matchers(selector)
    if not selector.variable_name:
        return name
    literal = "".join(part for part in VARIABLE.split(name)[:: VARIABLE.groups + 1] if part)
    if not literal.strip("_:"):
        return None
    return NamePattern((re.compile(_with_anything(name)),), (), _plain(name), ":" in literal)


def _by_matchers(selector: Selector) -> NamePattern | None:
    named = [matcher for matcher in selector.matchers if matcher.name == "__name__"]
    wanted = [m.value for m in named if m.op == "=~"]
    others = [m.value if m.op == "!~" else re.escape(m.value) for m in named if m.op != "=~"]
    if not wanted or any(matcher.variable for matcher in named):
        return None
    try:
        return NamePattern(
            patterns=tuple(map(re.compile, wanted)),
            others=tuple(map(re.compile, others)),
            prefix=_prefix(wanted[0]),
            colon=any(map(_COLON.search, wanted)),
        )
    except (re.error, OverflowError, RecursionError):
        return None


def _plain(text: str) -> str:
    found = _PLAIN.match(text)
    return found.group() if found else ""


def _prefix(regex: str) -> str:
    """Return the plain text with which each match of a regex begins."""
    if "|" in _GROUP.sub("", regex):
        return ""
    plain = _plain(regex)
    return plain[:-1] if regex[len(plain) :].startswith(("*", "?", "{")) else plain


def _with_anything(name: str) -> str:
    """Return a regex for a name in which a variable matches any text."""
    pieces, end = [], 0
    for found in VARIABLE.finditer(name):
        pieces += [re.escape(name[end : found.start()]), ".*"]
        end = found.end()
    return "".join((*pieces, re.escape(name[end:])))


def _is_absent(selector: Selector) -> bool:
    return any(isinstance(p, Call) and p.name in _ABSENT for p in selector.parents())


def alternatives(selector: Selector) -> Iterator[Expr]:
    """Yield the expressions that `or` uses where a selector has no series."""
    child: Expr = selector
    for parent in selector.parents():
        if isinstance(parent, Binary) and parent.op == "or":
            yield parent.rhs if parent.lhs is child else parent.lhs
        child = parent


def judged_matchers(judged: JudgedSelector) -> Iterator[Matcher]:
    """Yield the matchers without variables that exclude series without their label."""
    for matcher in judged.selector.matchers:
        named = matcher.name != "__name__" and not VARIABLE.search(matcher.name)
        if named and not matcher.variable and accepts_missing_label(matcher) is False:
            yield matcher


def values_of(metrics: tuple[Metric, ...], label: str) -> frozenset[str]:
    """Return the values of a label on any of some metrics."""
    return frozenset().union(*(metric.labels.get(label, ()) for metric in metrics))
