"""PromQL text as a value, for what has no other form here."""

from __future__ import annotations

from boardwright.errors import PromqlError
from boardwright.notation.variables import VARIABLE, is_variable
from boardwright.promql.expr import Kind
from boardwright.promql.operators import ATOMIC_LEVEL, LEVELS, SIGN_LEVEL, Operand
from boardwright.promql.places import refuse
from boardwright.promql.substitute import NAME, NUMBER, tokens
from boardwright.promql.table import signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    import promql_parser


class Raw(Operand):
    """Parsed text: its kind and how tightly it binds are the parser's."""

    __slots__ = ("_kind", "level", "text")
    text: str
    level: int
    _kind: Kind

    def __init__(self, *, text: str, level: int, kind: Kind) -> None:
        """Take what the parser said; use `raw(…)` to make one."""
        self._set(text=text, level=level, _kind=kind)

    @property
    def kind(self) -> Kind:
        """What the parser says the text evaluates to."""
        return self._kind


def raw(text: str) -> Raw:
    """Return PromQL text as a value, Grafana's variables and macros included.

    It is parsed, so that it is type-checked and gets the parentheses it needs. Comments are
    dropped, and white space becomes one blank.

    >>> from boardwright.promql import raw
    >>> str(raw('up{job="$job"} or vector(0)') * 100)
    '(up{job="$job"} or vector(0)) * 100'

    Raises:
        PromqlError: It is not PromQL.
    """
    if not isinstance(text, str) or not text.strip():
        raise refuse(f"{text!r} is not PromQL text")
    line = _one_line(text)
    if is_variable(line):
        return Raw(text=line, level=ATOMIC_LEVEL, kind=Kind.ANY)
    try:
        return _read(line)
    except PromqlError as error:
        raise refuse(error.what, error.hint) from None


def _one_line(text: str) -> str:
    line = ""
    for token in tokens(text):
        space = token.lastgroup == "space"
        line += (" " if not line.endswith(" ") else "") if space else token.group()
    return line.strip()


def _read(line: str) -> Raw:
    from boardwright.promql.parse import parse

    tree = parse(line)
    kind = _kind(tree, unsure=VARIABLE.search(line) is not None)
    return Raw(text=line, level=_level(line, tree), kind=kind)


def _level(line: str, tree: promql_parser.Expr) -> int:
    import promql_parser as parser

    if isinstance(tree, parser.BinaryExpr):
        return LEVELS[str(tree.op)]
    return SIGN_LEVEL if line[0] in "+-" else ATOMIC_LEVEL


def _kind(tree: promql_parser.Expr, *, unsure: bool) -> Kind:
    """Return what a tree evaluates to.

    Args:
        tree: The tree.
        unsure: Whether `x` and `1` in it may stand for a variable, which is of any kind.
    """
    import promql_parser as parser

    if isinstance(tree, parser.BinaryExpr):
        kinds = {_kind(tree.lhs, unsure=unsure), _kind(tree.rhs, unsure=unsure)}
        return next(kind for kind in (Kind.VECTOR, Kind.ANY, Kind.SCALAR) if kind in kinds)
    if isinstance(tree, parser.ParenExpr | parser.UnaryExpr):
        return _kind(tree.expr, unsure=unsure)
    if isinstance(tree, parser.Call):
        return signature(tree.func.name).result
    if unsure and isinstance(tree, parser.VectorSelector | parser.NumberLiteral):
        return _stand_in_kind(tree)
    return _KINDS.get(type(tree).__name__, Kind.VECTOR)


def _stand_in_kind(tree: promql_parser.VectorSelector | promql_parser.NumberLiteral) -> Kind:
    if tree.prettify().lstrip("-") in {NAME, NUMBER}:
        return Kind.ANY
    return _KINDS.get(type(tree).__name__, Kind.VECTOR)


_KINDS = {
    "MatrixSelector": Kind.RANGE,
    "NumberLiteral": Kind.SCALAR,
    "StringLiteral": Kind.STRING,
    "SubqueryExpr": Kind.RANGE,
}
