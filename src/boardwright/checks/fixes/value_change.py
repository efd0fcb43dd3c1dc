"""The class `ValueChange`, a change of one value in a board's JSON."""

from __future__ import annotations

from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.json_object import Pointer


@frozen(kw_only=False)
class ValueChange:
    """A change that replaces or adds a value in JSON.

    Attributes:
        pointer: The path of keys that leads to the value. A fix yields a path from the root of the
            board. `apply_changes` expects a path from the root of the file's JSON, and adds the
            last key if it does not exist yet.
        value: The new value: null, a number, or an object with text values.
    """

    pointer: Pointer
    value: Any
