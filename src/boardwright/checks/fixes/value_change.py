"""One change of a value in a board."""

from __future__ import annotations

from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.json_object import Pointer


@frozen(kw_only=False)
class ValueChange:
    """A value that is to be replaced or added.

    Attributes:
        pointer: The keys that lead to the value. In a change that a fix yields, the keys start at
            the top of the board. In a change that `editing` receives, the keys must start at the
            top of the file. If the last key does not exist yet, it is added.
        value: The new value: null, a number, or an object with text values.
    """

    pointer: Pointer
    value: Any
