"""The conditions by which a command selects source files."""

from __future__ import annotations

from boardwright.frozen import frozen


@frozen
class BoardSelection:
    """The conditions by which a command selects source files. All conditions must be met.

    Attributes:
        changed_since: Select files whose boards or rules can differ from this git ref; None for no
            condition.
        owners: Select files that belong to one of these owners in CODEOWNERS; empty for no
            condition.
        folders: Select files with a board in one of these Grafana folders or in a subfolder; empty
            for no condition.
    """

    changed_since: str | None = None
    owners: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def has_conditions(self) -> bool:
        """Whether the selection has at least one condition."""
        return bool(self.changed_since or self.owners or self.folders)
