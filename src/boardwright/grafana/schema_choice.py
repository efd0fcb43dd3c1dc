"""The schema in which a board is saved: the configured one, the stored one, or the server's."""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import FormError
from boardwright.grafana.resources import no_v2_error
from boardwright.grafana.stored_values import Schema, StoredBoard
from boardwright.schema.board_schema import BoardSchema


@frozen
class SchemaChoice:
    """The schemas of a deploy.

    Attributes:
        configured: The configured schema; None to keep the stored one, and to create boards in
            the one that the Grafana prefers.
        preferred: The schema that the Grafana prefers.
        saves_v2: Whether the Grafana saves boards of schema v2.
    """

    configured: Schema | None = None
    preferred: Schema = "v1"
    saves_v2: bool = False

    def schema_for(self, stored: StoredBoard | None) -> Schema:
        """Return the schema in which a board is saved.

        Args:
            stored: The board as it is stored; None for a new one.
        """
        if self.configured is not None:
            return self.configured
        return self.preferred if stored is None else stored.schema

    def refusal(self, schema: Schema) -> FormError | None:
        """Return why the Grafana saves no board in a schema, or None."""
        return no_v2_error() if schema == "v2" and not self.saves_v2 else None


def read_schemas(grafana: Grafana, setting: BoardSchema | None) -> SchemaChoice:
    """Return the schemas of a deploy to a Grafana.

    Args:
        grafana: The Grafana.
        setting: The setting `schema`; None to leave it to the stored board and the Grafana. For v2
            and v2beta1 alike, boards are saved in the newer one that the Grafana serves.
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
