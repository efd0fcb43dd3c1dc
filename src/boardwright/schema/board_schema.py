"""The schemas in which a board is written: v1, v2 and v2beta1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from boardwright.errors import ConfigError
from boardwright.schema.canonical import canonical_json
from boardwright.schema.compiled import BoardResult
from boardwright.schema.envelopes import dashboard_resource
from boardwright.schema.v1_form import v1_form

BoardSchema = Literal["v1", "v2", "v2beta1"]
"""`v1` is the classic schema. Grafana 13 serves `v2` and `v2beta1`, Grafana 12.4 `v2beta1`."""

SCHEMAS: tuple[BoardSchema, ...] = ("v1", "v2", "v2beta1")
V1_VERSION = "v1beta1"
"""The version of `dashboard.grafana.app` for a board of schema v1: Grafana 12 and 13 serve it."""


def require_schema(schema: str) -> None:
    """Refuse a schema that does not exist.

    Raises:
        ConfigError: It is none of `SCHEMAS`.
    """
    if schema not in SCHEMAS:
        raise ConfigError(f"the schema is {schema!r}; it takes {', '.join(SCHEMAS)}")


def board_file(board: BoardResult, schema: BoardSchema) -> bytes:
    """Return the file of a board for Grafana's file providers.

    They read v2 only as a resource. The folder is not in the file: it comes from the directory.
    """
    return board.v1_text if schema == "v1" else canonical_json(board_resource(board, schema))


def board_resource(
    board: BoardResult, schema: BoardSchema, annotations: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return a board as a `Dashboard` of `dashboard.grafana.app`.

    Args:
        board: The board.
        schema: The schema of the `spec`.
        annotations: The annotations of the metadata.
    """
    given = annotations or {}
    if schema == "v1":
        body = v1_form(board.body)
        return dashboard_resource(body, uid=board.uid, version=V1_VERSION, annotations=given)
    from boardwright.schema.v2.v2_spec import v2_spec

    spec = v2_spec(board.body, schema)
    return dashboard_resource(spec, uid=board.uid, version=schema, annotations=given)
