"""Text to promql-parser's tree, Grafana's variables and macros taken care of."""

from __future__ import annotations

from boardwright.errors import PromqlError
from boardwright.promql.substitute import NAME, NUMBER, substitute, tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    import promql_parser


_ATTEMPTS = ((NUMBER, "sum"), (NAME, "sum"), (NUMBER, "rate"), (NAME, "rate"))
"""What to put for an operand and for a function, the likelier first."""
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}
_HALVES = frozenset(")]}\"'`")

LONGEST = 4000
"""Longer texts are read only if they are not deep: promql-parser recurses in the native stack."""
DEEPEST = 2000


def is_too_deep(text: str) -> bool:
    """Tell whether a text may be nested too deeply to be parsed."""
    if len(text) <= LONGEST:
        return False
    return sum(1 for token in tokens(text) if token.lastgroup == "sign") > DEEPEST


def is_metricsql(text: str, error: str) -> bool:
    """Tell whether VictoriaMetrics reads a text of its own metrics that Prometheus does not.

    It is mostly asked through a data source of Prometheus' type.

    Args:
        text: The expression.
        error: Why it is no PromQL, as promql-parser tells it.
    """
    return error.startswith("offset modifier must be preceded") and "vm_" in text


def parse(text: str, *, where: object = None) -> promql_parser.Expr:
    """Return the syntax tree of PromQL as it stands in a dashboard.

    Names and durations in the tree are those of the text after substitution: see
    `boardwright.promql.substitute`.

    Args:
        text: The expression.
        where: Where the user wrote it, for the message.

    Raises:
        PromqlError: Prometheus would not read it.
    """
    reasons: list[str] = []
    for operand, function in _ATTEMPTS:
        read = substitute(text, operand=operand, function=function)
        try:
            return _parsed(read.text)
        except ValueError as reason:
            reasons.append(str(reason))
        if not read.pieces:
            break
    raise PromqlError(f"{text}: {reasons[0]}", where=where, hint=_unbalanced(text))


def _parsed(text: str) -> promql_parser.Expr:
    import promql_parser

    tree = promql_parser.parse(text)
    if "or" in text:
        promql_parser.walk(tree, _refuse_or_matchers)
    return tree


def _refuse_or_matchers(node: promql_parser.Expr) -> None:
    """Refuse `{a="b" or c="d"}`, which is VictoriaMetrics' own."""
    matchers = getattr(node, "matchers", None)
    if matchers is not None and matchers.or_matchers:
        raise ValueError("`or` between matchers is not Prometheus'")


def _unbalanced(text: str) -> str | None:
    """Return where brackets do not pair up, since promql-parser gives no positions."""
    opened: list[tuple[str, int]] = []
    for token in tokens(text):
        sign, at = token.group(), token.start() + 1
        if sign in _CLOSED_BY:
            opened.append((sign, at))
        elif opened and sign == _CLOSED_BY[opened[-1][0]]:
            opened.pop()
        elif sign in _HALVES:
            return f"the {sign} at character {at} has no other half"
    return f"the {opened[-1][0]} at character {opened[-1][1]} is never closed" if opened else None
