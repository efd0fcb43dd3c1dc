"""Reads dashboards from JSON files, such as exports of Grafana or files of other tools.

If a JSON object contains a key twice, this module uses the last value, as Grafana does. Numbers in
the file are not rounded. The values `NaN`, `Infinity` and `1e999` are errors, because they are not
valid JSON numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

import orjson

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import read_content
from boardwright.schema.canonical import may_have_long_number
from boardwright.schema.document import ORIGIN, REMARKS, Board, Document, Place
from boardwright.schema.envelopes import iter_resource_remarks, unwrap_board
from boardwright.schema.resource import Resource

DEPTH_LIMIT = 100
"""Maximum nesting depth of JSON data. The JSON of real boards has about twenty levels."""

_BOM = b"\xef\xbb\xbf"


def read_json_board(path: Path, *, place: Place, folder: str | None = None) -> Document:
    """Return the board in a JSON file, which may be an answer of Grafana's API or a Kubernetes
    resource that contains the board.

    Args:
        path: Path of the file.
        place: Name of the file for messages.
        folder: Title of the Grafana folder for the board; None if it is unknown.

    Raises:
        DeclarationError: The file cannot be read, or is not UTF-8 or JSON.
        NotABoardError: The JSON is not a dashboard.
    """
    data = parse_json(read_content(path, place), place=place)
    body = unwrap_board(data, place)
    if remarks := tuple(_iter_remarks(data, body)):
        body = {**body, REMARKS: remarks}
    return Document(body=body, place=place, name=path.stem, folder=folder, form="json")


def _iter_remarks(data: Any, body: Board) -> Iterator[str]:
    resource = Resource(data)
    return iter_resource_remarks(body, resource.api_version, resource.namespace)


def parse_json(content: bytes, *, place: Place) -> Any:
    """Return the JSON data in the content of a file.

    Raises:
        DeclarationError: The content is not UTF-8, or is not JSON. The error names the line and
            column.
    """
    try:
        data = _parse_text(content.removeprefix(_BOM))
    except UnicodeDecodeError as error:
        offset = error.start + (len(_BOM) if content.startswith(_BOM) else 0)
        raise DeclarationError(
            f"the file is not UTF-8: byte {offset} is 0x{error.object[error.start]:02x}",
            where=place,
            hint="Save the file as UTF-8.",
        ) from None
    except json.JSONDecodeError as error:
        where = f"{place}:{error.lineno}:{error.colno}"
        raise DeclarationError(f"the content is not JSON: {error.msg}", where=where) from None
    except ValueError as error:
        raise DeclarationError(f"the content is not JSON: {error}", where=place) from None
    except RecursionError:
        raise build_depth_error(place) from None
    _refuse_bad_data(data, content, place)
    return data


def _parse_text(content: bytes) -> Any:
    if not may_have_long_number(content):
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError:
            pass  # Python's json accepts unpaired surrogates, and its errors state the position
    return json.loads(content.decode(), parse_constant=_refuse_number, parse_float=_parse_number)


def _parse_number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        _refuse_number(text)
    return value


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(f"JSON cannot contain the number {text}")


def _refuse_bad_data(data: Any, content: bytes, place: Place) -> None:
    """Raise an error for data that is nested too deeply, or that contains the key under which
    boardwright stores source positions.
    """
    suspect = ORIGIN.encode() in content
    for depth, objects in enumerate(_iter_levels(data)):
        if depth > DEPTH_LIMIT:
            raise build_depth_error(place)
        if suspect and any(isinstance(value, dict) and ORIGIN in value for value in objects):
            raise DeclarationError(
                f"the JSON contains the key {ORIGIN!r}, which is reserved for boardwright",
                where=place,
            )


def _iter_levels(data: Any) -> Iterator[list[Any]]:
    """Yield, for each nesting level, a list with all JSON objects and lists of this level."""
    level = [data] if isinstance(data, (dict, list)) else []
    while level:
        yield level
        level = [
            inner
            for value in level
            for inner in (value.values() if type(value) is dict else value)
            if type(inner) is dict or type(inner) is list
        ]


def build_depth_error(place: Place) -> DeclarationError:
    """Return the error for data that is nested too deeply."""
    return DeclarationError(f"the data is nested more than {DEPTH_LIMIT} levels deep", where=place)
