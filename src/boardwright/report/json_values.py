"""Converts dataclasses to JSON objects. The keys are the names of the fields in camelCase.

    to_json_object(problem, omit=("place",), file=problem.place.file)

The arguments in this example omit the field `place` and add the key `file`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from typing import Any

from boardwright.errors import BoardwrightError
from boardwright.schema.document import Json, Note, Place


def to_json_value(value: Any) -> Any:
    """Return a value as JSON data.

    Args:
        value: Text, a number, a boolean, None, a path, a `Place`, an error, a note, a dataclass, or
            a collection of such values. A `Place` becomes the text `file:line`. Sets are sorted.

    Raises:
        TypeError: The value, or an item in the value, has another type.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Place() | PurePath():
            return str(value)
        case BoardwrightError():
            return value.to_json()
        case Mapping():
            return {str(key): to_json_value(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            ordered = sorted(value) if isinstance(value, set | frozenset) else value
            return [to_json_value(item) for item in ordered]
    return _convert_note(value) if isinstance(value, Note) else to_json_object(value)


def to_json_object(
    value: Any, *, omit: Collection[str] = (), empty_as_null: Collection[str] = (), **changed: Any
) -> Json:
    """Return a dataclass as a JSON object.

    Args:
        value: The dataclass.
        omit: Names of the fields that the JSON object omits. Fields whose names begin with `_` are
            always omitted.
        empty_as_null: Names of text fields that become null if they are empty.
        changed: Values that the JSON object contains in addition to the fields, or instead of the
            field with the same name.

    Raises:
        TypeError: `value` is not a dataclass, lacks a field that is listed in `omit` or
            `empty_as_null`, or contains a value that `to_json_value` does not accept.
    """
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{value!r} is a {type(value).__name__}, which cannot be converted to JSON")
    names = [each.name for each in fields(value) if not each.name.startswith("_")]
    for name in (*omit, *empty_as_null):
        if name not in names:
            raise TypeError(f"{type(value).__name__} has no field {name!r}")
    values = {name: getattr(value, name) for name in names if name not in {*omit, *changed}}
    values |= {name: values[name] or None for name in empty_as_null}
    return {_to_camel_case(name): to_json_value(item) for name, item in (values | changed).items()}


def _convert_note(note: Note) -> Json:
    return to_json_object(note, omit=("place",), where=note.place)


def _to_camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
