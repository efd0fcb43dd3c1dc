"""The conditions with which a command selects files that declare boards."""

from __future__ import annotations

from boardwright.frozen import frozen


@frozen
class BoardSelection:
    """The conditions with which a command selects files that declare boards. A file is selected if
    it satisfies all conditions.

    Attributes:
        changed_since: A git ref. A file is selected only if the changes since this ref can affect
            its boards. None selects all files.
        owners: Owners that the file CODEOWNERS lists. A file is selected only if it belongs to one
            of these owners. If empty, all files are selected.
        folders: Titles of Grafana folders. A file is selected only if one of its boards is in one
            of these Grafana folders or a subfolder. If empty, all files are selected.
    """

    changed_since: str | None = None
    owners: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def has_conditions(self) -> bool:
        """Whether the selection has a condition. Without conditions, all files are selected."""
        return bool(self.changed_since or self.owners or self.folders)
