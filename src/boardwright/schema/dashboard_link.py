"""The class for a link of a board or panel. Its properties read values from the link's JSON."""

from __future__ import annotations

from boardwright.schema.json_object import JsonObject, ensure_list


class DashboardLink(JsonObject):
    """One item of the key `links` of a board or panel."""

    @property
    def lists_boards(self) -> bool:
        """Whether the link is a list of all boards with the link's tags."""
        return self.text("type") == "dashboards"

    @property
    def title(self) -> str:
        """The displayed text of the link."""
        return self.text("title")

    @property
    def url(self) -> str:
        """The URL as written in the board, with variables."""
        return self.text("url")

    @property
    def tooltip(self) -> str:
        """The text that the board shows when the mouse pointer is over the link."""
        return self.text("tooltip")

    @property
    def icon(self) -> str:
        """The name of the link's icon, such as `doc`."""
        return self.text("icon")

    @property
    def tags(self) -> frozenset[str]:
        """The tags of the boards that the link lists."""
        return frozenset(str(tag) for tag in ensure_list(self.raw.get("tags")))

    @property
    def as_dropdown(self) -> bool:
        """Whether the listed boards are in a menu instead of side by side."""
        return self.flag("asDropdown")

    @property
    def keeps_time(self) -> bool:
        """Whether the linked board opens with the time range of this board."""
        return self.flag("keepTime")

    @property
    def includes_variables(self) -> bool:
        """Whether the linked board opens with the variable values of this board."""
        return self.flag("includeVars")

    @property
    def passes_variables(self) -> bool:
        """Whether the link passes all variables; links of old panels have another key for this."""
        return self.includes_variables or self.flag("keepVariables")
