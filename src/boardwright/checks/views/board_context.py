"""A board as its panels and queries see it: its data sources and the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from boardwright.checks.settings import Settings
from boardwright.checks.views.view import JsonView
from boardwright.frozen import frozen
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.datasource_resolver import DataSourceResolver
from boardwright.schema.document import Board, Place
from boardwright.schema.json_object import Pointer
from boardwright.schema.variable import DashboardVariable

BoardForm = Literal["declaration", "classic", "v2"]


@frozen
class BoardSource:
    """A board to be checked, and its origin.

    Attributes:
        body: The board in the classic schema.
        place: The declaration, or its file.
        form: `declaration` for a compiled board, otherwise the schema of its file.
        folder: The title of its folder, or the folder of its file.
        uid: The uid, if an envelope has it.
        prefix: The keys of the board in the file.
        pointers: Keys in `body` -> keys in the file, where they differ.
        panel_places: Panel id -> place, for declarations.
        original: The stored JSON, where `body` is not that.
    """

    body: Board
    place: Place
    form: BoardForm = "classic"
    folder: str = ""
    uid: str = ""
    prefix: Pointer = ()
    pointers: Mapping[Pointer, Pointer] = field(default_factory=lambda: MappingProxyType({}))
    panel_places: Mapping[int, Place] = field(default_factory=lambda: MappingProxyType({}))
    original: Any = None

    def in_file(self, pointer: Pointer) -> Pointer:
        """Return the keys in the file for keys in `body`."""
        for length in range(len(pointer), 0, -1):
            found = self.pointers.get(pointer[:length])
            if found is not None:
                return (*self.prefix, *found, *pointer[length:])
        return (*self.prefix, *pointer)


class BoardContext(JsonView, Dashboard):
    """A board without its views of panels and queries.

    Attributes:
        source: The JSON and its origin.
        settings: The project's settings.
    """

    def __init__(self, source: BoardSource, settings: Settings) -> None:
        """Take a board and the project's settings."""
        super().__init__(source.body)
        self.source = source
        self.settings = settings

    @property
    def form(self) -> BoardForm:
        """`declaration`, `classic` (any age), or `v2`, which is read as if it were classic."""
        return self.source.form

    @property
    def uid(self) -> str:
        """The board's uid; empty when it has none."""
        return self.source.uid or self.text("uid")

    @property
    def folder(self) -> str:
        """The title of the board's folder, or the folder of the board's file."""
        return self.source.folder

    @cached_property
    def datasources(self) -> DataSourceResolver:
        """Resolves the board's data source references."""
        settings = self.settings
        return DataSourceResolver(self, settings.datasources, settings.default_datasource)

    def variable(self, name: str) -> DashboardVariable | None:
        """Return the variable of that name."""
        return self._variables_by_name.get(name)

    @cached_property
    def _variables_by_name(self) -> dict[str, DashboardVariable]:
        return {variable.name: variable for variable in self.variables}
