"""Chooses the schema in which a board is saved: the configured schema, the stored board's schema,
or the schema that Grafana prefers.
"""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.grafana.board_states import Schema
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import FormError
from boardwright.grafana.resources import build_no_v2_error
from boardwright.grafana.stored_values import StoredBoard
from boardwright.schema.board_schema import BoardSchema


@frozen
class SchemaChoice:
    """The settings that determine in which schema a deploy saves each board.

    Attributes:
        configured: The schema in boardwright.toml. If None, existing boards keep their schema, and
            new boards are created in the schema that Grafana prefers.
        preferred: The schema that Grafana prefers.
        saves_v2: Whether this Grafana can save boards of schema v2.
    """

    configured: Schema | None = None
    preferred: Schema = "v1"
    saves_v2: bool = False

    def choose_schema(self, stored: StoredBoard | None) -> Schema:
        """Return the schema in which to save a board.

        Args:
            stored: The board in Grafana; None for a new board.
        """
        if self.configured is not None:
            return self.configured
        return self.preferred if stored is None else stored.schema

    def check_schema(self, schema: Schema) -> FormError | None:
        """Return an error if this Grafana cannot save boards in `schema`, otherwise None."""
        return build_no_v2_error() if schema == "v2" and not self.saves_v2 else None


def read_schemas(grafana: Grafana, setting: BoardSchema | None) -> SchemaChoice:
    """Return the schema settings for a deploy to this Grafana.

    Args:
        grafana: The connection to Grafana.
        setting: The setting `schema`; None if it is not set. For both v2 and v2beta1, boards are
            saved in the newest v2 version that Grafana serves.
    """
    configured: Schema | None = None if setting is None else "v1" if setting == "v1" else "v2"
    resources = grafana.resources if grafana.is_whole else None
    if resources is None:
        return SchemaChoice(configured=configured)
    return SchemaChoice(
        configured=configured,
        preferred="v2" if resources.prefers_v2 else "v1",
        saves_v2=resources.v2_version is not None,
    )
