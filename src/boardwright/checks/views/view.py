"""The base classes of all views."""

from __future__ import annotations

from boardwright.promql.expression import Expression
from boardwright.schema.json_object import JsonObject, Pointer


class View:
    """A part of a project that rules read, such as a board, a panel or a query.

    Attributes:
        pointer: The keys that lead from the board to this part, in the classic schema.
    """

    pointer: Pointer = ()

    @property
    def expression(self) -> Expression | None:
        """The PromQL expression of this part; None if this part has no expression."""
        return None


class JsonView(View, JsonObject):
    """A view of a part of a board's JSON."""
