"""The class `ValueChange`, a change of one value in a board's JSON."""

from __future__ import annotations

from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.json_object import Pointer


@frozen(kw_only=False)
class ValueChange:
    """A change that replaces or adds a value in JSON.

    Attributes:
        pointer: The keys that lead to the value. A fix yields keys that start at the top of the
            board. `apply_changes` needs keys that start at the top of the file, and adds the last
            key if it does not exist yet.
        value: The new value: null, a number, or an object with text values.
    """

    pointer: Pointer
    value: Any
