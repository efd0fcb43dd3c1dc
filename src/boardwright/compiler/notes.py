"""Collects the remarks about a compiled board. Remarks do not stop a build."""

from __future__ import annotations

from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import Document, Note, PanelJson
from boardwright.schema.panel_types import ANGULAR_PLUGINS


def collect_notes(document: Document) -> tuple[Note, ...]:
    """Return the remarks of all passes, and remarks about AngularJS plugins and library panels."""
    return (*document.remarks, *_note_angular_plugins(document), *_note_library_panels(document))


def _note_angular_plugins(document: Document) -> list[Note]:
    what = 'the plugin "{}" is written with AngularJS, which Grafana no longer supports'
    panels = iter_panels(document.body)
    return [
        _build_note(panel, what.format(panel["type"]), document)
        for panel in panels
        if panel.get("type") in ANGULAR_PLUGINS
    ]


def _note_library_panels(document: Document) -> list[Note]:
    what = "this is a library panel: only a Grafana that has this library panel can show it"
    panels = iter_panels(document.body)
    return [_build_note(panel, what, document) for panel in panels if panel.get("libraryPanel")]


def _build_note(panel: PanelJson, what: str, document: Document) -> Note:
    place = document.panel_places.get(panel.get("id", 0), document.place)
    return Note(what=what, place=place, panel=str(panel.get("title") or ""))
