"""The classes for a Grafana dashboard that is not compiled yet, and for remarks about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any, Literal

from boardwright.frozen import frozen
from boardwright.schema.place import Place as Place  # noqa: PLC0414 - others import Place from here
from boardwright.schema.rule_values import AlertRule

Board = dict[str, Any]
"""The JSON object of a dashboard."""

PanelJson = dict[str, Any]
"""The JSON object of a panel or row."""

Json = dict[str, Any]
"""A JSON object that is neither a dashboard nor a panel, such as a query or a Kubernetes resource.
"""

Form = Literal["grafanalib", "sdk", "dict", "json"]
"""The format of the declaration of a board, such as a grafanalib object or a JSON file."""

SERVER_KEYS = frozenset({"id", "version"})
"""The keys of a board that Grafana sets itself when it saves the board."""

ORIGIN = "$origin"
"""The key under which an object stores its `Origin` while boardwright compiles the board."""

REMARKS = "$remarks"
"""The key under which compiler passes store remarks about a board or panel, as `str` or `Remark`.
"""


@frozen
class Remark:
    """A remark of a compiler pass on a board or panel, with a hint for the author.

    Attributes:
        what: One sentence that describes the problem.
        hint: The next step for the author, in one or more lines.
    """

    what: str
    hint: str


@frozen
class Origin:
    """The file and line that create an object, and the constructor arguments that the author
    passed.

    The attribute `explicit_arguments` contains the names of the arguments that the author passed.
    For an object that does not belong to grafanalib, `explicit_arguments` is None: all its
    arguments count as passed.
    """

    place: Place
    explicit_arguments: frozenset[str] | None = None


@frozen
class Note:
    """A remark, not an error, for the author of a compiled board.

    Attributes:
        what: One sentence that describes the problem.
        place: File and line that declare the board or panel.
        panel: Title of the panel; None if the remark is about the whole board.
        hint: The next step for the author, in one or more lines; None if the remark has no hint.
    """

    what: str
    place: Place
    panel: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        """Return the text `file:line, panel "CPU": what`."""
        panel = "" if self.panel is None else f', panel "{self.panel}"'
        return f"{self.place.with_caller}{panel}: {self.what}"


@frozen
class Document:
    """One dashboard, from a Python declaration, a JSON file or a Grafana server.

    Attributes:
        body: Grafana's dashboard JSON (classic, v1).
        place: File and line of the declaration.
        name: Name of the Python variable that declares the board, or name of the JSON file without
            `.json`.
        folder: Path of the Grafana folder, such as `Team/Service`; None to use the project's
            default folder.
        tags: Tags that the Python module adds to the tags in the board's JSON.
        form: The format in which the board is declared, such as `dict`.
        panel_places: Id of a panel -> file and line that declare the panel; empty before the board
            is compiled.
        remarks: The remarks of the compiler passes; empty before the board is compiled.
        imported_from: Resolved path of the module that declares the board, if the loaded module
            only imports the board; otherwise empty.
        alert_rules: The Prometheus alerts that the board's module and its imported modules declare.
            The compiler draws the limit of an alert in each panel that shows the alert's value.
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
    def uid(self) -> str:
        """The uid of the board; empty if the board has no uid. Every compiled board has a uid."""
        return str(self.body.get("uid") or "")

    def with_uid(self, uid: str) -> Document:
        """Return a copy of the document whose board has this uid."""
        return replace(self, body={**self.body, "uid": uid})

    def with_default_uid(self, uid: str) -> Document:
        """Return a copy whose board has `uid` if the board has no uid and `uid` is not empty;
        otherwise return the document itself.
        """
        return self.with_uid(uid) if uid and not self.uid else self

    @property
    def title(self) -> str:
        """The title of the board; `name` if the board has no title."""
        return str(self.body.get("title") or self.name)
