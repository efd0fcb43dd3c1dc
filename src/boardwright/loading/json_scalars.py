"""Converts Python values to JSON strings, numbers, booleans and null, or raises `NotJsonError`."""

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
        path: The keys and indexes between the board and the value, beginning with the innermost
            key. Each converter of a dict or list that the exception leaves appends one key or
            index.
        place: The file and line at which the innermost object that contains the value was created.
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
    """Return a path in JSON data, such as `panels[0].options["a b"]`."""
    text = ""
    for step in path:
        if isinstance(step, str) and re.fullmatch(r"[A-Za-z_$]\w*", step):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]' if isinstance(step, str) else f"[{step}]"
    return text


def convert_scalar(value: Any) -> Any:
    """Return a value as a plain string, number, boolean or None. An enum member becomes its value.

    Raises:
        NotJsonError: JSON has no corresponding string, number, boolean or null.
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
    """Return the key of a dict as a string. Numbers are formatted as in Python's module `json`."""
    scalar = key if isinstance(key, (bool, type(None))) else _try_convert_scalar(key)
    if isinstance(scalar, bool) or scalar is None:
        raise NotJsonError(f"has the key {key!r}, which is neither a string nor a number")
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
