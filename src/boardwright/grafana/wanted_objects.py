"""Classes for the folders, boards and alert rules that a project declares."""

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
    """A folder for boards or alert groups that the project declares.

    Attributes:
        uid: Uid of the folder.
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
    """A board that the project declares.

    Attributes:
        uid: Uid of the board.
        title: Title of the board.
        text: The board as canonical JSON of schema v1, possibly without the uid. Additional keys
            contain the settings that only schema v2 has.
        folder: The folder of the board.
        place: File and line of the declaration.
        schema: The schema in which a deploy saves the board.
    """

    uid: str
    title: str
    text: bytes
    folder: WantedFolder
    place: str
    schema: Schema = "v1"

    @property
    def body(self) -> Board:
        """The JSON data of the board in schema v1; each call returns a new copy."""
        return {**parse_canonical_json(self.text), "uid": self.uid}

    @property
    def sent_body(self) -> Board:
        """The JSON data of the board in the schema in which a deploy saves it."""
        if self.schema == "v1":
            return drop_v2_parts(self.body)
        return {**write_v2_spec(self.body), "uid": self.uid}


@frozen
class WantedRule:
    """An alert rule that the project declares.

    Attributes:
        uid: Uid of the rule.
        title: Title of the rule.
        data: The rule as JSON data.
        place: File and line of the declaration.
    """

    uid: str
    title: str
    data: AlertRuleJson
    place: str


@frozen
class WantedGroup:
    """A group of alert rules that the project declares.

    Attributes:
        name: Name of the group.
        interval: Seconds between two evaluations.
        rules: The rules of the group.
        folder: The folder of the group.
        place: File and line of the declaration.
    """

    name: str
    interval: int
    rules: tuple[WantedRule, ...]
    folder: WantedFolder
    place: str

    @property
    def key(self) -> GroupKey:
        """The uid of the folder and the name of the group."""
        return self.folder.uid, self.name


def build_folder_branch(path: str, *, uid_of: Callable[[str], str]) -> tuple[WantedFolder, ...]:
    """Return the parents of a folder, from the top level down, and then the folder itself.

    Args:
        path: Titles of the folder and its parents, such as `Shop/Orders`.
        uid_of: Function that takes a path, such as `Shop/Orders`, and returns the uid of the
            folder.
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
    """Return each folder once, sorted so that parents come before their subfolders.

    Args:
        branches: Results of `build_folder_branch`.

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
