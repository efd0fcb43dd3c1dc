"""One change of a board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boardwright.schema.json_object import Pointer


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value to be replaced or added.

    Attributes:
        pointer: The keys: from the board's top when a fix yields it, from the file's top when it is
            made. If the last key is missing, it is added to the object.
        value: The new value: null, a number, or an object of texts.
    """

    pointer: Pointer
    value: Any
