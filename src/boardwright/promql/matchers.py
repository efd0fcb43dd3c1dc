"""Label matchers, such as `mode="idle"` and `mode=~"idle|iowait"`."""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.notation.variable_syntax import VARIABLE
from boardwright.promql.expression_places import build_promql_error
from boardwright.promql.lexical import format_label, is_encodable, quote_text
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
    """The operator and the value of a label matcher, without the label, as in `ne("idle")`. `ne`,
    `re` and `nre` return objects of this class.
    """

    op: MatchOp
    value: str


@frozen
class Matcher:
    """A matcher on a label. To create a matcher, call `match(…)`.

    A Grafana variable can replace one or more whole matchers, as in `up{$filters}`. Such a variable
    is stored as a matcher with an empty operator, whose name is the text of the variable.

    Attributes:
        name: Name of the label, which may contain Grafana variables.
        op: The operator: `=`, `!=`, `=~` or `!~`.
        value: The text or regular expression, which may contain Grafana variables.
        tokens: Index of the matcher's first token in the braces, and index of the token after its
            last token; `(0, 0)` for a matcher that was not parsed.
    """

    name: str
    op: MatchOp
    value: str

    tokens = (0, 0)

    @lazy_property
    def variable(self) -> bool:
        """Whether the matcher depends on the value of a Grafana variable."""
        text = self.value
        return not self.op or (("$" in text or "[[" in text) and bool(VARIABLE.search(text)))

    def __str__(self) -> str:
        return (
            f"{format_label(self.name)}{self.op}{quote_text(self.value)}" if self.op else self.name
        )


def match(label: str | Variable, op: MatchOp, value: Value) -> Matcher:
    """Return a matcher on a label. The label's name need not be a valid Python name.

    >>> from boardwright.promql import match, metric
    >>> str(metric("up", match("service.name", "=", "api")))
    'up{"service.name"="api"}'

    Args:
        label: Name of the label; any UTF-8 text.
        op: One of `=`, `!=`, `=~`, `!~`.
        value: The value or, for `=~` and `!~`, a regular expression in RE2 syntax. The regular
            expression must match the label's whole value.

    Raises:
        PromqlError: The name is not a valid label name, the operator is unknown, or the value is
            not text.
    """
    name = str(label) if isinstance(label, Variable) else label
    if not isinstance(name, str) or not name or not is_encodable(name):
        raise build_promql_error(f"{label!r} is not a valid label name")
    if op not in OPERATORS:
        raise build_promql_error(
            f"{op!r} is not an operator of a label matcher",
            f"use one of the operators {' '.join(OPERATORS)}",
        )
    return Matcher(name=name, op=op, value=_convert_value(value))


def ne(value: Value) -> Condition:
    """Return the condition "not equal" (`!=`) for a value: `mode=ne("idle")`."""
    return Condition(op="!=", value=_convert_value(value))


def re(pattern: Value) -> Condition:
    """Return the condition "matches the regular expression" (`=~`): `mode=re("idle|iowait")`."""
    return Condition(op="=~", value=_convert_value(pattern))


def nre(pattern: Value) -> Condition:
    """Return the condition "does not match the regular expression" (`!~`):
    `mode=nre("idle|iowait")`.
    """
    return Condition(op="!~", value=_convert_value(pattern))


def build_matchers(labels: dict[str, ValueLike]) -> tuple[Matcher, ...]:
    """Return the matchers for keyword arguments such as `mode="idle"`."""
    return tuple(_build_matcher(name, value) for name, value in labels.items())


def _build_matcher(name: str, value: ValueLike) -> Matcher:
    if isinstance(value, Condition):
        return match(name, value.op, value.value)
    return match(name, "=", value)


def _convert_value(value: Value) -> str:
    if isinstance(value, Variable):
        return value.text
    if not isinstance(value, str):
        hint = (
            f'write the value of a label as text: "{value}"'
            if isinstance(value, int | float)
            else None
        )
        raise build_promql_error(f"{value!r} is not a valid value of a label", hint)
    if not is_encodable(value):
        raise build_promql_error(f"{value!r} contains a character that UTF-8 cannot encode")
    return value
