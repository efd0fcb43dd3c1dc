"""One panel as grafanalib's class, or as plain data where that has no words for it."""

from __future__ import annotations

from enum import IntEnum

from boardwright.compiler.edit import Json, without
from boardwright.frozen import frozen
from boardwright.schema.document import Board
from boardwright.source.queries import Queries
from boardwright.source.saying import said, unsaid
from boardwright.source.tree import Call, Entries, Items, Node, Value, node_of
from boardwright.source.words import CLASSES


class Manner(IntEnum):
    """How a panel is said, from the most readable to what is right in any case."""

    CLASS = 0
    DATA = 1
    WHOLE = 2


@frozen
class Panel:
    """One compiled panel, and what was found about it.

    Attributes:
        body: It in full.
        plain: It in its normal form.
        place: What to say of its place, None for nothing.
        number: The id to give, None for none.
    """

    body: Board
    plain: Board
    place: Node | None
    number: int | None


def panel_node(panel: Panel, manner: Manner, queries: Queries, inner: tuple[Node, ...]) -> Node:
    """Return a panel as it is said.

    Args:
        panel: The panel.
        manner: How to say it.
        queries: Writes its queries.
        inner: The panels in it, when it is a row.
    """
    kind = str(panel.plain.get("type"))
    if manner is Manner.WHOLE:
        return _whole(panel.body, inner)
    if manner is Manner.CLASS and kind in CLASSES:
        return _call(panel, kind, queries, inner)
    return _data(panel, kind, queries, inner)


def _call(panel: Panel, kind: str, queries: Queries, inner: tuple[Node, ...]) -> Node:
    arguments, extra = said(panel.plain, kind)
    keywords = [("title", node_of(panel.plain.get("title", "")))]
    if source := queries.datasource(panel.plain):
        keywords.append(("dataSource", source))
    if targets := queries.targets(panel.plain):
        keywords.append(("targets", targets))
    keywords += arguments
    if panel.plain.get("repeat"):
        keywords.append(("repeat", _repeat(panel.plain)))
    keywords += _placed(panel, "gridPos", "id")
    if extra:
        keywords.append(("extraJson", node_of(extra)))
    if inner:
        keywords.append(("panels", Items(inner)))
    return Call(CLASSES[kind], keywords=tuple(keywords))


def _repeat(panel: Json) -> Node:
    names = {"variable": "repeat", "direction": "repeatDirection", "maxPerRow": "maxPerRow"}
    found = [(word, node_of(panel[key])) for word, key in names.items() if key in panel]
    return Call("Repeat", keywords=tuple(found))


def _placed(panel: Panel, place: str, number: str) -> list[tuple[str, Node]]:
    found: list[tuple[str, Node]] = []
    if panel.place is not None:
        found.append((place, panel.place))
    if panel.number is not None:
        found.append((number, Value(panel.number)))
    return found


def _data(panel: Panel, kind: str, queries: Queries, inner: tuple[Node, ...]) -> Node:
    entries: list[tuple[str, Node]] = []
    if "type" in panel.plain:
        entries.append(("type", Value(kind)))
    if "title" in panel.plain:
        entries.append(("title", node_of(panel.plain["title"])))
    if source := queries.datasource(panel.plain):
        entries.append(("datasource", source))
    if targets := queries.targets(panel.plain):
        entries.append(("targets", targets))
    entries += [(key, node_of(value)) for key, value in unsaid(panel.plain, kind).items()]
    for key in ("repeat", "repeatDirection", "maxPerRow"):
        if key in panel.plain:
            entries.append((key, node_of(panel.plain[key])))
    entries += _placed(panel, "gridPos", "id")
    if inner:
        entries.append(("panels", Items(inner)))
    return Entries(tuple(entries))


def _whole(body: Board, inner: tuple[Node, ...]) -> Node:
    entries = [(key, node_of(value)) for key, value in without(body, "panels").items()]
    return Entries((*entries, ("panels", Items(inner)))) if inner else Entries(tuple(entries))
