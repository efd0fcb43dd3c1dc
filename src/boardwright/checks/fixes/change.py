"""One change of a board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boardwright.schema.json_object import Pointer


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is to be another one.

    Attributes:
        pointer: The way to it: from the board's top when a fix yields it, from the file's top when
            it is made. Where its last key is not there, it is added to the object.
        value: What is to stand there: null, a number, or an object of texts.
    """

    pointer: Pointer
    value: Any
