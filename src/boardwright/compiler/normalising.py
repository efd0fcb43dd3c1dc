"""Boards brought to one form, so that what means the same is the same.

A board comes back from Grafana with more than was sent, and other than it was written: the server
keeps numbers as floats and raises a fast refresh, the editor writes out every default on a save,
older boards are migrated on the way. `normalised` takes all that off, whoever wrote the board.
What it does not take off is a difference that somebody made.
"""

from __future__ import annotations

from boardwright.compiler.context import Context
from boardwright.compiler.edit import Json, without
from boardwright.compiler.normal import inheriting
from boardwright.compiler.normal.numbers import floats
from boardwright.compiler.normal.panels import panel
from boardwright.compiler.normal.silence import silent
from boardwright.compiler.normal.variables import variable
from boardwright.compiler.passes import annotations as annotation_list
from boardwright.compiler.passes import (
    clones,
    defaults,
    fields,
    gauges,
    graph,
    heatmap,
    layout,
    legends,
    links,
    nesting,
    nulls,
    obsolete,
    piechart,
    queries,
    rows,
    shape,
    singlestat,
    sizes,
    table,
    texts,
    transformations,
    types,
    variables,
    worldmap,
)
from boardwright.compiler.pipeline import Pass
from boardwright.compiler.refreshes import LEAST_REFRESH, raised
from boardwright.errors import DocumentError
from boardwright.schema import editor_defaults
from boardwright.schema.document import REMARKS, SERVERS_OWN, Board, Document, Place
from boardwright.schema.envelopes import is_v2
from boardwright.schema.sections import float_up, in_reading_order
from boardwright.schema.walking import map_annotations, map_panels, map_variables

MIGRATIONS: tuple[Pass, ...] = (
    shape.run,
    clones.run,
    rows.run,
    nesting.run,
    graph.run,
    singlestat.run,
    gauges.run,
    heatmap.run,
    table.run,
    piechart.run,
    texts.run,
    worldmap.run,
    fields.run,
    legends.run,
    transformations.run,
    nulls.run,
    types.run,
    sizes.run,
    obsolete.run,
    links.run,
    inheriting.run,
    variables.run,
    annotation_list.run,
    queries.run,
    defaults.run,
    layout.run,
)
"""The passes that change a board's form and not what it says: none that needs a project."""

_CONTEXT = Context(document=Document(body={}, place=Place(file=""), name="", form="json"))


def normalised(body: Board) -> Board:
    """Return a board in its normal form: two boards that mean the same have the same.

    Args:
        body: A classic board of any age and origin; it is not changed.

    Returns:
        The board, for comparing only. A board that cannot be read as one (of schema v2, or with
        parts of the wrong form) comes back as it is, its numbers apart.
    """
    body = floats(body)
    if is_v2(body):
        return without(body, *SERVERS_OWN)
    try:
        migrated = _migrated(body)
    except DocumentError:
        return without(body, *SERVERS_OWN)
    return _silenced(migrated)


def _migrated(body: Board) -> Board:
    for run in MIGRATIONS:
        body = run(body, _CONTEXT)
    return body


def _silenced(body: Board) -> Board:
    body = without(body, REMARKS, *editor_defaults.BOARD_LEFTOVERS)
    body = map_panels(body, panel)
    body = {**body, "panels": in_reading_order(float_up(body["panels"]))}
    body = map_variables(body, variable)
    body = map_annotations(body, _annotation)
    if "refresh" in body:
        body = {**body, "refresh": raised(body["refresh"], LEAST_REFRESH)}
    return silent(body, editor_defaults.BOARD)


def _annotation(owner: Json) -> Json:
    if owner.get("builtIn"):
        owner = {**owner, "datasource": annotation_list.BUILT_IN["datasource"]}
        return silent(owner, {"target": editor_defaults.DASHBOARD_ANNOTATIONS})
    return silent(owner, editor_defaults.ANNOTATION)
