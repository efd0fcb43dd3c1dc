"""Immutable values for the folders, boards and alert rules that a project declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from boardwright.errors import DocumentError
from boardwright.frozen import frozen
from boardwright.grafana.board_states import Schema
from boardwright.grafana.stored_values import GroupKey
from boardwright.schema.alerting.alerts import AlertRuleJson
from boardwright.schema.canonical import parse_canonical_json
from boardwright.schema.document import Board
from boardwright.schema.v1_form import drop_v2_parts
from boardwright.schema.v2.v2_spec import write_v2_spec


@frozen
class WantedFolder:
    """A folder that the project declares. The folder contains boards or further folders of the
    project.

    Attributes:
        path: Titles of the folder and its parents, starting at the top and joined by `/`.
        parent_uid: Uid of the parent folder; None at the top level.
    """

    uid: str
    path: str
    parent_uid: str | None

    @property
    def title(self) -> str:
        """The title of the folder, without the titles of its parents."""
        return self.path.rpartition("/")[2]


@frozen
class WantedBoard:
    """A compiled board that the project declares, and its folder.

    Attributes:
        uid: Uid of the board. The JSON in `text` may lack the uid.
        title: Title of the board.
        text: The board as canonical JSON of schema v1. Settings that only schema v2 can store are
            in additional keys.
        folder: The folder of the board.
        place: File and line of the declaration.
        schema: The schema in which the board is saved.
    """

    uid: str
    title: str
    text: bytes
    folder: WantedFolder
    place: str
    schema: Schema = "v1"

    @property
    def body(self) -> Board:
        """The JSON data of the board; a new copy at each call."""
        return {**parse_canonical_json(self.text), "uid": self.uid}

    @property
    def sent_body(self) -> Board:
        """The JSON data of the board in the schema in which it is saved."""
        if self.schema == "v1":
            return drop_v2_parts(self.body)
        return {**write_v2_spec(self.body), "uid": self.uid}


@frozen
class WantedRule:
    """A compiled alert rule that the project declares. `place` is the file and line of its
    declaration.
    """

    uid: str
    title: str
    data: AlertRuleJson
    place: str


@frozen
class WantedGroup:
    """A compiled group of alert rules that the project declares, and its folder. `interval` is in
    seconds.
    """

    name: str
    interval: int
    rules: tuple[WantedRule, ...]
    folder: WantedFolder
    place: str

    @property
    def key(self) -> GroupKey:
        """Uid of the folder and name of the group, which identify the group in Grafana."""
        return self.folder.uid, self.name


def build_folder_branch(path: str, *, uid_of: Callable[[str], str]) -> tuple[WantedFolder, ...]:
    """Return the parents of a folder, starting at the top, and the folder itself.

    Args:
        path: Titles of the folder and its parents, joined by `/`.
        uid_of: Function that takes the titles of a folder and its parents, joined by `/`, and
            returns the folder's uid.
    """
    levels: list[WantedFolder] = []
    for title in filter(None, (part.strip() for part in path.split("/"))):
        parent = levels[-1] if levels else None
        level = f"{parent.path}/{title}" if parent else title
        levels.append(
            WantedFolder(uid=uid_of(level), path=level, parent_uid=parent.uid if parent else None)
        )
    return tuple(levels)


def collect_folders(branches: Iterable[tuple[WantedFolder, ...]]) -> tuple[WantedFolder, ...]:
    """Return every folder once, parents before their subfolders.

    Raises:
        DocumentError: Two folders have the same uid.
    """
    folders: dict[str, WantedFolder] = {}
    for branch in branches:
        for folder in branch:
            twin = folders.setdefault(folder.uid, folder)
            if twin != folder:
                raise DocumentError(
                    f'the folders "{twin.path}" and "{folder.path}" have the same uid,'
                    f" {folder.uid!r}",
                    hint="Use the same title for both folders, or give one of the folders "
                    "another uid with [[folders]].",
                )
    return tuple(sorted(folders.values(), key=lambda each: (each.path.count("/"), each.path)))
