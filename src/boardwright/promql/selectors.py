"""Series chosen by name and labels, ranges of them, and subqueries."""

from __future__ import annotations

import re as regex

from boardwright.notation.variables import VARIABLE
from boardwright.promql.durations import duration
from boardwright.promql.expr import Expr, Kind, noun
from boardwright.promql.lexical import is_encodable, number_text
from boardwright.promql.matchers import Matcher, labelled
from boardwright.promql.operators import Operand, operand
from boardwright.promql.places import refuse
from boardwright.promql.values import Frozen
from boardwright.promql.variables import Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Never, NoReturn, Self

    from boardwright.promql.durations import Duration, DurationLike
    from boardwright.promql.matchers import ValueLike


_LATEST = 2**63 / 1000  # Prometheus counts milliseconds in 64 bits
_EXPRESSION_SIGNS = frozenset(
    "{}()[]"
)  # in a name they are a mistake, though Prometheus 3 has them


class _Shifted(Frozen):
    """What takes `offset` and `@`: selectors, their ranges, and subqueries."""

    __slots__ = ()
    moment: str | None
    shift: Duration | Variable | None

    def offset(self, by: DurationLike) -> Self:
        """Look at the past: `offset("1w")`; at the future with a negative duration.

        `offset(0)` is none.

        Raises:
            PromqlError: No duration, or a second offset.
        """
        if self.shift is not None:
            raise refuse(f"{self}: offset is given twice")
        return self if by == 0 else self._replace(shift=duration(by, signed=True))

    def at(self, moment: float | str | Variable) -> Self:
        """Look at one moment, whatever the time of evaluation: PromQL's `@`.

        Args:
            moment: Unix time in seconds, `"start()"`, `"end()"`, or a variable.

        Raises:
            PromqlError: None of these, or a second `@`.
        """
        if self.moment is not None:
            raise refuse(f"{self}: @ is given twice")
        return self._replace(moment=_moment(moment))


class RangeVector(Expr):
    """Samples over a stretch of time: what `rate` and the `…_over_time` functions take."""

    __slots__ = ()

    @property
    def kind(self) -> Kind:
        """A range vector."""
        return Kind.RANGE

    if not TYPE_CHECKING:
        # A type checker sees no operators here; at run time the message says why.
        def _no_operand(self, *_: object) -> Never:
            operand(self)

        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _no_operand
        __truediv__ = __rtruediv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = _no_operand
        __and__ = __rand__ = __or__ = __ror__ = __neg__ = _no_operand
        __gt__ = __lt__ = __ge__ = __le__ = _no_operand


class Selector(_Shifted, Operand):
    """The newest sample of each series of a name with matching labels."""

    __slots__ = ("matchers", "moment", "name", "shift")
    name: str | None
    matchers: tuple[Matcher, ...]
    shift: Duration | Variable | None
    moment: str | None

    def __init__(self, *, name: str | None, matchers: tuple[Matcher, ...]) -> None:
        """Take checked fields; use `metric(…)` or `selector(…)` to make one."""
        self._set(name=name, matchers=matchers, shift=None, moment=None)

    @property
    def kind(self) -> Kind:
        """An instant vector."""
        return Kind.VECTOR

    __iter__ = None
    __contains__ = None

    def where(self, /, *matchers: Matcher, **labels: ValueLike) -> Selector:
        """Return the selector with more matchers; a label's new matchers replace its old ones.

        >>> from boardwright.promql import metric, ne
        >>> cpu = metric("node_cpu_seconds_total", job="node", mode="idle")
        >>> str(cpu.where(mode=ne("idle"), cpu="0"))
        'node_cpu_seconds_total{job="node",mode!="idle",cpu="0"}'
        """
        new = select(self.name, matchers, labels).matchers
        return self._replace(matchers=_merged(self.matchers, new))

    def range(self, window: DurationLike) -> Range:
        """Return the samples of the window: `x[5m]`; `x["5m"]` does the same.

        Raises:
            PromqlError: No duration.
        """
        return Range(selector=self, window=duration(window))

    def __getitem__(self, window: DurationLike) -> Range:
        """Return the samples of the window: `x["5m"]`."""
        return self.range(window)


class Range(RangeVector):
    """A selector's samples over a window."""

    __slots__ = ("selector", "window")
    selector: Selector
    window: Duration | Variable

    def __init__(self, *, selector: Selector, window: Duration | Variable) -> None:
        """Take checked fields; use `selector["5m"]` to make one."""
        self._set(selector=selector, window=window)

    def offset(self, by: DurationLike) -> Range:
        """Shift the selector in time; see `Selector.offset`."""
        return self._replace(selector=self.selector.offset(by))

    def at(self, moment: float | str | Variable) -> Range:
        """Fix the selector to one moment; see `Selector.at`."""
        return self._replace(selector=self.selector.at(moment))

    if not TYPE_CHECKING:

        def _no_range(self, window: object) -> NoReturn:
            raise refuse(f"{self}: a range of a range ({window}) cannot be")

        range = __getitem__ = _no_range
        __iter__ = None
        __contains__ = None


class Subquery(_Shifted, RangeVector):
    """An expression evaluated again and again over a range."""

    __slots__ = ("expr", "moment", "range", "shift", "step")
    expr: Operand
    range: Duration | Variable
    step: Duration | Variable | None
    shift: Duration | Variable | None
    moment: str | None

    def __init__(
        self, *, expr: Operand, range: Duration | Variable, step: Duration | Variable | None
    ) -> None:
        """Take checked fields; use `expr.subquery(…)` to make one."""
        self._set(expr=expr, range=range, step=step, shift=None, moment=None)


def metric(name: str | Variable, /, *matchers: Matcher, **labels: ValueLike) -> Selector:
    """Return the series of a metric.

    >>> from boardwright.promql import metric
    >>> str(metric("node_cpu_seconds_total", mode="idle"))
    'node_cpu_seconds_total{mode="idle"}'

    Args:
        name: The metric's name, any UTF-8 without brackets; keywords such as `sum` are names
            like any other.
        *matchers: Made by `match(…)`, for labels that are no Python names.
        **labels: A label's value, or `ne(…)`, `re(…)`, `nre(…)` of one. Names stand as they
            are: `class` is `**{"class": "x"}`, and `class_` is the label `class_`.

    Raises:
        PromqlError: A name or a value that cannot be.
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
    """Return the series with these labels, of whatever name.

    >>> from boardwright.promql import re, selector
    >>> str(selector(__name__=re("node_.*_total"), job="node"))
    '{__name__=~"node_.*_total",job="node"}'

    Raises:
        PromqlError: No matcher, or none that an absent label would fail: that is every series.
    """
    chosen = select(None, matchers, labels)
    if all(_takes_nothing(matcher) for matcher in chosen.matchers):
        raise refuse(
            f"{chosen} selects every series",
            'at least one matcher must not match the empty text: job="x", job=re(".+")',
        )
    return chosen


def subquery(expr: Operand, range: DurationLike, step: DurationLike | None) -> Subquery:
    """Return `expr[range:step]`; see `Operand.subquery`."""
    inner = operand(expr)
    if not inner.kind.fits(Kind.VECTOR):
        raise refuse(f"{inner}: a subquery is of an instant vector, not {noun(inner.kind)}")
    pause = None if step is None else duration(step)
    return Subquery(expr=inner, range=duration(range), step=pause)


def select(
    name: str | None, matchers: tuple[Matcher, ...], labels: dict[str, ValueLike]
) -> Selector:
    """Return a selector of a checked name, its matchers checked.

    Raises:
        PromqlError: What is no matcher, or a second name for the metric.
    """
    chosen = (*matchers, *labelled(labels))
    for matcher in chosen:
        if not isinstance(matcher, Matcher):
            hint = 'write match("label", "=", "value") or label="value"'
            raise refuse(f"{matcher!r} is not a matcher", hint)
        if matcher.label == "__name__" and name is not None:
            raise refuse(f"{name}: __name__ would name the metric a second time")
    return Selector(name=name, matchers=chosen)


def _merged(old: tuple[Matcher, ...], new: tuple[Matcher, ...]) -> tuple[Matcher, ...]:
    """Put new matchers where their label's first old one stood, the others at the end."""
    merged: list[Matcher] = []
    placed: set[str] = set()
    for matcher in (*old, *new):
        if matcher.label not in placed:
            replacing = [one for one in new if one.label == matcher.label]
            merged += replacing or [one for one in old if one.label == matcher.label]
            placed.add(matcher.label)
    return tuple(merged)


def _takes_nothing(matcher: Matcher) -> bool:
    """Return whether a series without the label would match."""
    if VARIABLE.search(matcher.value):
        return False
    if matcher.op in {"=", "!="}:
        return (matcher.value == "") == (matcher.op == "=")
    try:
        return bool(regex.fullmatch(matcher.value, "")) == (matcher.op == "=~")
    except regex.error:  # RE2's syntax is not quite Python's; Prometheus will tell
        return False


def _moment(moment: float | str | Variable) -> str:
    if isinstance(moment, Variable):
        return moment.text
    if isinstance(moment, str):
        if moment in {"start()", "end()"} or VARIABLE.fullmatch(moment):
            return moment
    elif isinstance(moment, int | float) and not isinstance(moment, bool) and abs(moment) < _LATEST:
        return number_text(moment)
    raise refuse(
        f"{moment!r} is not a moment",
        'it is seconds since 1970, "start()", "end()" or a variable',
    )
