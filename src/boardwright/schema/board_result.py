"""The class for a compiled board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.schema.canonical import encode_canonical_json, parse_canonical_json
from boardwright.schema.document import Board, Document, Note, Place
from boardwright.schema.extension import EXTENSION
from boardwright.schema.grafana12_form import list_grafana12_losses
from boardwright.schema.v1_form import drop_v2_parts, list_v1_losses


@frozen
class AlertPanel:
    """A panel that shows the value of a Prometheus alert.

    Attributes:
        alert: The name and the expression of the alert.
        panel: The id of the panel.
        variables: Name of a label -> name of the board variable by which the panel's queries filter
            the label.
    """

    alert: tuple[str, str]
    panel: int
    variables: Mapping[str, str] = field(default_factory=dict)


@frozen
class BoardResult:
    """One compiled board. The object stores the board's JSON as text, so thousands of boards fit in
    memory.

    Attributes:
        uid: The uid of the board.
        title: The title of the board.
        place: File and line of the declaration.
        folder: Path of the Grafana folder, such as `Team/Service`; None to use the project's
            default folder.
        text: The canonical JSON, including the values that only schema v2 can express (see
            `schema.extension`).
        panel_places: Id of a panel -> file and line that declare the panel.
        notes: The compiler's remarks for the author of the board.
        imported_from: Resolved path of the module that declares the board, if the loaded module
            only imports the board; otherwise empty.
        alert_panels: The panels that show the value of a Prometheus alert.
    """

    uid: str
    title: str
    place: Place
    text: bytes = field(repr=False)
    folder: str | None = None
    panel_places: Mapping[int, Place] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    imported_from: str = ""
    alert_panels: tuple[AlertPanel, ...] = ()

    @property
    def body(self) -> Board:
        """The JSON of the board as Python objects; every access returns a new copy."""
        body: Board = parse_canonical_json(self.text)
        return body

    @lazy_property
    def has_extensions(self) -> bool:
        """Whether the board may contain values that only schema v2 can express."""
        return _EXTENSION in self.text

    @property
    def v1_text(self) -> bytes:
        """The canonical JSON of the board in the classic schema (v1)."""
        return encode_canonical_json(drop_v2_parts(self.body)) if self.has_extensions else self.text

    @property
    def v1_losses(self) -> list[str]:
        """Descriptions of the parts of the board that the classic schema cannot express."""
        return list_v1_losses(self.body) if self.has_extensions else []

    @property
    def grafana12_losses(self) -> list[str]:
        """Descriptions of the parts of the board that Grafana 12.4 drops when it stores the board
        in v2beta1.
        """
        return list_grafana12_losses(self.body) if self.has_extensions else []


_EXTENSION = f'"{EXTENSION}"'.encode()


def build_board_result(
    document: Document, notes: tuple[Note, ...] = (), alert_panels: tuple[AlertPanel, ...] = ()
) -> BoardResult:
    """Return a compiled document as a `BoardResult`."""
    return BoardResult(
        uid=document.uid,
        title=document.title,
        place=document.place,
        folder=document.folder,
        text=encode_canonical_json(document.body),
        panel_places=document.panel_places,
        notes=notes,
        imported_from=document.imported_from,
        alert_panels=alert_panels,
    )
