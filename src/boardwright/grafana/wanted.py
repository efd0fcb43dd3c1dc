"""The declared folders, boards and alert rules, as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from boardwright.errors import DocumentError
from boardwright.frozen import frozen
from boardwright.grafana.stored_values import GroupKey, Schema
from boardwright.schema.alerts import Rule
from boardwright.schema.canonical import parse_canonical
from boardwright.schema.v1_form import v1_form
from boardwright.schema.v2.v2_spec import v2_spec


@frozen
class WantedFolder:
    """A folder that boards go to, or that holds one of these.

    Attributes:
        path: The titles from the top, joined by `/`.
        parent_uid: The folder that holds it; None at the top.
    """

    uid: str
    path: str
    parent_uid: str | None

    @property
    def title(self) -> str:
        """The folder's own title, without the levels above it."""
        return self.path.rpartition("/")[2]


@frozen
class WantedBoard:
    """A compiled board and its folder.

    Attributes:
        uid: The uid; the text may lack it.
        title: The title.
        text: The canonical JSON, with the extensions that only schema v2 expresses.
        folder: The folder.
        place: Where it was declared.
        schema: The schema in which it is saved.
    """

    uid: str
    title: str
    text: bytes
    folder: WantedFolder
    place: str
    schema: Schema = "v1"

    @property
    def body(self) -> dict[str, Any]:
        """The board's data: a new copy each time."""
        return {**parse_canonical(self.text), "uid": self.uid}

    @property
    def sent_body(self) -> dict[str, Any]:
        """The board's data in the schema in which it is saved."""
        if self.schema == "v1":
            return v1_form(self.body)
        return {**v2_spec(self.body), "uid": self.uid}


@frozen
class WantedRule:
    """A compiled alert rule; `place` is where it was declared."""

    uid: str
    title: str
    data: Rule
    place: str


@frozen
class WantedGroup:
    """A compiled group of alert rules and its folder; `interval` is in seconds."""

    name: str
    interval: int
    rules: tuple[WantedRule, ...]
    folder: WantedFolder
    place: str

    @property
    def key(self) -> GroupKey:
        """The identity of the group."""
        return self.folder.uid, self.name


def folder_levels(path: str, *, uid_of: Callable[[str], str]) -> tuple[WantedFolder, ...]:
    """Return a folder and those that hold it, from the top.

    Args:
        path: Titles, joined by `/`.
        uid_of: Gives the uid of each such path.
    """
    levels: list[WantedFolder] = []
    for title in filter(None, (part.strip() for part in path.split("/"))):
        parent = levels[-1] if levels else None
        level = f"{parent.path}/{title}" if parent else title
        levels.append(
            WantedFolder(uid=uid_of(level), path=level, parent_uid=parent.uid if parent else None)
        )
    return tuple(levels)


def all_folders(branches: Iterable[tuple[WantedFolder, ...]]) -> tuple[WantedFolder, ...]:
    """Return every folder once, holders before what they hold.

    Raises:
        DocumentError: Two folders have one uid.
    """
    folders: dict[str, WantedFolder] = {}
    for branch in branches:
        for folder in branch:
            twin = folders.setdefault(folder.uid, folder)
            if twin != folder:
                raise DocumentError(
                    f'the folders "{twin.path}" and "{folder.path}" have one uid, {folder.uid!r}',
                    hint="Write the same title, or give one a uid with [[folders]].",
                )
    return tuple(sorted(folders.values(), key=lambda each: (each.path.count("/"), each.path)))
