"""Strict reading of a TOML table: each key has one type, and unknown keys are errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, TypeVar

from boardwright.errors import ConfigError
from boardwright.schema.document import Place

T = TypeVar("T")
_TOML_NAMES = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    list: "a list",
    dict: "a table",
}


class Table:
    """A table that is being read; `close` rejects keys that nothing has read.

    Args:
        values: The parsed table.
        source: The whole text, to find lines in.
        file: The file's name in messages.
        name: The table's dotted name; empty for the top level.
        index: The index in an array of tables, from 0.
    """

    def __init__(
        self, values: Mapping[str, Any], *, source: str, file: str, name: str = "", index: int = 0
    ) -> None:
        self._rest = dict(values)
        self._known: list[str] = []
        self._source, self._file, self._name, self._index = source, file, name, index

    def __contains__(self, key: str) -> bool:
        """Return whether the table has the key and nothing has read it yet."""
        return key in self._rest

    def expect(self, *keys: str) -> None:
        """Reject the first key that is not one of these: it may be a misspelled required key."""
        self._known = list(keys)
        self._refuse_unknown(key for key in self._rest if key not in keys)

    def take(self, key: str, kind: type[T], default: T) -> T:
        """Return the value of `key`, or `default`; ConfigError when it has another type."""
        if key not in self._known:
            self._known.append(key)
        value = self._rest.pop(key, default)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            if value is default:
                return value
            self.refuse(f"{self._path(key)} is {value!r}; it takes {_TOML_NAMES[kind]}", key)
        return value

    def need(self, key: str, kind: type[T]) -> T:
        """Return the value of `key`, which must exist and must not be empty text."""
        if key not in self._rest:
            self.refuse(f"{self._path(key)} is missing", "")
        value = self.take(key, kind, kind())
        if value == "":
            self.refuse(f"{self._path(key)} is empty", key)
        return value

    def text(self, key: str) -> str | None:
        """Return the text of `key`; None when it is missing or empty."""
        return self.take(key, str, "") or None

    def texts(self, key: str, default: Iterable[str] = ()) -> tuple[str, ...]:
        """Return a list of texts."""
        values: list[Any] = self.take(key, list, list(default))
        for value in values:
            if not isinstance(value, str):
                self.refuse(f"{self._path(key)} holds {value!r}; it takes a list of texts", key)
        return tuple(values)

    def table(self, key: str) -> Table:
        """Return a table within this one; an absent one reads as empty."""
        return self._child(self.take(key, dict, {}), key, 0)

    def tables(self, key: str) -> list[Table]:
        """Return an array of tables (`[[key]]`)."""
        values: list[Any] = self.take(key, list, [])
        for value in values:
            if not isinstance(value, dict):
                self.refuse(f"{self._path(key)} is written as [[{self._path(key)}]] tables", key)
        return [self._child(value, key, index) for index, value in enumerate(values)]

    def named_tables(self) -> dict[str, Table]:
        """Return the remaining tables by name: `[environments.NAME]`."""
        return {name: self.table(name) for name in list(self._rest)}

    def rest(self) -> dict[str, Any]:
        """Return the remaining values."""
        rest, self._rest = self._rest, {}
        return rest

    def close(self) -> None:
        """Reject the first key that nothing has read, and name the most similar known key."""
        self._refuse_unknown(self._rest)

    def _refuse_unknown(self, keys: Iterable[str]) -> None:
        for key in keys:
            from difflib import get_close_matches

            near = get_close_matches(key, self._known, n=1, cutoff=0.5)
            known = ", ".join(self._known)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known here: {known}."
            self.refuse(f"unknown key {self._path(key)!r}", key, hint)

    def refuse(self, what: str, key: str, hint: str | None = None) -> NoReturn:
        """Raise ConfigError at the line of `key`."""
        raise ConfigError(what, where=self.place(key), hint=hint)

    def place(self, key: str = "") -> Place:
        """Return the line of `key` in this table, as exactly as the text allows."""
        return Place(file=self._file, line=find_line(self._source, self._name, self._index, key))

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _child(self, values: Mapping[str, Any], key: str, index: int) -> Table:
        return Table(
            values, source=self._source, file=self._file, name=self._path(key), index=index
        )


def find_line(source: str, table: str, index: int, key: str) -> int | None:
    """Return the line of `key` within the table's `index`-th header, or that header's line.

    tomllib keeps no positions, so this searches for the header and the key as people usually write
    them; None when they are written in another way.
    """
    header = re.compile(rf"\s*\[\[?\s*{re.escape(table)}\s*\]\]?")
    entry = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[\[?.*\b{re.escape(key)}\s*\]\]?")
    inside, seen, header_line = table == "", -1, None
    for number, line in enumerate(source.splitlines(), start=1):
        if table and header.match(line):
            seen += 1
            inside = seen == index
            header_line = number if inside else header_line
        elif table and line.lstrip().startswith("[") and not entry.match(line):
            inside = False
        if inside and key and entry.match(line):
            return number
    return header_line
