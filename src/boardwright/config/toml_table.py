"""Reads TOML tables strictly: each key has one type, and unknown keys are errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, TypeVar

from boardwright.errors import ConfigError
from boardwright.notation.similar_names import list_names, suggest_name
from boardwright.schema.document import Place

T = TypeVar("T")
_TOML_NAMES = {
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    list: "a list",
    dict: "a table",
}


class Table:
    """A TOML table from which keys are read one by one. `close` reports keys that were not read.

    Args:
        values: The parsed table.
        source: Text of the whole file, to find the line numbers of keys.
        file: Name of the file for messages.
        name: Name of the table, such as `environments.live`; empty for the top level.
        index: Index of the table in an array of tables, starting at 0.
    """

    def __init__(
        self, values: Mapping[str, Any], *, source: str, file: str, name: str = "", index: int = 0
    ) -> None:
        self._rest = dict(values)
        self._known: list[str] = []
        self._source, self._file, self._name, self._index = source, file, name, index

    def __contains__(self, key: str) -> bool:
        """Return whether the table contains the key, and nobody has read the key yet."""
        return key in self._rest

    def expect(self, *keys: str) -> None:
        """Raise ConfigError for the first key of the table that is not in `keys`.

        Call this method before `require`. Otherwise, a misspelled key would be reported as a
        missing key.
        """
        self._known = list(keys)
        self._refuse_unknown(key for key in self._rest if key not in keys)

    def take(self, key: str, kind: type[T], default: T) -> T:
        """Return the value of `key`, or `default`. Raise ConfigError if the value has another
        type."""
        if key not in self._known:
            self._known.append(key)
        value = self._rest.pop(key, default)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            if value is default:
                return value
            expected = _TOML_NAMES[kind]
            self.refuse(f"{self._format_path(key)} is {value!r}, but must be {expected}", key)
        return value

    def require(self, key: str, kind: type[T]) -> T:
        """Return the value of `key`. Raise ConfigError if the key is missing or its text is
        empty."""
        if key not in self._rest:
            self.refuse(f"{self._format_path(key)} is missing", "")
        value = self.take(key, kind, kind())
        if value == "":
            self.refuse(f"{self._format_path(key)} is empty", key)
        return value

    def get_text(self, key: str) -> str | None:
        """Return the text of `key`; None if the key is missing or the text is empty."""
        return self.take(key, str, "") or None

    def get_texts(self, key: str, default: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the list of strings of `key`; `default` if the key is missing."""
        values: list[Any] = self.take(key, list, list(default))
        for value in values:
            if not isinstance(value, str):
                self.refuse(
                    f"{self._format_path(key)} contains {value!r}, but must be a list of strings",
                    key,
                )
        return tuple(values)

    def get_table(self, key: str) -> Table:
        """Return the table `key`, such as `[grafana]`; an empty table if the key is missing."""
        return self._make_child(self.take(key, dict, {}), key, 0)

    def get_tables(self, key: str) -> list[Table]:
        """Return the array of tables `key`, such as `[[datasources]]`."""
        values: list[Any] = self.take(key, list, [])
        for value in values:
            if not isinstance(value, dict):
                path = self._format_path(key)
                self.refuse(f"write each table of {path} under the header [[{path}]]", key)
        return [self._make_child(value, key, index) for index, value in enumerate(values)]

    def get_named_tables(self) -> dict[str, Table]:
        """Return each inner table that was not read yet, such as `[environments.NAME]`, by name."""
        return {name: self.get_table(name) for name in list(self._rest)}

    def get_rest(self) -> dict[str, Any]:
        """Return the values of all keys that were not read yet, and mark these keys as read."""
        rest, self._rest = self._rest, {}
        return rest

    def close(self) -> None:
        """Raise ConfigError for the first key that was not read.

        The hint suggests the most similar known key.
        """
        self._refuse_unknown(self._rest)

    def _refuse_unknown(self, keys: Iterable[str]) -> None:
        for key in keys:
            otherwise = list_names("Allowed keys", self._known)
            hint = suggest_name(key, self._known, otherwise=otherwise)
            self.refuse(f"unknown key {self._format_path(key)!r}", key, hint)

    def refuse(self, what: str, key: str, hint: str | None = None) -> NoReturn:
        """Raise ConfigError with the file name and the line of `key`."""
        raise ConfigError(what, where=self.find_place(key), hint=hint)

    def find_place(self, key: str = "") -> Place:
        """Return the file and the line of `key`, or of the table if it does not contain `key`."""
        return Place(file=self._file, line=find_line(self._source, self._name, self._index, key))

    def _format_path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _make_child(self, values: Mapping[str, Any], key: str, index: int) -> Table:
        return Table(
            values, source=self._source, file=self._file, name=self._format_path(key), index=index
        )


def find_line(source: str, table: str, index: int, key: str) -> int | None:
    """Return the line of a key, or the line of its table if the table lacks the key.

    tomllib does not return positions. Therefore, this function searches the text for lines such as
    `[grafana]` and `url = "..."`. It does not recognise other TOML spellings of tables and keys.

    Args:
        source: Text of the whole file.
        table: Name of the table; empty for the top level.
        index: Index of the table among the tables with the same name, starting at 0.
        key: Name of the key; empty for the line of the table.
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
