"""Reads Kubernetes manifests and Grafana's provisioning files, which are in YAML, as JSON data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.json_files import DEPTH_LIMIT, build_depth_error, parse_json
from boardwright.frozen import frozen
from boardwright.schema.document import Place

_MAX_VALUES = 20_000_000
"""The maximum number of values in a YAML document. The target of an alias counts again for each
alias.
"""

_SEPARATOR = re.compile(rb"^---(?=\s|$)", re.MULTILINE)
_RESOURCE = re.compile(rb"""\bkind["']?\s*:\s*["']?(?:Grafana)?Dashboard\b""")
_CONFIG_MAP = re.compile(rb"""\bkind["']?\s*:\s*["']?ConfigMap\b""")
_KEY = re.compile(rb"""\.(?:json|gz)["']?\s*:""")


class _Loader(yaml.CSafeLoader):
    """A safe YAML loader that reads dates as text, because JSON has no dates."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@frozen
class UnreadableDocument:
    """A YAML document that cannot be read, with its text and the error."""

    text: bytes
    error: BoardwrightError

    @property
    def may_be_board(self) -> bool:
        """Whether the text looks like a board, or like a Kubernetes resource with a board."""
        if _RESOURCE.search(self.text) or b"schemaVersion" in self.text:
            return True
        return _CONFIG_MAP.search(self.text) is not None and _KEY.search(self.text) is not None


def parse_yaml(content: bytes, *, place: Place) -> Iterator[Any]:
    """Yield the documents in a YAML file as JSON data; skip empty documents.

    Raises:
        DeclarationError: The file is not YAML, or contains a value that JSON does not allow.
    """
    try:
        _refuse_deep_nesting(content, place)
        documents = [data for data in yaml.load_all(content, Loader=_Loader) if data is not None]
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        what = f"the file is not YAML: {_format_reason(error)}"
        raise DeclarationError(what, where=_find_place(error, place)) from None
    for data in documents:
        yield _convert_to_json(data, place)


def parse_documents(content: bytes, *, place: Place) -> Iterator[list[Any] | UnreadableDocument]:
    """Yield each document in a YAML file. A document that cannot be read is yielded as
    `UnreadableDocument`.

    Args:
        content: Content of the file.
        place: Name of the file for messages.
    """
    line = 0
    for piece in _SEPARATOR.split(content):
        try:
            yield list(parse_yaml(piece, place=place))
        except DeclarationError:
            yield UnreadableDocument(text=piece, error=_build_yaml_error(piece, line, place))
        line += piece.count(b"\n")


def _build_yaml_error(piece: bytes, line: int, place: Place) -> BoardwrightError:
    """Return the error of a YAML document, with the line counted from the start of the file."""
    try:
        list(parse_yaml(b"\n" * line + piece, place=place))
    except DeclarationError as error:
        return error
    return DeclarationError("the file is not YAML", where=place)


def _refuse_deep_nesting(content: bytes, place: Place) -> None:
    """Raise an error for deeply nested data, before the stack of PyYAML's C loader overflows."""
    depth = 0
    for event in yaml.parse(content, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise build_depth_error(place)


def _convert_to_json(data: Any, place: Place) -> Any:
    try:
        if _count_values(data, {}) > _MAX_VALUES:
            raise DeclarationError(
                "the file contains YAML aliases that expand to too many values", where=place
            )
        text = json.dumps(data, allow_nan=False)
    except RecursionError:
        raise DeclarationError("a YAML alias contains itself", where=place) from None
    except (TypeError, ValueError) as error:
        what = f"the file contains a value that JSON does not allow: {error}"
        raise DeclarationError(what, where=place) from None
    return parse_json(text.encode(), place=place)


def _count_values(value: Any, known: dict[int, int]) -> int:
    """Return the number of values in a YAML value. The target of an alias is counted again for each
    alias.
    """
    if not isinstance(value, (dict, list)):
        return 1
    size = known.get(id(value))
    if size is None:
        inner = value.values() if isinstance(value, dict) else value
        size = known[id(value)] = 1 + sum(_count_values(item, known) for item in inner)
    return size


def _format_reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error)


def _find_place(error: Exception, place: Place) -> Place:
    mark = getattr(error, "problem_mark", None)
    return Place(file=place.file, line=mark.line + 1) if mark else place
