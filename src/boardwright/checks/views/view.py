"""The base classes of all views."""

from __future__ import annotations

from boardwright.promql.expression import Expression
from boardwright.schema.json_object import JsonObject, Pointer


class View:
    """A part of a project that rules look at.

    Attributes:
        pointer: The keys from the board's top, in the classic schema.
    """

    pointer: Pointer = ()

    @property
    def expression(self) -> Expression | None:
        """The PromQL expression that it is about; None when there is none."""
        return None


class JsonView(View, JsonObject):
    """A view of a part of a board's JSON."""
