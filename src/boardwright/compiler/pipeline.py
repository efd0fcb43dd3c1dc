"""The sequence of passes that compiles a board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from boardwright.compiler.context import Context
from boardwright.compiler.normal import inherited_datasources
from boardwright.compiler.passes import (
    alert_states,
    alert_thresholds,
    auto_grids,
    clones,
    cloudwatch,
    datasources,
    defaults,
    elements,
    fields,
    gauges,
    graph,
    heatmap,
    ids,
    influx,
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
    schema_steps,
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
    unfinished,
    variables,
    worldmap,
)
from boardwright.compiler.passes import annotations as annotation_list
from boardwright.compiler.places import place_of
from boardwright.frozen import frozen
from boardwright.schema.document import (
    ORIGIN,
    REMARKS,
    Board,
    Document,
    Note,
    Origin,
    Place,
    Remark,
)
from boardwright.schema.envelopes import is_v2
from boardwright.schema.walking import iter_panels

Pass = Callable[[Board, Context], Board]
"""A pure function that returns a changed copy of the board, or raises DocumentError."""


@frozen
class CompilerPass:
    """One step of compiling a board.

    Attributes:
        name: Name of the pass. Its module, its test and its entry in docs/reference/passes.md have
            the same name.
        run: The function that performs the pass.
        migration: The function that runs instead of `run` when the normal form of a board is
            computed (see `boardwright.compiler.normal_form`). It is None if the normal form skips
            this pass.
    """

    name: str
    run: Pass
    migration: Pass | None


def _migration(name: str, run: Pass) -> CompilerPass:
    """Return a pass that converts older boards, and therefore also runs for the normal form."""
    return CompilerPass(name=name, run=run, migration=run)


def _project(name: str, run: Pass, *, in_normal_form: Pass | None = None) -> CompilerPass:
    """Return a pass that depends on the project's settings or on how the board is declared."""
    return CompilerPass(name=name, run=run, migration=in_normal_form)


PASSES = (
    _migration("shape", shape.run),
    _project("elements", elements.run),
    _project("titles", titles.run),
    _project("inputs", inputs.run),
    _migration("clones", clones.run),
    _migration("rows", rows.run),
    _migration("nesting", nesting.run),
    _migration("auto_grids", auto_grids.run),
    _project("leftovers", leftovers.run),
    _migration("unfinished", unfinished.run),
    _migration("schema_steps", schema_steps.run),
    _migration("graph", graph.run),
    _migration("singlestat", singlestat.run),
    _migration("gauges", gauges.run),
    _migration("heatmap", heatmap.run),
    _migration("table", table.run),
    _migration("piechart", piechart.run),
    _migration("texts", texts.run),
    _migration("worldmap", worldmap.run),
    _migration("fields", fields.run),
    _migration("legends", legends.run),
    _migration("transformations", transformations.run),
    _migration("nulls", nulls.run),
    _migration("types", types.run),
    _migration("sizes", sizes.run),
    _migration("obsolete", obsolete.run),
    _migration("links", links.run),
    _migration("variables", variables.run),
    _migration("annotations", annotation_list.run),
    _project("datasources", datasources.run, in_normal_form=inherited_datasources.run),
    _migration("cloudwatch", cloudwatch.run),
    _migration("influx", influx.run),
    _migration("queries", queries.run),
    _migration("refids", refids.run),
    _project("alert_thresholds", alert_thresholds.run),
    _migration("defaults", defaults.run),
    _migration("layout", layout.run),
    _project("ids", ids.run),
    _project("alert_states", alert_states.run),
    _project("tags", tags.run),
    _project("uids", uids.run),
)
"""All passes in order. The pass `origins` runs after these and removes places and remarks."""


def compile_document(document: Document, context: Context, *, last: Pass = origins.run) -> Document:
    """Compile a declared board for Grafana 12.

    Args:
        document: The board as it was declared; it is not changed.
        context: The project's settings.
        last: The pass that runs last and removes the private keys of the earlier passes.

    Returns:
        The compiled document. Its `body` is plain JSON (classic schema, version 41), `panel_places`
        has the source position of each panel by id, and `remarks` lists remarks for the author. If
        the board is declared in v2, its `body` also contains the `spec` to write in v2.

    Raises:
        DocumentError: The board or one of its panels cannot be compiled.
    """
    context = replace(context, document=document)
    board = document.body
    declaration = _read_declaration(board, context)
    board = board if declaration is None else shape.complete_v2(declaration)
    for each in PASSES:
        board = each.run(board, context)
    body = last(board, context)
    return replace(
        document,
        body=body if declaration is None else _keep_declaration(body, declaration, context),
        panel_places=_places(board),
        remarks=_remarks(board, context),
    )


def _read_declaration(board: Board, context: Context) -> Board | None:
    """Return the declaration of a board of schema v2; None for a classic board.

    Modules about schema v2 are imported only for boards of this schema.
    """
    if not is_v2(board):
        return None
    from boardwright.compiler.v2_declaration import read_declaration

    return read_declaration(board, context)


def _keep_declaration(compiled: Board, declaration: Board, context: Context) -> Board:
    from boardwright.compiler.v2_declaration import keep_declaration

    return keep_declaration(compiled, declaration, context)


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
        _note(remark, place_of(owner, context), title)
        for owner, title in owners
        for remark in owner.get(REMARKS, ())
    )


def _note(remark: str | Remark, place: Place, panel: str | None) -> Note:
    if isinstance(remark, Remark):
        return Note(what=remark.what, place=place, panel=panel, hint=remark.hint)
    return Note(what=remark, place=place, panel=panel)
