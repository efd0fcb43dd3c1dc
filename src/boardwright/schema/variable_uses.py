"""Finds the variables that the JSON of a board uses."""

from __future__ import annotations

from typing import Any

from boardwright.notation.variable_syntax import iter_variable_names

_NAMING = frozenset({"repeat", "variable", "variableName", "byVariable"})
"""The keys whose value is the name of a variable, written without a dollar sign."""


def collect_used_variables(value: Any) -> frozenset[str]:
    """Return the names of the variables that a board of any schema uses: as `$x` in text, or as `x`
    under a key such as `repeat`.
    """
    found: set[str] = set()
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, str):
            found.update(iter_variable_names(value))
            if key in _NAMING:
                found.add(value)
        elif isinstance(value, list):
            waiting.extend((key, item) for item in value)
        elif isinstance(value, dict):
            repeats = key == "repeat" and isinstance(value.get("value"), str)
            found.update([value["value"]] if repeats else [])
            waiting.extend(value.items())
    return frozenset(found)
