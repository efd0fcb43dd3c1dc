"""A Grafana dashboard as data, with the place of each part in the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from boardwright.frozen import frozen
from boardwright.schema.place import Place as Place  # noqa: PLC0414 - imported from here
from boardwright.schema.rule_values import AlertRule

Board = dict[str, Any]
"""The JSON object of a dashboard."""

PanelJson = dict[str, Any]
"""The JSON object of a panel or row."""

Form = Literal["grafanalib", "sdk", "dict", "json"]
"""The form of a declaration."""

SERVERS_OWN = frozenset({"id", "version"})
"""Keys of a board that Grafana sets on each save."""

ORIGIN = "$origin"
"""The key under which a dict of an uncompiled body carries its `Origin`."""

REMARKS = "$remarks"
"""The key under which passes leave remarks on a board or panel: sentences and `Remark` values."""


@frozen
class Remark:
    """A remark of a pass, with the next step.

    Attributes:
        what: The sentence.
        hint: The next step; may have several lines.
    """

    what: str
    hint: str


@frozen
class Origin:
    """The place of an object in a declaration, and the arguments that its author gave.

    `asked` holds the constructor's argument names that were given explicitly. It is None for
    objects that are not grafanalib's: everything in them is explicit.
    """

    place: Place
    asked: frozenset[str] | None = None


@frozen
class Note:
    """A remark for the author of a compiled board that is not an error.

    Attributes:
        what: The sentence.
        place: Where the board or panel is written.
        panel: The panel's title; None when the remark is about the board.
        hint: The next step; None when there is none. May have several lines.
    """

    what: str
    place: Place
    panel: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        """Return `file:line, panel "CPU": what`."""
        panel = "" if self.panel is None else f', panel "{self.panel}"'
        return f"{self.place.with_caller}{panel}: {self.what}"


@frozen
class Document:
    """One dashboard, from a declaration, a JSON file or a Grafana.

    Attributes:
        body: Grafana's dashboard JSON (classic, v1).
        place: The place of the declaration.
        name: The name of the declaration: the variable, or the stem of the JSON file.
        folder: The folder's title, levels separated by `/`; None for the project's default.
        tags: Tags declared next to the board.
        form: The form of the declaration.
        panel_places: Panel id -> place; set by the compiler.
        remarks: Remarks of the compiler; set by the compiler.
        imported_from: The module that the board is imported from, by its real path; empty for an
            own one.
        alert_rules: Prometheus's alerts of the board's module, and of the modules that it imports;
            panels that show the value of one draw its limit.
    """

    body: Board
    place: Place
    name: str
    form: Form
    folder: str | None = None
    tags: tuple[str, ...] = ()
    panel_places: Mapping[int, Place] = field(default_factory=dict)
    remarks: tuple[Note, ...] = ()
    imported_from: str = ""
    alert_rules: tuple[AlertRule, ...] = ()

    @property
    def title(self) -> str:
        """The board's title, or the declaration's name when it has none."""
        return str(self.body.get("title") or self.name)
