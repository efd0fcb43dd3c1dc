"""Dashboards in JSON files: exported, downloaded, or written by another tool.

As in Grafana, the last of two equal keys counts. Numbers are kept exactly, and those that JSON does
not have (`NaN`, `Infinity`, `1e999`) are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

import orjson

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import read_content
from boardwright.schema.document import ORIGIN, REMARKS, Document, Place
from boardwright.schema.envelopes import (
    DEFAULT_NAMESPACE,
    foreign_namespace,
    namespace_of,
    unwrap,
)

DEPTH_LIMIT = 100
"""The most levels that data may have: real boards have about twenty."""

_BOM = b"\xef\xbb\xbf"
_LONG_NUMBER = re.compile(rb"[0-9]{19}")
"""Whole numbers that may not fit in 64 bits, which orjson would round."""


def read_json_board(path: Path, *, place: Place, folder: str | None = None) -> Document:
    """Return the board of a JSON file, taken out of its envelope.

    Args:
        path: The file.
        place: The file as messages name it.
        folder: The folder that its place in the project gives it.

    Raises:
        DeclarationError: Not readable, not UTF-8, or not JSON.
        NotABoardError: It is JSON of another kind.
    """
    data = parse(read_content(path, place), place=place)
    body = unwrap(data, place)
    if (namespace := namespace_of(data)) not in ("", DEFAULT_NAMESPACE):
        body = {**body, REMARKS: (foreign_namespace(namespace),)}
    return Document(body=body, place=place, name=path.stem, folder=folder, form="json")


def parse(content: bytes, *, place: Place) -> Any:
    """Return the JSON data of a file's content.

    Raises:
        DeclarationError: Not UTF-8, or not JSON; with line and column.
    """
    try:
        data = _parse(content.removeprefix(_BOM))
    except UnicodeDecodeError as error:
        offset = error.start + (len(_BOM) if content.startswith(_BOM) else 0)
        raise DeclarationError(
            f"is not UTF-8: byte {offset} is 0x{error.object[error.start]:02x}",
            where=place,
            hint="Save the file as UTF-8.",
        ) from None
    except json.JSONDecodeError as error:
        where = f"{place}:{error.lineno}:{error.colno}"
        raise DeclarationError(f"is not JSON: {error.msg}", where=where) from None
    except ValueError as error:
        raise DeclarationError(f"is not JSON: {error}", where=place) from None
    except RecursionError:
        raise too_deep(place) from None
    _refuse_bad_data(data, content, place)
    return data


def _parse(content: bytes) -> Any:
    if not _LONG_NUMBER.search(content):
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError:
            pass  # the standard library accepts half characters, and its messages have positions
    return json.loads(content.decode(), parse_constant=_refuse_number, parse_float=_number)


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        _refuse_number(text)
    return value


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(f"JSON cannot hold the number {text}")


def _refuse_bad_data(data: Any, content: bytes, place: Place) -> None:
    """Refuse data that is nested too deeply, and data with the key that holds origins."""
    suspect = ORIGIN.encode() in content
    for depth, objects in enumerate(_levels(data)):
        if depth > DEPTH_LIMIT:
            raise too_deep(place)
        if suspect and any(isinstance(value, dict) and ORIGIN in value for value in objects):
            raise DeclarationError(
                f"has the key {ORIGIN!r}, which is reserved for boardwright", where=place
            )


def _levels(data: Any) -> Iterator[list[Any]]:
    """Yield the objects and lists of each depth."""
    level = [data] if isinstance(data, (dict, list)) else []
    while level:
        yield level
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, (dict, list))
        ]


def too_deep(place: Place) -> DeclarationError:
    """Return the error for data that is nested too deeply."""
    return DeclarationError(f"is nested more than {DEPTH_LIMIT} levels deep", where=place)
