"""Lists of labels, as `by (…)`, `without (…)`, `on (…)` and their like take them."""

from __future__ import annotations

from boardwright.notation.variables import is_variable
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.lexical import grouping_label, is_encodable
from boardwright.promql.places import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from boardwright.promql.variables import Variable

    LabelLike: TypeAlias = "str | Variable"
    Labels: TypeAlias = "LabelLike | tuple[LabelLike, ...] | list[LabelLike]"


def labels_of(labels: Labels) -> tuple[LabelLike, ...]:
    """Return one label or several as a tuple."""
    return tuple(labels) if isinstance(labels, tuple | list) else (labels,)


def label_list(names: tuple[LabelLike, ...]) -> tuple[str, ...]:
    """Return labels' names as they stand in a list: quoted where they must be.

    Raises:
        PromqlError: A name that is empty or no text.
    """
    return tuple(_label(name) for name in names)


def _label(name: LabelLike) -> str:
    if isinstance(name, Expr):
        if name.kind is Kind.ANY:
            return str(name)
    elif isinstance(name, str) and name and is_encodable(name):
        return name if is_variable(name) else grouping_label(name)
    raise refuse(f"{name!r} is not a label's name")
