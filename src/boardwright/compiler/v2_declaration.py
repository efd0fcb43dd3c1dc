"""Builds the v2 output of a board that is declared in schema v2.

The passes convert every board to the classic schema, which checks, previews, tests and the v1
output use. The v2 output consists of the author's declaration, the keys that schema v2 requires,
and the project's settings, such as tags and data source uids.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes import alert_states, alert_thresholds, ids, origins, shape, tags
from boardwright.compiler.references import Resolver
from boardwright.compiler.refreshes import raise_refresh
from boardwright.schema.board_traversal import (
    map_annotations,
    map_panels,
    map_targets,
    map_variables,
)
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.extension import extend_item
from boardwright.schema.v2.v2_board import add_required_keys
from boardwright.schema.v2.v2_spec import write_v2_spec


def read_declaration(spec: Board, context: CompilerContext) -> Board:
    """Return a board that is declared in v2 as a classic board, without optional defaults.

    Every panel gets an id, so that the v1 and v2 outputs have the same ids.

    Raises:
        DocumentError: The board has the schema v2alpha1.
    """
    return ids.run(add_required_keys(shape.read_v2(spec, context)), context)


def keep_declaration(compiled: Board, declaration: Board, context: CompilerContext) -> Board:
    """Return a compiled board that also contains the `spec` of its v2 output.

    Args:
        compiled: The compiled board.
        declaration: The board as `read_declaration` returned it.
        context: The project's settings.
    """
    for change in _PROJECT_CHANGES:
        declaration = change(declaration, context)
    return extend_item(compiled, declared=write_v2_spec(origins.run(declaration, context)))


def _rename_datasources(board: Board, context: CompilerContext) -> Board:
    """Return the board with the data source uids of the selected environment."""
    resolver = Resolver.from_board(board, context)

    def rename_datasource(owner: Json) -> Json:
        reference = owner.get("datasource")
        new = resolver.rename(reference) if isinstance(reference, dict) else reference
        return owner if new is reference else {**owner, "datasource": new}

    def rename_in_panel(panel: PanelJson) -> PanelJson:
        return map_targets(panel, rename_datasource)

    return map_annotations(
        map_variables(map_panels(board, rename_in_panel), rename_datasource), rename_datasource
    )


def _limit_refresh(board: Board, context: CompilerContext) -> Board:
    if "refresh" not in board or not context.least_refresh:
        return board
    return {**board, "refresh": raise_refresh(board["refresh"], context.least_refresh)}


def _add_tags(board: Board, context: CompilerContext) -> Board:
    """Return the board with the tags of its module and of the project."""
    complete = tags.run(board, context)
    declared_tags = board.get("tags") or []
    return board if set(complete["tags"]) <= set(declared_tags) else complete


_PROJECT_CHANGES = (
    _rename_datasources,
    _limit_refresh,
    alert_thresholds.run,
    alert_states.run,
    _add_tags,
)
