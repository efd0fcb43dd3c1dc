"""The sequence of passes that compiles a board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from boardwright.compiler.context import CompilerContext
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
from boardwright.compiler.places import find_place
from boardwright.frozen import frozen
from boardwright.schema.board_traversal import iter_panels
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

Pass = Callable[[Board, CompilerContext], Board]
"""A pure function that returns a changed copy of the board, or raises DocumentError."""


@frozen
class CompilerPass:
    """One step of compiling a board.

    Attributes:
        name: Name of the pass, and of its module, its test and its section in
            docs/reference/passes.md.
        run: The function that performs the pass.
        migration: The part of the pass that converts settings of old Grafana versions. `diff` and
            `deploy` apply this part to the stored and the declared board before they compare the
            two boards. None if the pass has no such part.
    """

    name: str
    run: Pass
    migration: Pass | None


def _define_migration(name: str, run: Pass) -> CompilerPass:
    """Return a pass that converts old boards, and that also runs for a normal form."""
    return CompilerPass(name=name, run=run, migration=run)


def _define_project_pass(
    name: str, run: Pass, *, in_normal_form: Pass | None = None
) -> CompilerPass:
    """Return a pass that depends on the project's settings or on the way a board is declared."""
    return CompilerPass(name=name, run=run, migration=in_normal_form)


PASSES = (
    _define_migration("shape", shape.run),
    _define_project_pass("elements", elements.run),
    _define_project_pass("titles", titles.run),
    _define_project_pass("inputs", inputs.run),
    _define_migration("clones", clones.run),
    _define_migration("rows", rows.run),
    _define_migration("nesting", nesting.run),
    _define_migration("auto_grids", auto_grids.run),
    _define_project_pass("leftovers", leftovers.run),
    _define_migration("unfinished", unfinished.run),
    _define_migration("schema_steps", schema_steps.run),
    _define_migration("graph", graph.run),
    _define_migration("singlestat", singlestat.run),
    _define_migration("gauges", gauges.run),
    _define_migration("heatmap", heatmap.run),
    _define_migration("table", table.run),
    _define_migration("piechart", piechart.run),
    _define_migration("texts", texts.run),
    _define_migration("worldmap", worldmap.run),
    _define_migration("fields", fields.run),
    _define_migration("legends", legends.run),
    _define_migration("transformations", transformations.run),
    _define_migration("nulls", nulls.run),
    _define_migration("types", types.run),
    _define_migration("sizes", sizes.run),
    _define_migration("obsolete", obsolete.run),
    _define_migration("links", links.run),
    _define_migration("variables", variables.run),
    _define_migration("annotations", annotation_list.run),
    _define_project_pass("datasources", datasources.run, in_normal_form=inherited_datasources.run),
    _define_migration("cloudwatch", cloudwatch.run),
    _define_migration("influx", influx.run),
    _define_migration("queries", queries.run),
    _define_migration("refids", refids.run),
    _define_project_pass("alert_thresholds", alert_thresholds.run),
    _define_migration("defaults", defaults.run),
    _define_migration("layout", layout.run),
    _define_project_pass("ids", ids.run),
    _define_project_pass("alert_states", alert_states.run),
    _define_project_pass("tags", tags.run),
    _define_project_pass("uids", uids.run),
)
"""All passes in order, except the last pass, `origins`."""


def compile_document(
    document: Document, context: CompilerContext, *, last: Pass = origins.run
) -> Document:
    """Compile a declared board for Grafana 12.

    The `body` of the compiled document is JSON of the classic schema, version 41. For a board that
    is declared in v2, `body` also contains the `spec` of the v2 output. `panel_places` maps the id
    of each panel to the file and line that declare the panel. `remarks` lists the remarks for the
    author.

    Args:
        document: The declared board. The function does not change the board.
        context: The project's settings.
        last: The pass that runs last and removes the private keys of the earlier passes.

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
        panel_places=_collect_places(board),
        remarks=_collect_remarks(board, context),
    )


def _read_declaration(board: Board, context: CompilerContext) -> Board | None:
    """Return the declaration of a board of schema v2; None for a classic board."""
    if not is_v2(board):
        return None
    # classic boards do not need this module
    from boardwright.compiler.v2_declaration import read_declaration

    return read_declaration(board, context)


def _keep_declaration(compiled: Board, declaration: Board, context: CompilerContext) -> Board:
    from boardwright.compiler.v2_declaration import keep_declaration

    return keep_declaration(compiled, declaration, context)


def _collect_places(board: Board) -> dict[int, Place]:
    places = {}
    for panel in iter_panels(board):
        origin = panel.get(ORIGIN)
        if isinstance(origin, Origin):
            places[panel["id"]] = origin.place
    return places


def _collect_remarks(board: Board, context: CompilerContext) -> tuple[Note, ...]:
    owners = [(board, None), *((panel, str(panel.get("title"))) for panel in iter_panels(board))]
    return tuple(
        _build_note(remark, find_place(owner, context), title)
        for owner, title in owners
        for remark in owner.get(REMARKS, ())
    )


def _build_note(remark: str | Remark, place: Place, panel: str | None) -> Note:
    if isinstance(remark, Remark):
        return Note(what=remark.what, place=place, panel=panel, hint=remark.hint)
    return Note(what=remark, place=place, panel=panel)
