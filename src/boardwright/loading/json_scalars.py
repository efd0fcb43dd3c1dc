"""Converts values to JSON texts, numbers and booleans, and describes values that JSON cannot
express.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum
from inspect import isroutine
from math import isfinite
from numbers import Integral, Real
from typing import Any

from boardwright.schema.document import Place


class NotJsonError(Exception):
    """Raised for a value that JSON cannot express.

    Attributes:
        path: Keys and indexes that lead from the board to the value, innermost first. Each function
            through which the exception passes appends one key or index.
        place: File and line of the innermost object that contains the value.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        self.path: list[str | int] = []
        self.place: Place | None = None

    def __str__(self) -> str:
        """Return the error message, such as `panels[0].title is …`."""
        return f"{format_json_path(self.path[::-1]) or 'the board'} {self.what}"


def format_json_path(path: list[str | int]) -> str:
    """Return a path as Python code, such as `panels[0].options["a b"]`."""
    text = ""
    for step in path:
        if isinstance(step, str) and re.fullmatch(r"[A-Za-z_$]\w*", step):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]' if isinstance(step, str) else f"[{step}]"
    return text


def convert_scalar(value: Any) -> Any:
    """Return a value as text, number, boolean or None.

    Raises:
        NotJsonError: The value is not a text, number, boolean or None.
    """
    if isinstance(value, Enum):
        return convert_scalar(value.value)
    if isinstance(value, str):
        return str.__str__(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, (Real, Decimal)):
        return _require_finite(float(value))
    raise NotJsonError(f"is {_describe_value(value)}")


def convert_key(key: Any) -> str:
    """Return the key of a dict as text. A number becomes the text that Python's `json` writes for
    this number.
    """
    scalar = key if isinstance(key, (bool, type(None))) else _try_convert_scalar(key)
    if isinstance(scalar, bool) or scalar is None:
        raise NotJsonError(f"has the key {key!r}, which is not text or a number")
    return scalar if isinstance(scalar, str) else repr(scalar)


def _try_convert_scalar(value: Any) -> Any:
    try:
        return convert_scalar(value)
    except NotJsonError:
        return None


def _require_finite(value: float) -> float:
    if not isfinite(value):
        raise NotJsonError(f"is {value}, which JSON cannot express")
    return value


def _describe_value(value: Any) -> str:
    if isinstance(value, type):
        return f"the class {value.__name__} instead of an object: add parentheses to call the class"
    if isroutine(value):
        return (
            f"the function {value.__name__} instead of its result: add parentheses to call "
            "the function"
        )
    if isinstance(value, AbstractSet):
        return "a set, which has no order: use a list"
    return f"an object of type {type(value).__name__}, which JSON cannot express"
