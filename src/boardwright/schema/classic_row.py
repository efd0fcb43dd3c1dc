"""The class for a row of an old classic board, which stores its panels in rows. Its properties read
values from the row's JSON.
"""

from __future__ import annotations

from boardwright.schema.json_object import JsonObject


class ClassicRow(JsonObject):
    """One row in the key `rows` of a board of schema version 15 or older."""

    @property
    def title(self) -> str:
        """The title of the row."""
        return self.text("title")

    @property
    def shows_title(self) -> bool:
        """Whether the board shows the title of the row."""
        return self.flag("showTitle")

    @property
    def repeat(self) -> str:
        """The variable by which the row is repeated; empty if the row is not repeated."""
        return self.text("repeat")

    @property
    def has_panels(self) -> bool:
        """Whether the row contains panels."""
        return bool(self.raw.get("panels"))
