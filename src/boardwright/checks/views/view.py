"""The base classes of the objects that check rules receive."""

from __future__ import annotations

from boardwright.promql.expression import Expression
from boardwright.schema.json_object import JsonObject, Pointer


class View:
    """An object that check rules receive, such as a board, a panel or a query.

    Attributes:
        pointer: The keys that lead to this object in the board's JSON, in the classic schema.
    """

    pointer: Pointer = ()

    @property
    def expression(self) -> Expression | None:
        """The PromQL expression of this object; None if this object has no expression."""
        return None


class JsonView(View, JsonObject):
    """A view whose data is an object in the board's JSON."""
