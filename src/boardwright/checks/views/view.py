"""The bases of all views."""

from __future__ import annotations

from boardwright.promql.expression import Expression
from boardwright.schema.json_object import JsonObject, Pointer


class View:
    """Something that a rule looks at.

    Attributes:
        pointer: The way to it from the board's top, in the classic schema.
    """

    pointer: Pointer = ()

    @property
    def expression(self) -> Expression | None:
        """The PromQL expression that it is about; None when there is none."""
        return None


class JsonView(View, JsonObject):
    """A view of a part of a board's JSON."""
