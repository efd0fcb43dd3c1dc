"""Adds the values that a board stored as a JSON file leaves implicit, and that a Python declaration
must state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.normal_form import drop_filled_values
from boardwright.compiler.notes import collect_notes
from boardwright.compiler.passes import origins, rows
from boardwright.compiler.pipeline import compile_document
from boardwright.frozen import frozen
from boardwright.schema.board_traversal import iter_panels, map_panels
from boardwright.schema.document import (
    ORIGIN,
    REMARKS,
    Board,
    Document,
    Json,
    Note,
    Origin,
    PanelJson,
    Place,
)
from boardwright.schema.envelopes import is_v2
from boardwright.schema.extension import drop_stored_mark, is_stored_in_v2, mark_stored
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.schema_version import SCHEMA_VERSION
from boardwright.schema.sections import has_plugin
from boardwright.schema.v2.v2_board import complete_board

OLDEST = 0
"""The schema version of a JSON file that does not contain a version."""

_LISTS = ("rows", "panels")
"""The lists that contain a board's panels, in the order in which panels are numbered."""


@frozen
class ExplicitBoard:
    """A stored board that has the same meaning as a JSON file and as a Python declaration.

    Attributes:
        document: The stored board with all values that a declaration must state.
        compiled: The result of compiling the stored board.
        notes: Remarks of the compiler about parts that Grafana drops, and parts that no longer
            work.
    """

    document: Document
    compiled: Board
    notes: tuple[Note, ...] = ()


def make_explicit(document: Document, context: CompilerContext) -> ExplicitBoard:
    """Add the values that the JSON file of a stored board leaves implicit, and return the board.

    The title and the uid may come from the file name. A file without a schema version counts as the
    oldest version, but a declaration without a schema version counts as the newest version. A query
    without `legendFormat` has no legend in a file, but in a declaration its legend shows the labels
    in which the series differ. Ids of panels are stated if compiling a declaration would give other
    ids to the panels.

    Raises:
        DocumentError: The board does not compile.
    """
    body = _drop_ignored_positions(origins.run(to_classic_board(document.body), context))
    bare = replace(document, body=_mark_if_needed(document, body, context))
    compiled, ids = _compile_numbered(bare, context)
    title_and_uid = {"title": compiled.body["title"], "uid": compiled.body["uid"]}
    version = {} if "schemaVersion" in bare.body else {"schemaVersion": OLDEST}
    body = _with_legends({**bare.body, **version, **title_and_uid})
    declared = replace(document, body=body, form="dict")
    _, others = _compile_numbered(declared, context)
    if others != ids:
        declared = replace(declared, body=_with_ids(declared.body, ids, count()))
        _, others = _compile_numbered(declared, context)
        if others != ids:  # a classic row has no id, so the compiled board is declared instead
            declared = replace(declared, body=_with_legends(compiled.body))
    return ExplicitBoard(document=declared, compiled=compiled.body, notes=collect_notes(compiled))


def to_classic_board(body: Board) -> Board:
    """Return a board in the classic schema, converted if it is a board of v2."""
    if not is_v2(body):
        return body
    return {"schemaVersion": SCHEMA_VERSION, **drop_keys(complete_board(body), REMARKS)}


def _mark_if_needed(document: Document, body: Board, context: CompilerContext) -> Board:
    """Return a board that was stored in v2, with the most common plugin version of its panels. If
    the compiled board does not depend on the information that the board was stored in v2, remove
    this information.
    """
    if not is_stored_in_v2(body):
        return body
    marked = _with_usual_version(body)
    with_mark = compile_document(replace(document, body=marked), context).body
    if any(panel.get("pluginVersion") for panel in iter_panels(with_mark)):
        return marked
    plain = drop_stored_mark(body)
    without_mark = compile_document(replace(document, body=plain), context).body
    is_same = are_json_equal(
        drop_filled_values(drop_stored_mark(with_mark)), drop_filled_values(without_mark)
    )
    return plain if is_same else marked


def _with_usual_version(body: Board) -> Board:
    """Return a board that was stored in v2, with the most common plugin version as the version of
    all panels without a version.
    """
    with_version = [panel for panel in iter_panels(body) if has_plugin(panel)]
    versions = Counter(panel.get("pluginVersion", "") for panel in with_version)
    ((usual, _),) = versions.most_common(1) or [("", 0)]

    def set_version(panel: PanelJson) -> PanelJson:
        version = panel.get("pluginVersion", "")
        rest = drop_keys(panel, "pluginVersion")
        is_usual = version == usual or not has_plugin(panel)
        return rest if is_usual else {**rest, "pluginVersion": version}

    return mark_stored(map_panels(body, set_version), usual)


def _drop_ignored_positions(body: Board) -> Board:
    """Return a board without the panel positions in classic `rows`, because Grafana ignores
    them.
    """
    if not isinstance(body.get("rows"), list):
        return body
    return {**body, "rows": [rows.ignore_positions(row) for row in body["rows"]]}


def _with_legends(owner: Board) -> Board:
    owner = _map_lists(owner, _with_legends)
    if isinstance(owner.get("targets"), list):
        owner["targets"] = [with_legend(target) for target in owner["targets"]]
    return owner


def with_legend(target: Any) -> Any:
    """Return a query that was read from a JSON file. If the query has no legend, add an empty
    legend.
    """
    if isinstance(target, dict) and "expr" in target and target.get("legendFormat") is None:
        return {**target, "legendFormat": ""}
    return target


def _compile_numbered(
    document: Document, context: CompilerContext
) -> tuple[Document, dict[int, int]]:
    """Compile a board in which the panels are numbered. Return the compiled board and a mapping
    from each panel's number to the panel's id.
    """
    body = _with_numbers(document.body, count())
    compiled = compile_document(replace(document, body=body), context)
    places = compiled.panel_places.items()
    return compiled, {place.line: number for number, place in places if place.line is not None}


def _with_numbers(owner: Board, numbers: Iterator[int]) -> Board:
    """Return a board in which every panel and row has a number. The number is stored as the line of
    the panel's or row's source position.
    """

    def add_number(item: Json) -> Board:
        origin = Origin(place=Place(file="", line=next(numbers)))
        return {**_with_numbers(item, numbers), ORIGIN: origin}

    return _map_lists(owner, add_number)


def _with_ids(owner: Board, ids: dict[int, int], numbers: Iterator[int]) -> Board:
    """Return a board in which each panel has the id that `ids` gives for the panel's number."""

    def set_id(item: Json) -> Board:
        number = next(numbers)
        item = _with_ids(item, ids, numbers)
        return {**item, "id": ids[number]} if number in ids else item

    return _map_lists(owner, set_id)


def _map_lists(owner: Board, change: Callable[[Board], Board]) -> Board:
    owner = {**owner}
    for key in _LISTS:
        if isinstance(owner.get(key), list):
            owner[key] = [change(item) if isinstance(item, dict) else item for item in owner[key]]
    return owner
