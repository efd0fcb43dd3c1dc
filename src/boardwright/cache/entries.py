"""Reads and writes the cached result of one source file.

A cache file contains a checksum, JSON data, and the JSON texts of the compiled boards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any
from zlib import crc32

import orjson

from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.loading.compiled_file import CompiledFile
from boardwright.schema.board_result import AlertPanel, BoardResult
from boardwright.schema.canonical import encode_canonical_json, parse_canonical_json
from boardwright.schema.document import Json, Note, Place

_CHECKSUM = 4
_LENGTH = 8
"""Number of bytes in a cache file that store the length of the JSON data."""


@frozen
class CacheEntry:
    """The cached result of one source file.

    Attributes:
        facts: Name -> value, for everything on which the boards depend. For example, the value of
            `file:PATH` is the digest of the file.
        data: JSON data for each compiled board, such as the uid and the length of the board's text.
        texts: The JSON texts of all boards, one after the other.
    """

    facts: Mapping[str, str]
    data: tuple[Mapping[str, Any], ...]
    texts: bytes

    def decode_boards(self) -> tuple[BoardResult, ...]:
        """Return the compiled boards of the source file."""
        ends = accumulate(board["length"] for board in self.data)
        return tuple(
            _decode_board(board, self.texts[end - board["length"] : end])
            for board, end in zip(self.data, ends, strict=True)
        )


def encode_entry(file: CompiledFile, key: str) -> bytes:
    """Return the content of the cache file for a source file.

    Args:
        file: The compiled source file.
        key: The digest that `compute_fingerprint` returns. If the digest changes, the cached result
            is invalid.
    """
    head = _encode_json(
        {"key": key, "facts": file.facts, "boards": [_encode_board(board) for board in file.boards]}
    )
    texts = (board.text for board in file.boards)
    content = b"".join((len(head).to_bytes(_LENGTH), head, *texts))
    return _compute_checksum(content) + content


def decode_entry(content: bytes, key: str) -> CacheEntry | None:
    """Return the result in a cache file; None if the file contains another key than `key`.

    Raises:
        ValueError: The content is damaged.
    """
    if _compute_checksum(content[_CHECKSUM:]) != content[:_CHECKSUM]:
        raise ValueError("the cache entry is damaged")
    start = _CHECKSUM + _LENGTH
    end = start + int.from_bytes(content[_CHECKSUM:start])
    data = parse_canonical_json(content[start:end])
    if data["key"] != key:
        return None
    return CacheEntry(facts=data["facts"], data=tuple(data["boards"]), texts=content[end:])


def _compute_checksum(content: bytes) -> bytes:
    """Return a checksum that reveals damaged or incomplete files."""
    return crc32(content).to_bytes(_CHECKSUM)


def _encode_json(data: Any) -> bytes:
    try:
        return orjson.dumps(data)
    except TypeError:  # an unpaired surrogate in a title
        return encode_canonical_json(data)


def _encode_board(board: BoardResult) -> Json:
    return {
        "uid": board.uid,
        "title": board.title,
        "place": encode_place(board.place),
        "folder": board.folder,
        "length": len(board.text),
        "panels": encode_panel_places(board.panel_places),
        "notes": [
            (note.what, note.panel, note.hint, *encode_place(note.place)) for note in board.notes
        ],
        "imported_from": board.imported_from,
        "alerts": [(*each.alert, each.panel, dict(each.variables)) for each in board.alert_panels],
    }


def _decode_board(data: Mapping[str, Any], text: bytes) -> BoardResult:
    return BoardResult(
        uid=data["uid"],
        title=data["title"],
        place=decode_place(*data["place"]),
        folder=data["folder"],
        text=text,
        panel_places=_StoredPlaces(data["panels"]),
        notes=tuple(
            Note(what=what, panel=panel, hint=hint, place=decode_place(*place))
            for what, panel, hint, *place in data["notes"]
        ),
        imported_from=data["imported_from"],
        alert_panels=tuple(
            AlertPanel(alert=(name, expr), panel=panel, variables=variables)
            for name, expr, panel, variables in data["alerts"]
        ),
    )


class _StoredPlaces(Mapping[int, Place]):
    """Id of a panel -> file and line that declare the panel.

    The JSON data is decoded on first use, because most commands need files and lines only for
    messages.

    Args:
        rows: The id of each panel, followed by the values that `encode_place` returned.
    """

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        self._rows = rows

    @lazy_property
    def _places(self) -> dict[int, Place]:
        return {panel: decode_place(*place) for panel, *place in self._rows}

    def __getitem__(self, panel: int) -> Place:
        return self._places[panel]

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._rows)


def encode_panel_places(places: Mapping[int, Place]) -> list[tuple[Any, ...]]:
    """Return the id, file and line of each panel as JSON data."""
    return [(panel, *encode_place(place)) for panel, place in places.items()]


def encode_place(place: Place) -> tuple[Any, ...]:
    """Return the file and line of a place, and of its caller if there is a caller, as JSON data."""
    caller = place.caller
    return (place.file, place.line, *((caller.file, caller.line) if caller else ()))


def decode_place(file: str, line: int | None, *caller: Any) -> Place:
    """Return the `Place` that `encode_place` converted to JSON data."""
    return Place(file=file, line=line, caller=decode_place(*caller) if caller else None)
