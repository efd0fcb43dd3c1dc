"""Converts a classic board to the `spec` of a board in schema v2."""

from __future__ import annotations

from typing import Literal

from boardwright.schema.board_layout import read_board_layout
from boardwright.schema.board_traversal import iter_annotations, iter_variables
from boardwright.schema.document import Board, Json
from boardwright.schema.extension import read_declared_spec, read_extension, read_section_name
from boardwright.schema.v2.complement import restore_original
from boardwright.schema.v2.v2_annotations import write_annotation
from boardwright.schema.v2.v2_layout import LayoutWriter, write_layout
from boardwright.schema.v2.v2_settings import write_settings
from boardwright.schema.v2.v2_variables import write_variables
from boardwright.schema.v2.v2beta1 import to_v2beta1

V2Version = Literal["v2", "v2beta1"]
"""The API versions with schema v2. Grafana 13 serves `v2` and `v2beta1`, Grafana 12.4 serves only
`v2beta1`.
"""


def write_v2_spec(board: Board, version: V2Version = "v2") -> Json:
    """Return a classic board as the `spec` of a `Dashboard` in schema v2.

    If the author declared the board in v2, return the declared `spec` unchanged.

    Args:
        board: A compiled board, or a board that `read_v2_spec` returned. All panels must have
            positions and ids. The result omits the `uid`, `id` and `version` of the board, because
            they belong to the metadata.
        version: The version of the API, either `v2` or `v2beta1`.
    """
    spec = read_declared_spec(board) or _write_spec(board)
    return to_v2beta1(spec) if version == "v2beta1" else spec


def _write_spec(board: Board) -> Json:
    variables = [*iter_variables(board)]
    writer = LayoutWriter(board, variables)
    layout = write_layout(read_board_layout(board), board, writer)
    spec = {
        **write_settings(board),
        "annotations": [write_annotation(each) for each in iter_annotations(board)],
        "variables": write_variables((v for v in variables if not read_section_name(v)), board),
        "elements": writer.elements.elements,
        "layout": layout,
    }
    return restore_original(spec, read_extension(board))
