"""Classes and functions for selectors such as `up{job="node"}`, and for ranges such as `up[5m]`."""

from __future__ import annotations

import re
from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import VARIABLE
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.duration_values import as_duration
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression_places import build_promql_error
from boardwright.promql.lexer import VARIABLE_PATTERN
from boardwright.promql.lexical import is_encodable, is_legacy_name, is_plain_name, quote_text
from boardwright.promql.matchers import Matcher, build_matchers
from boardwright.promql.operators import Operand, RangeVector, Variable, _ShiftableExpr
from boardwright.promql.regexes import matches_empty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, NoReturn

    from boardwright.promql.matchers import ValueLike
    from boardwright.promql.operators import DurationLike

_EXPRESSION_SIGNS = frozenset("{}()[]")
"""Brackets, which `metric(…)` refuses because the author probably passed a whole expression.
Prometheus 3 accepts brackets in a metric's name.
"""
_VARIABLE_STARTS = frozenset("$[")
_ONLY_VARIABLES = re.compile(rf"(?:{VARIABLE_PATTERN})+")


@frozen
class Selector(_ShiftableExpr, Operand):
    """A selector of series, such as `up{job="node"}`. To create a selector, call `metric(…)` or
    `selector(…)`.

    Attributes:
        name: Name of the metric, which may contain variables; None if the selector has only
            matchers.
        matchers: The matchers in braces, without the metric's name.
        shift: The duration after `offset`; None if the selector has no `offset`.
        moment: The time after `@`, as text; None if the selector has no `@`.
        extended: The keyword `anchored` or `smoothed`, with which `rate` and similar functions also
            use samples outside the range; None if the selector has neither keyword.
    """

    name: str | None
    matchers: tuple[Matcher, ...]
    shift: Duration | None = None
    moment: str | None = None
    extended: Literal["anchored", "smoothed"] | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the result: an instant vector."""
        return Kind.VECTOR

    @property
    def window(self) -> Duration | None:
        """The range after the selector in the parsed text; None if the selector has no range."""
        return self.parent.window if isinstance(self.parent, Range) else None

    @property
    def variable_name(self) -> bool:
        """Whether the metric's name contains a variable."""
        name = self.name or ""
        return ("$" in name or "[[" in name) and VARIABLE.search(name) is not None

    __contains__ = None

    def where(self, /, *matchers: Matcher, **labels: ValueLike) -> Selector:
        """Return the selector with additional matchers. A new matcher replaces the old matchers on
        the same label.

        >>> from boardwright.promql import metric, ne
        >>> cpu = metric("node_cpu_seconds_total", job="node", mode="idle")
        >>> str(cpu.where(mode=ne("idle"), cpu="0"))
        'node_cpu_seconds_total{job="node",mode!="idle",cpu="0"}'
        """
        new = build_selector(self.name, matchers, labels).matchers
        return replace(self, matchers=_merge_matchers(self.matchers, new))

    def range(self, window: DurationLike) -> Range:
        """Return the range vector `x[5m]`: the samples of the last `window`. `x["5m"]` returns the
        same range vector.

        Raises:
            PromqlError: The window is not a duration.
        """
        return Range(selector=self, window=as_duration(window))

    def __getitem__(self, window: DurationLike) -> Range:
        """Return the range vector `x[5m]`: the samples of the last `window`."""
        return self.range(window)

    def anchored(self) -> Selector:
        """Return `self anchored`, with which `rate` and similar functions also use the last sample
        before the range. Before Prometheus 3.16, `anchored` needs a feature flag.
        """
        return self._extend_range("anchored")

    def smoothed(self) -> Selector:
        """Return `self smoothed`, with which `rate` and similar functions interpolate the values at
        both ends of the range. Before Prometheus 3.16, `smoothed` needs a feature flag.
        """
        return self._extend_range("smoothed")

    def _extend_range(self, keyword: Literal["anchored", "smoothed"]) -> Selector:
        if self.extended not in {None, keyword}:
            raise build_promql_error(f"{self}: anchored and smoothed cannot be combined")
        return replace(self, extended=keyword)

    def __str__(self) -> str:
        return self._format_series() + self._format_modifiers()

    def _format_series(self) -> str:
        name, matchers = self.name, list(map(str, self.matchers))
        if name is not None and not is_plain_name(name):
            # Every version of Prometheus accepts a keyword as the value of `__name__`, and
            # Prometheus 3 also accepts quoted UTF-8 names.
            inside = f"__name__={quote_text(name)}" if is_legacy_name(name) else quote_text(name)
            name, matchers = "", [inside, *matchers]
        return f"{name or ''}{{{','.join(matchers)}}}" if matchers or not name else name

    def _format_modifiers(self) -> str:
        return (
            f" {self.extended}{self._format_shifts()}" if self.extended else self._format_shifts()
        )


@frozen
class Range(RangeVector):
    """The samples of a selector over a range of time. To create a range, write `selector["5m"]`.

    Attributes:
        selector: The selector, which also contains `offset` and `@`.
        window: The length of the range, as in `[5m]`.
        is_shifted_first: Whether `offset` or `@` is before the brackets of the range in the parsed
            text.
    """

    selector: Selector
    window: Duration

    is_shifted_first = False

    @property
    def children(self) -> tuple[Expr, ...]:
        """The selector."""
        return (self.selector,)

    def offset(self, by: DurationLike) -> Range:
        """Return the range with an offset; see `Selector.offset`."""
        return replace(self, selector=self.selector.offset(by))

    def at(self, moment: float | str | Variable) -> Range:
        """Return the range with `@`; see `Selector.at`."""
        return replace(self, selector=self.selector.at(moment))

    def anchored(self) -> Range:
        """Return the range with `anchored`; see `Selector.anchored`."""
        return replace(self, selector=self.selector.anchored())

    def smoothed(self) -> Range:
        """Return the range with `smoothed`; see `Selector.smoothed`."""
        return replace(self, selector=self.selector.smoothed())

    if not TYPE_CHECKING:

        def _refuse_range(self, window: object) -> NoReturn:
            raise build_promql_error(
                f"{self}: this expression already has a range, so it cannot have the "
                f"range {window} as well"
            )

        range = __getitem__ = _refuse_range
        __contains__ = None

    def __str__(self) -> str:
        return f"{self.selector._format_series()}[{self.window}]{self.selector._format_modifiers()}"


def metric(name: str | Variable, /, *matchers: Matcher, **labels: ValueLike) -> Selector:
    """Return a selector for the series of a metric.

    >>> from boardwright.promql import metric
    >>> str(metric("node_cpu_seconds_total", mode="idle"))
    'node_cpu_seconds_total{mode="idle"}'

    Args:
        name: Name of the metric: any UTF-8 text without brackets. Keywords such as `sum` are
            allowed.
        *matchers: Matchers from `match(…)`, for labels whose names are not valid Python names.
        **labels: The value of each label, or a condition: `ne(…)`, `re(…)` or `nre(…)`. For a label
            whose name is a Python keyword, such as `class`, write `**{"class": "x"}`.

    Raises:
        PromqlError: A name or a value is invalid.
    """
    if isinstance(name, Variable):
        return build_selector(name.text, matchers, labels)
    if not isinstance(name, str) or not name or not is_encodable(name):
        raise build_promql_error(f"{name!r} is not a valid metric name")
    if not _EXPRESSION_SIGNS.isdisjoint(VARIABLE.sub("", name)):
        hint = 'write labels as arguments: metric("up", job="x"), and any other PromQL as raw("…")'
        raise build_promql_error(f"{name!r} is not a valid metric name", hint)
    return build_selector(name, matchers, labels)


def selector(*matchers: Matcher, **labels: ValueLike) -> Selector:
    """Return a selector that has only label matchers, and no metric name.

    >>> from boardwright.promql import re, selector
    >>> str(selector(__name__=re("node_.*_total"), job="node"))
    '{__name__=~"node_.*_total",job="node"}'

    Raises:
        PromqlError: There is no matcher, or every matcher also matches series without its label.
            Prometheus refuses such a selector, because it would return all series.
    """
    result = build_selector(None, matchers, labels)
    if all(accepts_missing_label(matcher) for matcher in result.matchers):
        raise build_promql_error(
            f"{result} would select every series",
            'add a matcher that does not match the empty text: job="x" or job=re(".+")',
        )
    return result


def build_selector(
    name: str | None, matchers: tuple[Matcher, ...], labels: dict[str, ValueLike]
) -> Selector:
    """Return a selector, after checking its matchers. The caller must have checked the name.

    Raises:
        PromqlError: A value is not a matcher, or a matcher on `__name__` repeats the metric's name.
    """
    all_matchers = (*matchers, *build_matchers(labels))
    for matcher in all_matchers:
        if not isinstance(matcher, Matcher):
            hint = 'write match("label", "=", "value") or label="value"'
            raise build_promql_error(f"{matcher!r} is not a matcher", hint)
        if matcher.name == "__name__" and name is not None:
            raise build_promql_error(
                f"{name}: a matcher on __name__ is not allowed, because the metric already has a "
                "name"
            )
    return Selector(name=name, matchers=all_matchers)


def _merge_matchers(old: tuple[Matcher, ...], new: tuple[Matcher, ...]) -> tuple[Matcher, ...]:
    """Return all matchers. A new matcher replaces the old matchers on the same label."""
    merged: list[Matcher] = []
    merged_labels: set[str] = set()
    for matcher in (*old, *new):
        if matcher.name not in merged_labels:
            replacements = [each for each in new if each.name == matcher.name]
            merged += replacements or [each for each in old if each.name == matcher.name]
            merged_labels.add(matcher.name)
    return tuple(merged)


def accepts_missing_label(matcher: Matcher) -> bool | None:
    """Return whether a matcher also matches series without its label.

    Return None if the answer depends on the value of a Grafana variable, or if the regular
    expression is invalid.
    """
    op, value = matcher.op, matcher.value
    if op in {"=", "!="}:
        if value[:1] in _VARIABLE_STARTS and _ONLY_VARIABLES.fullmatch(value):
            return None
        return (value == "") == (op == "=")
    if matcher.variable:
        return None
    is_match = matches_empty(value)
    return None if is_match is None else is_match == (op == "=~")
