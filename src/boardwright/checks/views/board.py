"""A board, with everything on it, computed once for all rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, Literal

import orjson

from boardwright.checks.lazy import lazy
from boardwright.checks.problem import Pointer
from boardwright.checks.settings import Settings
from boardwright.checks.views.datasource import References
from boardwright.checks.views.links import Link, links_of
from boardwright.checks.views.panel import PanelView
from boardwright.checks.views.query import AnnotationView, QueryView
from boardwright.checks.views.variable import VariableView
from boardwright.checks.views.view import View
from boardwright.frozen import frozen
from boardwright.notation.variables import VARIABLE
from boardwright.promql.substitute import names
from boardwright.schema.document import Board, Place

BoardForm = Literal["declaration", "classic", "v2"]


@frozen
class BoardSource:
    """A board to be checked, and where it comes from.

    Attributes:
        body: The board in the classic form.
        place: Its declaration, or its file.
        form: `declaration` for one that we compiled, else the form that its file has.
        folder: Title of its folder, or the folder of its file.
        uid: Its uid, wherever its file has it.
        prefix: The way to the board from the file's top.
        pointers: Ways in `body` -> ways in the file, where they are not the same.
        panel_places: Panel id -> place, for declarations.
        original: The JSON as it is stored, where `body` is not that.
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
        """Return the way in the file for a way in `body`."""
        for length in range(len(pointer), 0, -1):
            found = self.pointers.get(pointer[:length])
            if found is not None:
                return (*self.prefix, *found, *pointer[length:])
        return (*self.prefix, *pointer)


class BoardView(View):
    """One board.

    Attributes:
        source: Where it comes from.
        settings: What is known of the project.
    """

    def __init__(self, source: BoardSource, settings: Settings) -> None:
        """Take a board and the project's settings."""
        super().__init__(source.body, ())
        self.source = source
        self.settings = settings

    @property
    def board(self) -> BoardView:
        """The board itself, as every view has it."""
        return self

    @property
    def form(self) -> BoardForm:
        """`declaration`, `classic` (any age), or `v2`, which is read as if it were classic."""
        return self.source.form

    @property
    def uid(self) -> str:
        """Its uid; empty when it has none."""
        return self.source.uid or self.text("uid")

    @property
    def title(self) -> str:
        """Its title."""
        return self.text("title")

    @property
    def folder(self) -> str:
        """Title of its folder, or the folder of its file."""
        return self.source.folder

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""
        value = self.raw.get("tags")
        return (
            tuple(tag for tag in value if isinstance(tag, str)) if isinstance(value, list) else ()
        )

    @property
    def refresh(self) -> str:
        """How often it reloads by itself: `10s`; empty for never."""
        return self.text("refresh")

    @property
    def time_from(self) -> str:
        """The beginning of what it shows: `now-6h`."""
        return self.text("time", "from")

    @lazy
    def panels(self) -> tuple[PanelView, ...]:
        """Every panel in the board's order; rows among them, before what is in them."""
        return tuple(self._all_panels())

    @lazy
    def queries(self) -> tuple[QueryView, ...]:
        """Every query of every panel."""
        return tuple(query for panel in self.panels for query in panel.queries)

    @lazy
    def variables(self) -> tuple[VariableView, ...]:
        """Its variables, in their order."""
        return tuple(
            VariableView(item, ("templating", "list", index), self)
            for index, item in self.items("templating", "list")
        )

    @lazy
    def annotations(self) -> tuple[AnnotationView, ...]:
        """Its annotation queries."""
        return tuple(
            AnnotationView(item, ("annotations", "list", index), self)
            for index, item in self.items("annotations", "list")
        )

    @lazy
    def inputs(self) -> frozenset[str]:
        """The names of `__inputs`: what an import of an exported board asks for."""
        return frozenset(str(item.get("name")) for _, item in self.items("__inputs"))

    @lazy
    def links(self) -> tuple[Link, ...]:
        """Every link with a URL on it."""
        return tuple(links_of(self))

    @lazy
    def references(self) -> References:
        """What resolves its data source references."""
        return References(self)

    @lazy
    def mentions(self) -> frozenset[str]:
        """The variables used in any text of it as `$x`, `${x}` or `[[x]]`, macros too.

        Names given without a dollar sign (`repeat`) are not among them.
        """
        text, found, at = self._whole_text, set[str](), -1
        if "[[" in text:
            return frozenset(names(text))
        while (at := text.find("$", at + 1)) >= 0:  # much faster than a search by the expression
            variable = VARIABLE.match(text, at)
            if variable:
                found.add(variable["braced"] or variable["plain"])
        return frozenset(found)

    def close(self) -> None:
        """Let go of everything, once it is checked.

        A board and what is on it hold each other, which only Python's collector would find out: to
        look for it took a sixth of the time of a check.
        """
        for view in (*self.panels, *self.queries, *self.variables, *self.annotations, self):
            vars(view).clear()

    def variable(self, name: str) -> VariableView | None:
        """Return the variable of that name."""
        return self._by_name.get(name)

    @lazy
    def _by_name(self) -> dict[str, VariableView]:
        return {variable.name: variable for variable in self.variables}

    @property
    def _whole_text(self) -> str:
        try:
            return orjson.dumps(self.raw, option=orjson.OPT_NON_STR_KEYS).decode()
        except TypeError:
            return json.dumps(self.raw)

    def _all_panels(self) -> Iterator[PanelView]:
        for index, row in self.items("rows"):
            yield from self._panels(View(row, ("rows", index)), None)
        yield from self._panels(self, None)

    def _panels(self, owner: View, row: PanelView | None) -> Iterator[PanelView]:
        for index, item in owner.items("panels"):
            panel = PanelView(item, (*owner.pointer, "panels", index), self, row)
            yield panel
            yield from self._panels(panel, panel)
