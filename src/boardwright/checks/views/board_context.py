"""The data of a whole board that `PanelView` and `QueryView` need, such as its data sources and
variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, Literal

from boardwright.checks.settings import Settings
from boardwright.checks.views.view import JsonView
from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
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
        place: The file and line of the declaration, or the JSON file.
        form: `declaration` for a compiled board; for a JSON file, the schema of the board in the
            file.
        folder: The title of the board's folder in Grafana, or the directory of its file.
        uid: The uid in the `metadata` of a Kubernetes resource; empty for other boards.
        prefix: The keys that lead to the board in the file.
        pointers: Keys that lead to a value in `body` -> keys that lead to the same value in the
            file. The mapping contains only values whose keys differ.
        panel_places: For each panel id: file and line of the panel's declaration; empty for boards
            of JSON files.
        original: The JSON of the board as the file contains it, if `body` was converted from
            another schema.
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

    def convert_pointer(self, pointer: Pointer) -> Pointer:
        """Convert the keys that lead to a value in `body` to the keys that lead to the same value
        in the file.
        """
        for length in range(len(pointer), 0, -1):
            found = self.pointers.get(pointer[:length])
            if found is not None:
                return (*self.prefix, *found, *pointer[length:])
        return (*self.prefix, *pointer)


class BoardContext(JsonView, Dashboard):
    """A board without its panels and queries. `BoardView` adds them.

    Attributes:
        source: The board's JSON, and the declaration or file that contains it.
        settings: The project's settings.
    """

    def __init__(self, source: BoardSource, settings: Settings) -> None:
        super().__init__(source.body)
        self.source = source
        self.settings = settings

    @property
    def form(self) -> BoardForm:
        """`declaration`, `classic` (of any schema version), or `v2`. Check rules see a board in
        schema v2 after its conversion to the classic schema.
        """
        return self.source.form

    @property
    def uid(self) -> str:
        """The board's uid; empty if the board has no uid."""
        return self.source.uid or super().uid

    @property
    def folder(self) -> str:
        """The title of the board's folder in Grafana, or the directory of the board's file."""
        return self.source.folder

    @lazy_property
    def datasources(self) -> DataSourceResolver:
        """The object that finds the data source to which a reference in the board refers."""
        settings = self.settings
        return DataSourceResolver(self, settings.datasources, settings.default_datasource)

    def find_variable(self, name: str) -> DashboardVariable | None:
        """Return the variable with this name; None if the board has none."""
        return self._variables_by_name.get(name)

    @lazy_property
    def _variables_by_name(self) -> dict[str, DashboardVariable]:
        return {variable.name: variable for variable in self.variables}
