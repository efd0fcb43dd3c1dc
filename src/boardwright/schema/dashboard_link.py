"""The class for a link of a board or panel."""

from __future__ import annotations

from boardwright.schema.json_object import JsonObject, ensure_list


class DashboardLink(JsonObject):
    """One item of the list `links` of a board or panel."""

    @property
    def lists_boards(self) -> bool:
        """Whether Grafana replaces the link by a list of links to all boards with certain tags."""
        return self.text("type") == "dashboards"

    @property
    def title(self) -> str:
        """The displayed text of the link."""
        return self.text("title")

    @property
    def url(self) -> str:
        """The URL as the board contains it, with variables that are not replaced."""
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
        """The tags that a board must have so that Grafana lists the board."""
        return frozenset(str(tag) for tag in ensure_list(self.raw.get("tags")))

    @property
    def as_dropdown(self) -> bool:
        """Whether Grafana shows the list of boards as a dropdown menu instead of side by side."""
        return self.flag("asDropdown")

    @property
    def keeps_time(self) -> bool:
        """Whether the linked board opens with the time range of the board that contains the
        link.
        """
        return self.flag("keepTime")

    @property
    def includes_variables(self) -> bool:
        """Whether the linked board opens with the variable values of the board that contains the
        link.
        """
        return self.flag("includeVars")

    @property
    def passes_variables(self) -> bool:
        """Whether the link passes the values of all variables, by `includeVars` or by the older key
        `keepVariables`.
        """
        return self.includes_variables or self.flag("keepVariables")
