"""What `--metrics` tells of the selectors in a board's queries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from boardwright.checks.metrics import Catalogue, Metric
from boardwright.checks.promised import Promised
from boardwright.checks.views.board import BoardView
from boardwright.checks.views.query import AnnotationView, QueryView
from boardwright.checks.views.variable import VariableView
from boardwright.notation.variables import VARIABLE
from boardwright.promql import Binary, Call, Expr, Matcher, Selector
from boardwright.promql.expression import Expression
from boardwright.promql.selectors import accepts_missing_label

Asking = QueryView | AnnotationView | VariableView

_ABSENT = frozenset({"absent", "absent_over_time"})
_MANY = 200
"""What matches more metrics than this asks for no particular one."""
_PLAIN = re.compile(r"[\w:]*")
_GROUP = re.compile(r"\([^()]*\)")
_COLON = re.compile(r"(?<!\(\?):")
"""In a regex, but not that of a group `(?:...)`."""


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


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a selector takes, where it does not give one.

    Attributes:
        patterns: What they match, all of it.
        others: What they do not match.
        prefix: The plain text that they begin with.
        colon: Whether they have a colon, as results of recording rules do.
    """

    patterns: tuple[re.Pattern[str], ...]
    others: tuple[re.Pattern[str], ...]
    prefix: str
    colon: bool

    def fit(self, name: str) -> bool:
        """Return whether a name is one of them."""
        return all(p.fullmatch(name) for p in self.patterns) and not any(
            other.fullmatch(name) for other in self.others
        )


def asked_of(board: BoardView, catalogue: Catalogue) -> Iterator[Asked]:
    """Yield each selector that can be judged by what is emitted.

    Left out are those that tell no name, that select what Prometheus makes itself or what is
    promised, and what stands in `absent(...)`.
    """
    for view, expression, selector in selectors_of(board):
        wanted = _wanted(selector)
        if wanted is None or _is_absent(selector):
            continue
        if isinstance(wanted, Names):
            names = _among(wanted, catalogue.names)
            judged = len(names) <= _MANY and not _excused(wanted, catalogue.promised)
        else:
            names = [wanted]
            judged = bool(catalogue.metric(wanted)) or not catalogue.promised.excuses(wanted)
        if judged:
            found = map(catalogue.metric, names)
            yield Asked(view, expression, selector, tuple(filter(None, found)))


def used_names(board: BoardView, names: Collection[str]) -> frozenset[str]:
    """Return those of some metrics that a board asks for, wherever it does."""
    wanted = {_wanted(selector) for _, _, selector in selectors_of(board)}
    found = (_among(each, names) if isinstance(each, Names) else {each} for each in wanted if each)
    return frozenset().union(*found).intersection(names)


def _among(wanted: Names, names: Collection[str]) -> list[str]:
    return sorted(filter(wanted.fit, names))


def _excused(wanted: Names, promised: Promised) -> bool:
    """Whether a regex may be meant for what nobody emits now, and whose labels nobody knows."""
    if wanted.colon and not promised.all_rules:
        return True
    return any(map(wanted.fit, promised.examples)) or promised.is_optional(wanted.prefix)


def selectors_of(board: BoardView) -> Iterator[tuple[Asking, Expression, Selector]]:
    """Yield every selector of a board, but for those of panels that Grafana made by repeating."""
    views: list[Asking] = [q for q in board.queries if not q.panel.is_repeat_clone]
    for view in (*views, *board.annotations, *board.variables):
        if (expression := view.expression) is not None:
            for selector in expression.selectors:
                yield view, expression, selector


def _wanted(selector: Selector) -> Names | str | None:
    """Return the name, or what it has to match; None when it tells nothing."""
    name = selector.name
    if name is None:
        return _by_matchers(selector)
    if not selector.variable_name:
        return name
    literal = "".join(part for part in VARIABLE.split(name)[:: VARIABLE.groups + 1] if part)
    if not literal.strip("_:"):
        return None
    return Names((re.compile(_with_anything(name)),), (), _plain(name), ":" in literal)


def _by_matchers(selector: Selector) -> Names | None:
    named = [matcher for matcher in selector.matchers if matcher.name == "__name__"]
    wanted = [m.value for m in named if m.op == "=~"]
    others = [m.value if m.op == "!~" else re.escape(m.value) for m in named if m.op != "=~"]
    if not wanted or any(matcher.variable for matcher in named):
        return None
    try:
        return Names(
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
    """Return the plain text that all begins with that a regex matches."""
    if "|" in _GROUP.sub("", regex):
        return ""
    plain = _plain(regex)
    return plain[:-1] if regex[len(plain) :].startswith(("*", "?", "{")) else plain


def _with_anything(name: str) -> str:
    """Return a regex for a name in which variables stand for any text."""
    pieces, end = [], 0
    for found in VARIABLE.finditer(name):
        pieces += [re.escape(name[end : found.start()]), ".*"]
        end = found.end()
    return "".join((*pieces, re.escape(name[end:])))


def _is_absent(selector: Selector) -> bool:
    return any(isinstance(p, Call) and p.name in _ABSENT for p in selector.parents())


def alternatives(selector: Selector) -> Iterator[Expr]:
    """Yield what `or` gives in place of a selector."""
    child: Expr = selector
    for parent in selector.parents():
        if isinstance(parent, Binary) and parent.op == "or":
            yield parent.rhs if parent.lhs is child else parent.lhs
        child = parent


def judged_matchers(asked: Asked) -> Iterator[Matcher]:
    """Yield the matchers that leave out series without their label, and hold no variable."""
    for matcher in asked.selector.matchers:
        named = matcher.name != "__name__" and not VARIABLE.search(matcher.name)
        if named and not matcher.variable and accepts_missing_label(matcher) is False:
            yield matcher


def values_of(metrics: tuple[Metric, ...], label: str) -> frozenset[str]:
    """Return the values of a label on any of some metrics."""
    return frozenset().union(*(metric.labels.get(label, ()) for metric in metrics))
