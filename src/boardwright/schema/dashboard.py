"""The class for a dashboard of the classic schema, with a typed property for each key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import orjson

from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.notation.variable_syntax import iter_variable_names
from boardwright.schema.dashboard_link import DashboardLink
from boardwright.schema.json_object import JsonObject, Pointer, ensure_list
from boardwright.schema.panel import Panel, iter_placed_panels
from boardwright.schema.target import Annotation
from boardwright.schema.variable import DashboardVariable

_USE = re.compile(r"\$(?:\w+|\{[^}]*\})")
"""Matches text that may refer to a variable, such as `$x` or `${x}`."""


class ClassicRow(JsonObject):
    """One row under the key `rows` of a board whose schema version is 15 or older."""

    @property
    def title(self) -> str:
        """The title of the row."""
        return self.text("title")

    @property
    def shows_title(self) -> bool:
        """Whether the board shows the title of the row."""
        return self.flag("showTitle")

    @property
    def repeat(self) -> str:
        """The variable for whose values Grafana repeats the row; empty if Grafana does not repeat
        the row.
        """
        return self.text("repeat")

    @property
    def has_panels(self) -> bool:
        """Whether the row contains panels."""
        return bool(self.raw.get("panels"))


@frozen
class Link:
    """A link in a board, a panel or a field.

    Attributes:
        url: The URL as the board contains it, with variables that are not replaced.
        title: The displayed text of the link.
        pointer: The path of the link in the JSON of the board.
        panel_id: Id of the panel that contains the link; None for a link of the board.
        panel: Title of the panel that contains the link; empty for a link of the board.
    """

    url: str
    title: str
    pointer: Pointer
    panel_id: int | None = None
    panel: str | None = None


class Dashboard(JsonObject):
    """One dashboard: `Dashboard(body).panels[0].unit`."""

    @property
    def uid(self) -> str:
        """The uid of the dashboard; empty if the dashboard has no uid."""
        return self.text("uid")

    @property
    def title(self) -> str:
        """The title of the dashboard."""
        return self.text("title")

    @property
    def description(self) -> str:
        """The description of the dashboard."""
        return self.text("description")

    @property
    def schema_version(self) -> Any:
        """The value of `schemaVersion`, normally a whole number; None if the key is missing."""
        return self.raw.get("schemaVersion")

    @property
    def cursor_sync(self) -> int:
        """0 if each panel has its own crosshair, 1 if all panels share the crosshair, 2 if all
        panels share the crosshair and the tooltip.
        """
        value = self.raw.get("graphTooltip")
        return value if value in (0, 1, 2) else 0

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the dashboard."""
        tags = self.raw.get("tags")
        return tuple(tag for tag in tags if isinstance(tag, str)) if type(tags) is list else ()

    @property
    def refresh(self) -> str:
        """The refresh interval, such as `10s`; empty if Grafana does not refresh the dashboard."""
        return self.text("refresh")

    @property
    def database_id(self) -> float | None:
        """The id of the dashboard in the database of one Grafana server; None if it has no id."""
        return self.number("id")

    @property
    def timezone(self) -> str:
        """The time zone of the dashboard; empty if Grafana uses the time zone of the user's
        settings.
        """
        return self.text("timezone")

    @property
    def is_editable(self) -> bool:
        """Whether users can edit the dashboard in Grafana."""
        return self.raw.get("editable") is not False

    @property
    def time_from(self) -> str:
        """The start of the initial time range, such as `now-6h`."""
        return self.text("time", "from")

    @property
    def time_to(self) -> str:
        """The end of the initial time range, such as `now`."""
        return self.text("time", "to")

    @lazy_property
    def panels(self) -> Sequence[Panel]:
        """All panels, including rows and the panels inside rows. Each row comes before the panels
        of the row.
        """
        return tuple(iter_placed_panels(self, Panel))

    @property
    def classic_rows(self) -> Iterator[ClassicRow]:
        """The rows that contain the panels, if the schema version of the dashboard is 15 or
        older.
        """
        return (ClassicRow(each.raw, each.pointer) for each in self.objects("rows"))

    @lazy_property
    def variables(self) -> Sequence[DashboardVariable]:
        """The template variables in the order in which the dashboard lists them."""
        return tuple(iter_board_variables(self, DashboardVariable))

    @lazy_property
    def annotations(self) -> Sequence[Annotation]:
        """The annotation queries of the dashboard."""
        return tuple(iter_board_annotations(self, Annotation))

    @property
    def inputs(self) -> Sequence[JsonObject]:
        """The `__inputs` of an exported board: the values that a user must enter to import the
        board.
        """
        return tuple(self.objects("__inputs"))

    @property
    def input_names(self) -> frozenset[str]:
        """The names of the `__inputs`, which the board uses like variables."""
        return frozenset(each.text("name") for each in self.inputs)

    @property
    def own_links(self) -> tuple[DashboardLink, ...]:
        """The links that the board shows at its top."""
        return tuple(DashboardLink(each.raw, each.pointer) for each in self.objects("links"))

    @lazy_property
    def links(self) -> tuple[Link, ...]:
        """All links that have a URL, in the board and its panels, fields and overrides."""
        return tuple(self._iter_links())

    @lazy_property
    def mentions(self) -> frozenset[str]:
        """The variables that texts of the board use as `$x`, `${x}` or `[[x]]`, including built-in
        variables.

        The result does not include variables that a key such as `repeat` names without a dollar
        sign.
        """
        text = self._whole_text
        if "[[" in text:
            return frozenset(iter_variable_names(text))
        # a search by a simple expression first, because `VARIABLE` is slow on long texts
        uses = {*_USE.findall(text)}
        return frozenset(name for use in uses for name in iter_variable_names(use))

    @property
    def _whole_text(self) -> str:
        try:
            return orjson.dumps(self.raw, option=orjson.OPT_NON_STR_KEYS).decode()
        except TypeError:
            return json.dumps(self.raw)

    def _iter_links(self) -> Iterator[Link]:
        yield from _read_links(self.objects("links"), None)
        for panel in self.panels:
            yield from _read_links(panel.objects("links"), panel)
            yield from _read_links(panel.objects("fieldConfig", "defaults", "links"), panel)
            for override in panel.overrides:
                links = override.properties.get("links")
                pointer = (*panel.pointer, *override.pointer)
                items = (item for item in ensure_list(links) if isinstance(item, dict))
                objects = (JsonObject(item, pointer) for item in items)
                yield from _read_links(objects, panel)


T = TypeVar("T")
MakePart = Callable[[Mapping[str, Any], Pointer], T]
"""Makes a variable or annotation from its JSON and its path in the board."""


def iter_board_variables(board: JsonObject, make: MakePart[T]) -> Iterator[T]:
    """Yield the result of `make` for every template variable of a board."""
    return (make(each.raw, each.pointer) for each in board.objects("templating", "list"))


def iter_board_annotations(board: JsonObject, make: MakePart[T]) -> Iterator[T]:
    """Yield the result of `make` for every annotation query of a board."""
    return (make(each.raw, each.pointer) for each in board.objects("annotations", "list"))


def _read_links(items: Iterator[JsonObject], panel: Panel | None) -> Iterator[Link]:
    for item in items:
        if item.text("url"):
            yield Link(
                url=item.text("url"),
                title=item.text("title"),
                pointer=item.pointer,
                panel_id=panel.id if panel else None,
                panel=panel.title if panel else None,
            )
