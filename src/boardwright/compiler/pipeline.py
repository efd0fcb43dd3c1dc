"""Compiling is this sequence of passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from boardwright.compiler.context import Context
from boardwright.compiler.passes import annotations as annotation_list
from boardwright.compiler.passes import (
    clones,
    cloudwatch,
    datasources,
    defaults,
    fields,
    gauges,
    graph,
    heatmap,
    ids,
    inputs,
    layout,
    leftovers,
    legends,
    links,
    nesting,
    nulls,
    obsolete,
    origins,
    piechart,
    queries,
    refids,
    rows,
    shape,
    singlestat,
    sizes,
    table,
    tags,
    texts,
    titles,
    transformations,
    types,
    uids,
    variables,
    worldmap,
)
from boardwright.compiler.places import place_of
from boardwright.schema.document import ORIGIN, REMARKS, Board, Document, Note, Origin, Place
from boardwright.schema.walking import iter_panels

Pass = Callable[[Board, Context], Board]
"""A pure function: it returns a changed copy of the board, or raises DocumentError."""

PASSES: tuple[tuple[str, Pass], ...] = (
    ("shape", shape.run),
    ("titles", titles.run),
    ("inputs", inputs.run),
    ("clones", clones.run),
    ("rows", rows.run),
    ("nesting", nesting.run),
    ("leftovers", leftovers.run),
    ("graph", graph.run),
    ("singlestat", singlestat.run),
    ("gauges", gauges.run),
    ("heatmap", heatmap.run),
    ("table", table.run),
    ("piechart", piechart.run),
    ("texts", texts.run),
    ("worldmap", worldmap.run),
    ("fields", fields.run),
    ("legends", legends.run),
    ("transformations", transformations.run),
    ("nulls", nulls.run),
    ("types", types.run),
    ("sizes", sizes.run),
    ("obsolete", obsolete.run),
    ("links", links.run),
    ("variables", variables.run),
    ("annotations", annotation_list.run),
    ("datasources", datasources.run),
    ("cloudwatch", cloudwatch.run),
    ("queries", queries.run),
    ("refids", refids.run),
    ("defaults", defaults.run),
    ("layout", layout.run),
    ("ids", ids.run),
    ("tags", tags.run),
    ("uids", uids.run),
)
"""The passes by name, in order. `origins` comes after them, once places and remarks are read."""


def compile_document(document: Document, context: Context, *, last: Pass = origins.run) -> Document:
    """Compile a declared board to what Grafana 12 takes.

    Args:
        document: The board as it was declared; it is not changed.
        context: The project's settings.
        last: The pass after all others.

    Returns:
        The compiled document: `body` is plain JSON (classic schema, version 41), `panel_places`
        tells where each panel was written, `remarks` what its author should know.

    Raises:
        DocumentError: The board or one of its panels cannot be compiled.
    """
    context = replace(context, document=document)
    board = document.body
    for _, run in PASSES:
        board = run(board, context)
    return replace(
        document,
        body=last(board, context),
        panel_places=MappingProxyType(_places(board)),
        remarks=_remarks(board, context),
    )


def _places(board: Board) -> dict[int, Place]:
    found = {}
    for panel in iter_panels(board):
        origin = panel.get(ORIGIN)
        if isinstance(origin, Origin):
            found[panel["id"]] = origin.place
    return found


def _remarks(board: Board, context: Context) -> tuple[Note, ...]:
    owners = [(board, None), *((panel, str(panel.get("title"))) for panel in iter_panels(board))]
    return tuple(
        Note(what=what, place=place_of(owner, context), panel=title)
        for owner, title in owners
        for what in owner.get(REMARKS, ())
    )
