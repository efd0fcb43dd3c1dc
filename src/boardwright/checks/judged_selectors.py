"""Compares the selectors of a board with the emitted metrics.

The emitted metrics are the metrics of the servers and files in the option `--metrics`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from boardwright.checks.expected_metrics import ExpectedMetrics
from boardwright.checks.metrics import Catalogue, Metric
from boardwright.checks.views.board_view import BoardView, PromqlView
from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import VARIABLE
from boardwright.promql import Binary, Call, Expr, Matcher, Selector
from boardwright.promql.expression import Expression
from boardwright.promql.regexes import matches_value
from boardwright.promql.selectors import accepts_missing_label

_ABSENT = frozenset({"absent", "absent_over_time"})
_MANY = 200
"""A selector that matches more metrics than this number is not compared with the emitted metrics,
because the author of the selector did not mean a particular metric.
"""
_PLAIN = re.compile(r"[\w:]*")
_GROUP = re.compile(r"\([^()]*\)")
_COLON = re.compile(r"(?<!\(\?):")
"""Matches a colon in a regex, except the colon of a non-capturing group `(?:...)`."""


@frozen(kw_only=False)
class JudgedSelector:
    """A selector of a board that can be compared with the emitted metrics.

    Attributes:
        metrics: The emitted metrics that the selector can match; empty if the selector matches no
            emitted metric.
    """

    view: PromqlView
    expression: Expression
    selector: Selector
    metrics: tuple[Metric, ...]


@frozen(kw_only=False)
class NamePattern:
    """Describes the metric names that a selector such as `{__name__=~"node_.*"}` matches.

    Attributes:
        patterns: Regular expressions that the whole name has to match.
        excluded: Regular expressions that the name must not match.
        prefix: The plain text with which every matching name begins.
        has_colon: Whether the matching names contain a colon, like the names of recorded metrics.
    """

    patterns: tuple[str, ...]
    excluded: tuple[str, ...]
    prefix: str
    has_colon: bool

    def fits(self, name: str) -> bool:
        """Return whether a metric name matches all of `patterns` and none of `excluded`."""
        return all(matches_value(pattern, name) for pattern in self.patterns) and not any(
            matches_value(pattern, name) for pattern in self.excluded
        )


def iter_judged_selectors(board: BoardView, catalogue: Catalogue) -> Iterator[JudgedSelector]:
    """Yield each selector that can be compared with the emitted metrics.

    Some selectors are omitted:

    - Selectors without a metric name match any metric.
    - Selectors in `absent(...)` are expected to match nothing.
    - `up` and some other series are created by Prometheus itself.
    - Recorded and optional metrics may not exist now (see `ExpectedMetrics`).
    """
    for view, expression, selector in iter_selectors(board):
        name = _find_name_or_pattern(selector)
        if name is None or _is_absent(selector):
            continue
        if isinstance(name, NamePattern):
            names = _find_matching_names(name, catalogue.names)
            judged = len(names) <= _MANY and not _may_be_expected(name, catalogue.promised)
        else:
            names = [name]
            judged = bool(catalogue.find_metric(name)) or not catalogue.promised.excuses(name)
        if judged:
            metrics = map(catalogue.find_metric, names)
            yield JudgedSelector(view, expression, selector, tuple(filter(None, metrics)))


def find_used_names(board: BoardView, names: Collection[str]) -> frozenset[str]:
    """Return the metric names in `names` that the queries, annotations or variables of a board
    select.
    """
    selected = {_find_name_or_pattern(selector) for _, _, selector in iter_selectors(board)}
    matching = (
        _find_matching_names(name, names) if isinstance(name, NamePattern) else {name}
        for name in selected
        if name
    )
    return frozenset().union(*matching).intersection(names)


def _find_matching_names(pattern: NamePattern, names: Collection[str]) -> list[str]:
    return sorted(filter(pattern.fits, names))


def _may_be_expected(pattern: NamePattern, promised: ExpectedMetrics) -> bool:
    """Return whether a pattern matches a recorded or optional metric (see `ExpectedMetrics`)."""
    if pattern.has_colon and not promised.all_rules:
        return True
    return any(map(pattern.fits, promised.examples)) or promised.is_optional(pattern.prefix)


def iter_selectors(board: BoardView) -> Iterator[tuple[PromqlView, Expression, Selector]]:
    """Yield every selector of a board.

    Each selector comes with its expression, and with the query, annotation or variable that
    contains the expression. Copies of a repeated panel, which old versions of Grafana stored, are
    omitted.
    """
    views: list[PromqlView] = [q for q in board.queries if not q.panel.is_repeat_clone]
    for view in (*views, *board.annotations, *board.variables):
        if (expression := view.expression) is not None:
            for selector in expression.selectors:
                yield view, expression, selector


def _find_name_or_pattern(selector: Selector) -> NamePattern | str | None:
    """Return the selector's metric name, or the pattern of the metric names that the selector
    matches; None if the selector matches any name.
    """
    name = selector.name
    if name is None:
        return _build_name_pattern(selector)
    if not selector.variable_name:
        return name
    literal = "".join(part for part in VARIABLE.split(name)[:: VARIABLE.groups + 1] if part)
    if not literal.strip("_:"):
        return None
    return NamePattern((_build_name_regex(name),), (), _find_plain_start(name), ":" in literal)


def _build_name_pattern(selector: Selector) -> NamePattern | None:
    named = [matcher for matcher in selector.matchers if matcher.name == "__name__"]
    wanted = [m.value for m in named if m.op == "=~"]
    excluded = [m.value if m.op == "!~" else re.escape(m.value) for m in named if m.op != "=~"]
    if not wanted or any(matcher.variable for matcher in named):
        return None
    return NamePattern(
        patterns=tuple(wanted),
        excluded=tuple(excluded),
        prefix=_find_prefix(wanted[0]),
        has_colon=any(map(_COLON.search, wanted)),
    )


def _find_plain_start(text: str) -> str:
    found = _PLAIN.match(text)
    return found.group() if found else ""


def _find_prefix(regex: str) -> str:
    """Return the plain text with which each match of a regex begins."""
    if "|" in _GROUP.sub("", regex):
        return ""
    plain = _find_plain_start(regex)
    return plain[:-1] if regex[len(plain) :].startswith(("*", "?", "{")) else plain


def _build_name_regex(name: str) -> str:
    """Return a regex for a metric name that contains variables. Each variable matches any text."""
    pieces, end = [], 0
    for found in VARIABLE.finditer(name):
        pieces += [re.escape(name[end : found.start()]), ".*"]
        end = found.end()
    return "".join((*pieces, re.escape(name[end:])))


def _is_absent(selector: Selector) -> bool:
    return any(isinstance(p, Call) and p.name in _ABSENT for p in selector.parents())


def iter_alternatives(selector: Selector) -> Iterator[Expr]:
    """Yield the expressions that are combined with a selector by `or`, such as `b` for the selector
    `a` in `a or b`.
    """
    child: Expr = selector
    for parent in selector.parents():
        if isinstance(parent, Binary) and parent.op == "or":
            yield parent.rhs if parent.lhs is child else parent.lhs
        child = parent


def iter_required_matchers(judged: JudgedSelector) -> Iterator[Matcher]:
    """Yield each matcher that does not match series without its label, such as `job="api"`.
    Matchers that contain a variable are omitted.
    """
    for matcher in judged.selector.matchers:
        named = matcher.name != "__name__" and not VARIABLE.search(matcher.name)
        if named and not matcher.variable and accepts_missing_label(matcher) is False:
            yield matcher


def collect_label_values(metrics: tuple[Metric, ...], label: str) -> frozenset[str]:
    """Return all values that a label has on the given metrics."""
    return frozenset().union(*(metric.labels.get(label, ()) for metric in metrics))
