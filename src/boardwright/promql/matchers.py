"""Label matchers: `mode="idle"`, `mode!="idle"`, `mode=~"idle|iowait"`, `mode!~"idle"`."""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.notation.variables import VARIABLE
from boardwright.promql.expression_places import refuse
from boardwright.promql.lexical import is_encodable, label, quote
from boardwright.promql.operators import Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    MatchOp: TypeAlias = Literal["=", "!=", "=~", "!~", ""]
    Value: TypeAlias = str | Variable
    ValueLike: TypeAlias = "str | Variable | Condition"

OPERATORS = ("=", "!=", "=~", "!~")


@frozen
class Condition:
    """An operator and a value, without the label: what `ne`, `re` and `nre` return."""

    op: MatchOp
    value: str


@frozen
class Matcher:
    """A condition on a label; use `match(…)` to make one.

    A Grafana variable in place of a whole matcher, or of several, has an empty operator: its text
    is the name.

    Attributes:
        name: The label's name; may hold variables.
        op: The operator.
        value: The text or regular expression; may hold variables.
        tokens: The indexes of its first token and of the token after its last, when parsed.
    """

    name: str
    op: MatchOp
    value: str

    tokens = (0, 0)

    @property
    def variable(self) -> bool:
        """Whether a variable decides what it matches."""
        text = self.value
        return not self.op or (("$" in text or "[[" in text) and bool(VARIABLE.search(text)))

    def __str__(self) -> str:
        """Return the PromQL text."""
        return f"{label(self.name)}{self.op}{quote(self.value)}" if self.op else self.name


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
        PromqlError: An empty name, an unknown operator, or a value that is not text.
    """
    name = str(label) if isinstance(label, Variable) else label
    if not isinstance(name, str) or not name or not is_encodable(name):
        raise refuse(f"{label!r} is not a label's name")
    if op not in OPERATORS:
        raise refuse(f"{op!r} does not match labels", f"it is one of {' '.join(OPERATORS)}")
    return Matcher(name=name, op=op, value=_value(value))


def ne(value: Value) -> Condition:
    """Return `!=` of a value: `mode=ne("idle")`."""
    return Condition(op="!=", value=_value(value))


def re(pattern: Value) -> Condition:
    """Return `=~` of a regular expression: `mode=re("idle|iowait")`."""
    return Condition(op="=~", value=_value(pattern))


def nre(pattern: Value) -> Condition:
    """Return `!~` of a regular expression: `mode=nre("idle|iowait")`."""
    return Condition(op="!~", value=_value(pattern))


def label_matchers(labels: dict[str, ValueLike]) -> tuple[Matcher, ...]:
    """Return the matchers of keyword arguments."""
    return tuple(_match_label(name, value) for name, value in labels.items())


def _match_label(name: str, value: ValueLike) -> Matcher:
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
