"""Writes one panel as a call of grafanalib's class, or as plain data if no class can express it."""

from __future__ import annotations

from enum import IntEnum

from boardwright.compiler.edit import drop_keys
from boardwright.frozen import frozen
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.panel import Panel
from boardwright.source.class_arguments import CLASSES, extract_panel_data, find_panel_arguments
from boardwright.source.query_nodes import QueryBuilder
from boardwright.source.syntax_tree import ClassCall, Entries, Items, Node, Value, to_node

_REPEAT = {"variable": "repeat", "direction": "repeatDirection", "maxPerRow": "maxPerRow"}


class PanelForm(IntEnum):
    """The forms in which a panel can be written: from the most readable form, a call of a class, to
    plain data that always compiles correctly.
    """

    CLASS = 0
    DATA = 1
    WHOLE = 2


@frozen
class CompiledPanel:
    """One compiled panel.

    Attributes:
        body: The compiled panel.
        plain: The compiled panel without defaults.
        position: The position to write; None if the compiler computes the same position.
        number: The id to write; None if the compiler computes the same id.
    """

    body: Board
    plain: Board
    position: Node | None
    number: int | None


def build_panel(
    panel: CompiledPanel, form: PanelForm, queries: QueryBuilder, inner: tuple[Node, ...]
) -> Node:
    """Return the call or data that declares a panel, in the given form.

    Args:
        panel: The compiled panel.
        form: The form in which the panel is written.
        queries: The object that builds the nodes of the queries.
        inner: The panels inside the row, if the panel is a row.
    """
    kind = str(panel.plain.get("type"))
    if form is PanelForm.WHOLE:
        return _build_whole_panel(panel.body, inner)
    if form is PanelForm.CLASS and kind in CLASSES:
        return _build_class_call(panel, kind, queries, inner)
    return _build_panel_data(panel, kind, queries, inner)


def _build_class_call(
    panel: CompiledPanel, kind: str, queries: QueryBuilder, inner: tuple[Node, ...]
) -> Node:
    arguments, extra = find_panel_arguments(panel.plain, kind)
    keywords = [("title", to_node(panel.plain.get("title", "")))]
    if source := queries.build_datasource(Panel(panel.plain).datasource_reference):
        keywords.append(("dataSource", source))
    if targets := queries.build_targets(panel.plain):
        keywords.append(("targets", targets))
    keywords += arguments
    if panel.plain.get("repeat"):
        repeat = [(name, key) for name, key in _REPEAT.items() if key in panel.plain]
        given = tuple((name, to_node(panel.plain[key])) for name, key in repeat)
        keywords.append(("repeat", ClassCall("Repeat", keywords=given)))
    keywords += _build_position_and_id(panel)
    if extra:
        keywords.append(("extraJson", to_node(extra)))
    if inner:
        keywords.append(("panels", Items(inner)))
    return ClassCall(CLASSES[kind], keywords=tuple(keywords))


def _build_position_and_id(panel: CompiledPanel) -> list[tuple[str, Node]]:
    position = [] if panel.position is None else [("gridPos", panel.position)]
    return position + ([] if panel.number is None else [("id", Value(panel.number))])


def _build_panel_data(
    panel: CompiledPanel, kind: str, queries: QueryBuilder, inner: tuple[Node, ...]
) -> Node:
    entries: list[tuple[str, Node]] = []
    if "type" in panel.plain:
        entries.append(("type", Value(kind)))
    if "title" in panel.plain:
        entries.append(("title", to_node(panel.plain["title"])))
    if source := queries.build_datasource(Panel(panel.plain).datasource_reference):
        entries.append(("datasource", source))
    if targets := queries.build_targets(panel.plain):
        entries.append(("targets", targets))
    entries += [
        (key, to_node(value)) for key, value in extract_panel_data(panel.plain, kind).items()
    ]
    repeat = (key for key in _REPEAT.values() if key in panel.plain)
    entries += [(key, to_node(panel.plain[key])) for key in repeat]
    entries += _build_position_and_id(panel)
    if inner:
        entries.append(("panels", Items(inner)))
    return Entries(tuple(entries))


def _build_whole_panel(panel: PanelJson, inner: tuple[Node, ...]) -> Node:
    entries = [(key, to_node(value)) for key, value in drop_keys(panel, "panels").items()]
    return Entries((*entries, ("panels", Items(inner)))) if inner else Entries(tuple(entries))
