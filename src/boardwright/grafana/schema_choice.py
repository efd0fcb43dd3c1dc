"""Chooses the schema in which a deploy saves each board."""

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
            new boards have the schema `preferred`.
        preferred: The schema that Grafana prefers.
        saves_v2: Whether Grafana can save boards of schema v2.
    """

    configured: Schema | None = None
    preferred: Schema = "v1"
    saves_v2: bool = False

    def choose_schema(self, stored: StoredBoard | None) -> Schema:
        """Return the schema in which a deploy saves a board.

        Args:
            stored: The board in Grafana; None for a new board.
        """
        if self.configured is not None:
            return self.configured
        return self.preferred if stored is None else stored.schema

    def check_schema(self, schema: Schema) -> FormError | None:
        """Return an error if Grafana cannot save boards in a schema, otherwise None."""
        return build_no_v2_error() if schema == "v2" and not self.saves_v2 else None


def read_schemas(grafana: Grafana, setting: BoardSchema | None) -> SchemaChoice:
    """Ask Grafana which schemas it supports, and return the settings.

    Args:
        setting: The setting `schema` in boardwright.toml; None if it is not set. The values v2 and
            v2beta1 have the same effect.
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
