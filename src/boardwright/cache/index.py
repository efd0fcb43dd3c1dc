"""What is kept, as values and as the JSON that it is written as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from boardwright.cache.facts import digest
from boardwright.cache.records import Record
from boardwright.cache.texts import Stored
from boardwright.frozen import frozen
from boardwright.schema.canonical import canonical_json, parsed
from boardwright.schema.compiled import CompiledBoard
from boardwright.schema.document import Note, Place


@frozen
class Kept:
    """A compiled board without its text, and where that is."""

    board: CompiledBoard
    text: Stored


@frozen
class Entry:
    """What one declaring file gave; `real` is its real path, by which its record is found."""

    real: str
    boards: tuple[Kept, ...]


@dataclass(kw_only=True)
class Index:
    """All that is kept of one environment.

    Attributes:
        common: The facts that all entries depend on.
        records: Real path -> what a module or JSON file depends on.
        entries: Path of a declaring file -> what it gave.
    """

    common: dict[str, str] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)


def index_bytes(index: Index, key: str) -> bytes:
    """Return the content of an index file: a digest, then JSON."""
    data = {
        "key": key,
        "common": index.common,
        "records": {
            path: {"facts": record.facts, "imports": record.imports, "later": record.later}
            for path, record in index.records.items()
        },
        "entries": {
            path: {"real": entry.real, "boards": [_board_data(kept) for kept in entry.boards]}
            for path, entry in index.entries.items()
        },
    }
    content = _dumped(data)
    return digest(content).encode() + b"\n" + content


def _dumped(data: Any) -> bytes:
    try:
        return orjson.dumps(data)
    except TypeError:  # a lone surrogate in a title
        return canonical_json(data)


def read_index(content: bytes, key: str) -> Index:
    """Return the index of a file's content, an empty one for any other key.

    Raises:
        ValueError: It is not what was written.
    """
    expected, _, rest = content.partition(b"\n")
    if digest(rest).encode() != expected:
        raise ValueError("the index is damaged")
    data = parsed(rest)
    if data["key"] != key:
        return Index()
    return Index(
        common=data["common"],
        records={path: Record(**record) for path, record in data["records"].items()},
        entries={
            path: Entry(real=entry["real"], boards=tuple(map(_board, entry["boards"])))
            for path, entry in data["entries"].items()
        },
    )


def _board_data(kept: Kept) -> dict[str, Any]:
    board = kept.board
    return {
        "uid": board.uid,
        "title": board.title,
        "place": _place_data(board.place),
        "folder": board.folder,
        "text": [kept.text.file, kept.text.start, kept.text.length, kept.text.digest],
        "panels": _panels_data(board.panel_places),
        "notes": [[note.what, *_place_data(note.place), note.panel] for note in board.notes],
    }


def _board(data: Mapping[str, Any]) -> Kept:
    board = CompiledBoard(
        uid=data["uid"],
        title=data["title"],
        place=_place(*data["place"]),
        folder=data["folder"],
        text=b"",
        panel_places=dict(_panels(data["panels"])),
        notes=tuple(
            Note(what=what, place=_place(file, line), panel=panel)
            for what, file, line, panel in data["notes"]
        ),
    )
    file, start, length, name = data["text"]
    return Kept(board=board, text=Stored(file=file, start=start, length=length, digest=name))


def _place_data(place: Place) -> tuple[str, int | None]:
    return place.file, place.line


def _place(file: str, line: int | None) -> Place:
    return Place(file=file, line=line)


def _panels_data(places: Mapping[int, Place]) -> dict[str, list[int | None]]:
    """Return the panels by the file that their places share: id, line, id, line, …"""
    found: dict[str, list[int | None]] = {}
    for panel, place in places.items():
        found.setdefault(place.file, []).extend((panel, place.line))
    return found


def _panels(data: Mapping[str, list[Any]]) -> Iterable[tuple[int, Place]]:
    for file, pairs in data.items():
        for panel, line in zip(pairs[::2], pairs[1::2], strict=True):
            yield panel, _place(file, line)
