"""Which boards a module declares, and the folder and tags it names beside them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.loading import alert_objects, grafanalib_objects, sdk_objects
from boardwright.loading.module_source import ModuleSource
from boardwright.schema.document import Form, Place
from boardwright.schema.envelopes import INNER_KEYS, is_classic, is_v2

CONVENTION = ".dashboard.py"
"""grafanalib's own: such a file holds one board, in the variable `dashboard`."""

PlaceOf = Callable[[int | None], Place]


@frozen
class Declaration:
    """One board as a module declares it.

    Attributes:
        name: The variable, with an index when it holds several.
        value: The board.
        form: What it is written with.
        find_place: Tells where the variable is set; reads the module's text.
    """

    name: str
    value: Any
    form: Form
    find_place: Callable[[], Place]

    @property
    def place(self) -> Place:
        """Where the variable is set."""
        return self.find_place()


class Declarations:
    """What one module declares.

    Args:
        module: The module, executed.
        source: Its text.
        place_of: From a line to its place.
    """

    def __init__(self, module: ModuleType, source: ModuleSource, place_of: PlaceOf) -> None:
        self._names = {name: value for name, value in vars(module).items() if name[0] != "_"}
        self._source = source
        self._place_of = place_of

    def boards(self, *, convention: bool) -> list[Declaration]:
        """Return the boards; one that has several names, under the first.

        Args:
            convention: Whether the file follows grafanalib's `*.dashboard.py`.

        Raises:
            DeclarationError: A variable that should hold a board holds something else.
        """
        if convention:
            return self._dashboard()
        found: dict[int, Declaration] = {}
        for name, value in self._names.items():
            if form := form_of(value):
                found.setdefault(id(value), self._declaration(name, value, form))
        others = {name: value for name, value in self._names.items() if id(value) not in found}
        for name, value in others.items():
            for declaration in self._listed(name, value, known=found):
                found.setdefault(id(declaration.value), declaration)
        return list(found.values())

    def alert_groups(self) -> list[Declaration]:
        """Return the groups of alert rules, those in lists too; each under its first name."""
        found: dict[int, Declaration] = {}
        for name, value in self._names.items():
            for way, group in alert_objects.groups_of(value):
                declaration = self._declaration(f"{name}{way}", group, "grafanalib")
                found.setdefault(id(group), declaration)
        return list(found.values())

    def lone_rules(self) -> list[Declaration]:
        """Return the alert rules that are in none of the module's groups."""
        groups = self.alert_groups()
        grouped = {id(rule) for group in groups for rule in group.value.rules}
        return [
            self._declaration(name, value, "grafanalib")
            for name, value in self._names.items()
            if alert_objects.is_rule(value) and id(value) not in grouped
        ]

    def folder(self) -> str | None:
        """Return the module's `folder`, None when it names none.

        Raises:
            DeclarationError: It is no title, or no path of titles.
        """
        folder = self._names.get("folder")
        if folder is None:
            return None
        if not isinstance(folder, str):
            raise self._refuse("folder", f"is {type(folder).__name__}, not text", _FOLDER)
        levels = [level.strip() for level in folder.split("/")]
        if "" in levels:
            raise self._refuse("folder", f"{folder!r} has an empty level", _FOLDER)
        if {".", ".."} & set(levels):
            raise self._refuse("folder", f"{folder!r} has a level that is no title", _FOLDER)
        return folder

    def tags(self) -> tuple[str, ...]:
        """Return the module's `tags`.

        Raises:
            DeclarationError: It is no list of texts.
        """
        tags = self._names.get("tags", ())
        if not isinstance(tags, (list, tuple)):
            raise self._refuse("tags", f"is {type(tags).__name__}, not a list", _TAGS)
        for tag in tags:
            if not isinstance(tag, str) or not tag.strip():
                raise self._refuse("tags", f"has {tag!r}, which is no tag", _TAGS)
        return tuple(tags)

    def _dashboard(self) -> list[Declaration]:
        """Return what grafanalib's convention wants: the variable `dashboard`."""
        if "dashboard" not in self._names:
            raise self._no_dashboard()
        value = self._names["dashboard"]
        if form := form_of(value, lenient=True):
            return [self._declaration("dashboard", value, form)]
        listed = self._listed("dashboard", value, known={})
        if not listed:
            raise self._refuse("dashboard", f"is {_noun(value)}, not a board", _BOARD_HINT)
        return listed

    def _no_dashboard(self) -> DeclarationError:
        boards = [name for name, value in self._names.items() if form_of(value)]
        near = next(iter(difflib.get_close_matches("dashboard", boards, n=1) or boards), None)
        return DeclarationError(
            "has no variable `dashboard`, which a *.dashboard.py file must have",
            where=self._place_of(self._source.line(near) if near else None),
            hint=f"`{near}` is a board: call it `dashboard`." if near else _CONVENTION_HINT,
        )

    def _listed(
        self, name: str, value: Any, *, known: Mapping[int, Declaration]
    ) -> list[Declaration]:
        """Return the boards of a list; one that holds other things too must hold no new board."""
        items = [(key, item, form_of(item)) for key, item in _several(value)]
        boards = [(key, item, form) for key, item, form in items if form]
        stray = next(((key, item) for key, item, form in items if form is None), None)
        if stray and any(id(item) not in known for _, item, _ in boards):
            raise self._refuse(f"{name}[{stray[0]!r}]", f"is {_noun(stray[1])}, not a board", None)
        if stray:
            return []
        return [self._declaration(f"{name}[{key!r}]", item, form) for key, item, form in boards]

    def _declaration(self, name: str, value: Any, form: Form) -> Declaration:
        return Declaration(name=name, value=value, form=form, find_place=lambda: self._place(name))

    def _place(self, name: str) -> Place:
        return self._place_of(self._source.line(re.split(r"[.[]", name, maxsplit=1)[0]))

    def _refuse(self, name: str, what: str, hint: str | None) -> DeclarationError:
        return DeclarationError(f"`{name}` {what}", where=self._place(name), hint=hint)


def form_of(value: Any, *, lenient: bool = False) -> Form | None:
    """Return what a board is written with, None for what is no board.

    Args:
        value: Anything.
        lenient: Take for a board whatever grafanalib would write, and any dict.
    """
    if isinstance(value, dict):
        return "dict" if lenient or _is_board_data(value) else None
    if sdk_objects.is_board(value):
        return "sdk"
    if grafanalib_objects.is_board(value):
        return "grafanalib"
    return "grafanalib" if lenient and grafanalib_objects.is_serialisable(value) else None


def _is_board_data(value: Mapping[Any, Any]) -> bool:
    """Whether a dict is a board: one panel, a row too, has a `type`, and boards have a title."""
    data = dict(value)
    inner = next((data[key] for key in INNER_KEYS if isinstance(data.get(key), dict)), None)
    if inner is not None and not is_classic(data):
        return is_v2(inner) or is_classic(inner)
    return is_v2(data) or (is_classic(data) and "type" not in data and "title" in data)


def _several(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, (list, tuple)):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from value.items()


def _noun(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


_FOLDER = 'Write the folder\'s title, with / between levels: folder = "Infrastructure/Node"'
_TAGS = 'Write a list of texts: tags = ["node"]'
_BOARD_HINT = "A board is a grafanalib Dashboard, a Foundation SDK dashboard, or a dict."
_CONVENTION_HINT = "Call the board `dashboard`, or rename the file if it declares none."
