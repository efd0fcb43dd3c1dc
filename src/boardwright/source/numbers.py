"""Numbers that neither JSON nor Python source can say."""

from __future__ import annotations

from math import isfinite
from typing import Any

from boardwright.errors import DocumentError


def refuse_odd_numbers(body: Any, where: object) -> None:
    """Refuse a board with `NaN` or an infinite number in it.

    Raises:
        DocumentError: With the path of the first.
    """
    stack: list[tuple[str, Any]] = [("", body)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [(f"{path}.{key}" if path else str(key), item) for key, item in value.items()]
        elif isinstance(value, list):
            stack += [(f"{path}[{index}]", item) for index, item in enumerate(value)]
        elif isinstance(value, float) and not isfinite(value):
            hint = "JSON has no such number: give one that it has, or null."
            raise DocumentError(f"{path} is {value}", where=where, hint=hint)
