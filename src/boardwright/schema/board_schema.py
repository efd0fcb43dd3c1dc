"""Writes a board in one of Grafana's dashboard schemas: v1, v2 or v2beta1."""

from __future__ import annotations

from typing import Literal

from boardwright.errors import ConfigError
from boardwright.schema.board_result import BoardResult
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import Json
from boardwright.schema.envelopes import wrap_in_resource
from boardwright.schema.v1_form import drop_v2_parts

BoardSchema = Literal["v1", "v2", "v2beta1"]
"""The schema of a dashboard. `v1` is the classic schema. Grafana 12.4 serves `v1` and `v2beta1`,
and Grafana 13 serves all three schemas.
"""

SCHEMAS: tuple[BoardSchema, ...] = ("v1", "v2", "v2beta1")
V1_VERSION = "v1beta1"
"""The API version of `dashboard.grafana.app` for boards of schema v1, in Grafana 12 and 13."""


def require_schema(schema: str) -> None:
    """Raise an error if `schema` is not one of `SCHEMAS`.

    Raises:
        ConfigError: The schema does not exist.
    """
    if schema not in SCHEMAS:
        raise ConfigError(
            f"the schema {schema!r} does not exist; choose one of {', '.join(SCHEMAS)}"
        )


def encode_board_file(board: BoardResult, schema: BoardSchema) -> bytes:
    """Return the content of a board's JSON file for Grafana's file provisioning.

    A v2 board becomes a resource of `dashboard.grafana.app`, because file provisioning reads v2
    boards only in this format. The file does not name the Grafana folder, because Grafana derives
    the folder from the directory of the file.
    """
    return board.v1_text if schema == "v1" else encode_canonical_json(wrap_board(board, schema))


def wrap_board(board: BoardResult, schema: BoardSchema, *, folder_uid: str = "") -> Json:
    """Return a board as a resource of the kind `Dashboard` of Grafana's API
    `dashboard.grafana.app`.

    Args:
        board: The compiled board.
        schema: The schema in which the `spec` of the resource is written.
        folder_uid: Uid of the Grafana folder that contains the board; empty for the top level.
    """
    if schema == "v1":
        body = drop_v2_parts(board.body)
        return wrap_in_resource(body, uid=board.uid, version=V1_VERSION, folder_uid=folder_uid)
    from boardwright.schema.v2.v2_spec import write_v2_spec

    spec = write_v2_spec(board.body, schema)
    return wrap_in_resource(spec, uid=board.uid, version=schema, folder_uid=folder_uid)
