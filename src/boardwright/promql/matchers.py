"""Label matchers: `mode="idle"`, `mode!="idle"`, `mode=~"idle|iowait"`, `mode!~"idle"`."""

from __future__ import annotations

from boardwright.promql.lexical import is_encodable
from boardwright.promql.places import refuse
from boardwright.promql.values import Frozen
from boardwright.promql.variables import Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    MatchOp: TypeAlias = Literal["=", "!=", "=~", "!~"]
    Value: TypeAlias = str | Variable
    ValueLike: TypeAlias = "str | Variable | Condition"

OPERATORS = ("=", "!=", "=~", "!~")


class Condition(Frozen):
    """What a label's value must be, the label aside: what `ne`, `re` and `nre` return."""

    __slots__ = ("op", "value")
    op: MatchOp
    value: str

    def __init__(self, *, op: MatchOp, value: Value) -> None:
        """Take the operator and the value to compare with."""
        self._set(op=op, value=_value(value))


class Matcher(Frozen):
    """A label and what its value must be."""

    __slots__ = ("label", "op", "value")
    label: str
    op: MatchOp
    value: str

    def __init__(self, *, label: str, op: MatchOp, value: str) -> None:
        """Take checked fields; use `match(…)` to make one."""
        self._set(label=label, op=op, value=value)


def match(label: str | Variable, op: MatchOp, value: Value) -> Matcher:
    """Return a matcher for a label of any name.

    >>> from boardwright.promql import match, metric
    >>> str(metric("up", match("service.name", "=", "api")))
    'up{"service.name"="api"}'

    Args:
        label: The label's name, any UTF-8.
        op: One of `=`, `!=`, `=~`, `!~`.
        value: The value, or the regular expression (RE2, anchored at both ends).

    Raises:
        PromqlError: An empty name, an unknown operator, or a value that is no text.
    """
    name = str(label) if isinstance(label, Variable) else label
    if not isinstance(name, str) or not name or not is_encodable(name):
        raise refuse(f"{label!r} is not a label's name")
    if op not in OPERATORS:
        raise refuse(f"{op!r} does not match labels", f"it is one of {' '.join(OPERATORS)}")
    return Matcher(label=name, op=op, value=_value(value))


def ne(value: Value) -> Condition:
    """Return `!=` of a value: `mode=ne("idle")`."""
    return Condition(op="!=", value=value)


def re(pattern: Value) -> Condition:
    """Return `=~` of a regular expression: `mode=re("idle|iowait")`."""
    return Condition(op="=~", value=pattern)


def nre(pattern: Value) -> Condition:
    """Return `!~` of a regular expression: `mode=nre("idle|iowait")`."""
    return Condition(op="!~", value=pattern)


def labelled(labels: dict[str, ValueLike]) -> tuple[Matcher, ...]:
    """Return the matchers that keyword arguments stand for."""
    return tuple(_labelled(name, value) for name, value in labels.items())


def _labelled(name: str, value: ValueLike) -> Matcher:
    if isinstance(value, Condition):
        return match(name, value.op, value.value)
    return match(name, "=", value)


def _value(value: Value) -> str:
    if isinstance(value, Variable):
        return value.text
    if not isinstance(value, str):
        hint = f'labels are text: write "{value}"' if isinstance(value, int | float) else None
        raise refuse(f"{value!r} is not a label's value", hint)
    if not is_encodable(value):
        raise refuse(f"{value!r} is not Unicode text")
    return value
