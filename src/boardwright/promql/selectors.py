"""Series chosen by name and labels, and ranges of them."""

from __future__ import annotations

from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.notation.variables import VARIABLE
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.duration_values import duration
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression_places import refuse
from boardwright.promql.lexical import is_encodable, is_legacy_name, is_plain_name, quote
from boardwright.promql.matchers import Matcher, label_matchers
from boardwright.promql.operators import Operand, RangeVector, Variable, _Shifted
from boardwright.promql.regexes import matches_empty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, NoReturn

    from boardwright.promql.matchers import ValueLike
    from boardwright.promql.operators import DurationLike

_EXPRESSION_SIGNS = frozenset("{}()[]")
"""In a name they are a mistake, though Prometheus 3 accepts them."""


@frozen
class Selector(_Shifted, Operand):
    """The newest sample of each series with this name and these labels.

    Use `metric(…)` or `selector(…)` to make one.

    Attributes:
        name: The metric's name; None when only matchers select; may hold variables.
        matchers: The matchers in braces, without the one for the name.
        shift: The offset.
        moment: The moment after `@`, as text.
        extended: How `rate` and its like look beyond the window; Prometheus 3.16.
    """

    name: str | None
    matchers: tuple[Matcher, ...]
    shift: Duration | None = None
    moment: str | None = None
    extended: Literal["anchored", "smoothed"] | None = None

    @property
    def kind(self) -> Kind:
        """An instant vector."""
        return Kind.VECTOR

    @property
    def window(self) -> Duration | None:
        """The range that it is parsed with; None for an instant selector."""
        return self.parent.window if isinstance(self.parent, Range) else None

    @property
    def variable_name(self) -> bool:
        """Whether the name holds a variable."""
        name = self.name or ""
        return ("$" in name or "[[" in name) and VARIABLE.search(name) is not None

    __contains__ = None

    def where(self, /, *matchers: Matcher, **labels: ValueLike) -> Selector:
        """Return the selector with more matchers; a label's new matchers replace its old ones.

        >>> from boardwright.promql import metric, ne
        >>> cpu = metric("node_cpu_seconds_total", job="node", mode="idle")
        >>> str(cpu.where(mode=ne("idle"), cpu="0"))
        'node_cpu_seconds_total{job="node",mode!="idle",cpu="0"}'
        """
        new = select(self.name, matchers, labels).matchers
        return replace(self, matchers=_merge_matchers(self.matchers, new))

    def range(self, window: DurationLike) -> Range:
        """Return the samples of the window: `x[5m]`; `x["5m"]` does the same.

        Raises:
            PromqlError: Not a duration.
        """
        return Range(selector=self, window=duration(window))

    def __getitem__(self, window: DurationLike) -> Range:
        """Return the samples of the window: `x["5m"]`."""
        return self.range(window)

    def anchored(self) -> Selector:
        """Render `self anchored`: count from the sample before the window; Prometheus 3.16."""
        return self._extend("anchored")

    def smoothed(self) -> Selector:
        """Render `self smoothed`: interpolate at the window's edges; Prometheus 3.16."""
        return self._extend("smoothed")

    def _extend(self, how: Literal["anchored", "smoothed"]) -> Selector:
        if self.extended not in {None, how}:
            raise refuse(f"{self}: anchored and smoothed exclude each other")
        return replace(self, extended=how)

    def __str__(self) -> str:
        """Return the text."""
        return self._series() + self._trailing()

    def _series(self) -> str:
        name, matchers = self.name, list(map(str, self.matchers))
        if name is not None and not is_plain_name(name):
            # Every version reads keywords as `__name__`, Prometheus 3 quoted names in UTF-8.
            inside = f"__name__={quote(name)}" if is_legacy_name(name) else quote(name)
            name, matchers = "", [inside, *matchers]
        return f"{name or ''}{{{','.join(matchers)}}}" if matchers or not name else name

    def _trailing(self) -> str:
        return f" {self.extended}{self._shifts()}" if self.extended else self._shifts()


@frozen
class Range(RangeVector):
    """A selector's samples over a window; use `selector["5m"]` to make one.

    Attributes:
        selector: The series; offset and `@` are the selector's.
        window: How far back.
        is_shifted_first: Whether it was parsed from text with `offset` or `@` before the window.
    """

    selector: Selector
    window: Duration

    is_shifted_first = False

    @property
    def children(self) -> tuple[Expr, ...]:
        """The selector."""
        return (self.selector,)

    def offset(self, by: DurationLike) -> Range:
        """Shift the selector in time; see `Selector.offset`."""
        return replace(self, selector=self.selector.offset(by))

    def at(self, moment: float | str | Variable) -> Range:
        """Fix the selector to one moment; see `Selector.at`."""
        return replace(self, selector=self.selector.at(moment))

    def anchored(self) -> Range:
        """Count from the sample before the window; see `Selector.anchored`."""
        return replace(self, selector=self.selector.anchored())

    def smoothed(self) -> Range:
        """Interpolate at the window's edges; see `Selector.smoothed`."""
        return replace(self, selector=self.selector.smoothed())

    if not TYPE_CHECKING:

        def _refuse_range(self, window: object) -> NoReturn:
            raise refuse(f"{self}: a range of a range ({window}) cannot be")

        range = __getitem__ = _refuse_range
        __contains__ = None

    def __str__(self) -> str:
        """Return the text."""
        return f"{self.selector._series()}[{self.window}]{self.selector._trailing()}"


def metric(name: str | Variable, /, *matchers: Matcher, **labels: ValueLike) -> Selector:
    """Return the series of a metric.

    >>> from boardwright.promql import metric
    >>> str(metric("node_cpu_seconds_total", mode="idle"))
    'node_cpu_seconds_total{mode="idle"}'

    Args:
        name: The metric's name, any UTF-8 without brackets; keywords such as `sum` are names
            like any other.
        *matchers: Made by `match(…)`, for labels that are not Python names.
        **labels: A label's value, or `ne(…)`, `re(…)`, `nre(…)` of one. Names are used
            unchanged: `class` is `**{"class": "x"}`, and `class_` is the label `class_`.

    Raises:
        PromqlError: An invalid name or value.
    """
    if isinstance(name, Variable):
        return select(name.text, matchers, labels)
    if not isinstance(name, str) or not name or not is_encodable(name):
        raise refuse(f"{name!r} is not a metric's name")
    if not _EXPRESSION_SIGNS.isdisjoint(VARIABLE.sub("", name)):
        hint = 'labels are arguments: metric("up", job="x"); any PromQL is raw("…")'
        raise refuse(f"{name!r} is not a metric's name", hint)
    return select(name, matchers, labels)


def selector(*matchers: Matcher, **labels: ValueLike) -> Selector:
    """Return the series with these labels, of any name.

    >>> from boardwright.promql import re, selector
    >>> str(selector(__name__=re("node_.*_total"), job="node"))
    '{__name__=~"node_.*_total",job="node"}'

    Raises:
        PromqlError: No matcher, or none that an absent label would fail: that is every series.
    """
    chosen = select(None, matchers, labels)
    if all(accepts_missing_label(matcher) for matcher in chosen.matchers):
        raise refuse(
            f"{chosen} selects every series",
            'at least one matcher must not match the empty text: job="x", job=re(".+")',
        )
    return chosen


def select(
    name: str | None, matchers: tuple[Matcher, ...], labels: dict[str, ValueLike]
) -> Selector:
    """Return a selector of a checked name, its matchers checked.

    Raises:
        PromqlError: Not a matcher, or a second name for the metric.
    """
    chosen = (*matchers, *label_matchers(labels))
    for matcher in chosen:
        if not isinstance(matcher, Matcher):
            hint = 'write match("label", "=", "value") or label="value"'
            raise refuse(f"{matcher!r} is not a matcher", hint)
        if matcher.name == "__name__" and name is not None:
            raise refuse(f"{name}: __name__ would name the metric a second time")
    return Selector(name=name, matchers=chosen)


def _merge_matchers(old: tuple[Matcher, ...], new: tuple[Matcher, ...]) -> tuple[Matcher, ...]:
    """Put new matchers in place of their label's first old one, the others at the end."""
    merged: list[Matcher] = []
    placed: set[str] = set()
    for matcher in (*old, *new):
        if matcher.name not in placed:
            replacing = [one for one in new if one.name == matcher.name]
            merged += replacing or [one for one in old if one.name == matcher.name]
            placed.add(matcher.name)
    return tuple(merged)


def accepts_missing_label(matcher: Matcher) -> bool | None:
    """Return whether a matcher accepts series without its label; None when a variable decides."""
    op, value = matcher.op, matcher.value
    if op in {"=", "!="}:
        if matcher.variable and not VARIABLE.sub("", value):
            return None
        return (value == "") == (op == "=")
    if matcher.variable:
        return None
    found = matches_empty(value)
    return None if found is None else found == (op == "=~")
