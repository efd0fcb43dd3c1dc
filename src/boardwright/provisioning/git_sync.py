"""Writes the `Repository` resources of Grafana's Git Sync: one for each top-level Grafana folder.

A Repository resource makes Git Sync copy the boards of a git repository into one Grafana folder.
The name of the Repository resource becomes the uid of the Grafana folder, and the title of the
resource becomes the title of the folder. So each top-level Grafana folder needs its own Repository
resource.

Sources: the pages set-up-code and usage-limits in
https://grafana.com/docs/grafana/latest/as-code/observability-as-code/git-sync/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from boardwright.frozen import frozen
from boardwright.notation.plurals import format_quantity
from boardwright.provisioning.levels import Level, UidOf, list_levels
from boardwright.provisioning.manifests import FOLDER as MANIFESTS
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.provisioning.yaml_text import encode_yaml
from boardwright.schema.document import Json, Note, Place
from boardwright.schema.resource import build_metadata, build_resource

FOLDER = "git-sync/"

RESOURCES, REPOSITORIES, LEVELS = 1_000, 10, 4
"""The largest numbers of resources per repository, repositories, and folder levels that Grafana's
documentation recommends.
"""

KINDS = ("bitbucket", "git", "github", "gitlab")


@frozen
class GitSync:
    """The settings of the git repository that Grafana reads.

    Attributes:
        url: URL of the git repository.
        branch: The branch that Grafana reads.
        path: Path of the project's output folder in the git repository.
        type: The type of the git server, one of `KINDS`.
        connection: Name of the `Connection` resource that contains Grafana's login for the git
            server; empty if the user adds a token to the Repository resources instead.
        seconds: Number of seconds between two checks of the branch by Grafana.
        folder_files: Whether a build writes `_folder.json`, with the uid and title of the Grafana
            folder, into the directories below each top-level folder.
    """

    url: str
    branch: str
    path: str
    type: str
    connection: str
    seconds: int
    folder_files: bool = True


def build_repository_files(
    boards: Sequence[PlacedBoard], settings: GitSync, uid_of: UidOf
) -> dict[str, bytes]:
    """Return the paths and contents of the Repository resources.

    The resources do not allow Grafana to write to the git repository, because the next build would
    undo Grafana's changes.

    Args:
        boards: The boards with their folders.
        settings: The settings of the git repository.
        uid_of: Function that returns the uid of a folder.
    """
    tops = {level.path: level for level in _iter_top_levels(boards, uid_of)}
    return {
        f"{FOLDER}{level.directory}.yaml": encode_yaml(_build_repository(level, settings))
        for level in tops.values()
    }


def select_described_levels(levels: Iterable[Level], settings: GitSync | None) -> list[Level]:
    """Return the folders whose directories get a file `_folder.json`.

    With Git Sync, a top-level folder gets no `_folder.json`, because the Repository resource
    already contains the folder's uid and title. If `_folder.json` and the Repository resource
    declare the same folder, each synchronisation of Grafana 12.4 fails with "cannot move folder
    under its own descendant".

    Args:
        levels: The Grafana folders of the boards, with their parent folders.
        settings: The settings of the git repository; None if the project does not use Git Sync.
    """
    if settings is None:
        return [*levels]
    return [level for level in levels if level.parent_uid and settings.folder_files]


def iter_limit_notes(boards: Sequence[PlacedBoard], uid_of: UidOf, place: Place) -> Iterator[Note]:
    """Yield a note for each exceeded limit of Git Sync, and a note about boards without a folder.

    Args:
        boards: The boards with their folders.
        uid_of: Function that returns the uid of a folder.
        place: File and line of the Git Sync settings, which the notes show.
    """
    paths = [list_levels(folder, uid_of) for folder, _ in boards]
    if left_out := sum(not levels for levels in paths):
        boards_without_folder = f"{format_quantity(left_out, 'board')} without a Grafana folder"
        what = f"Git Sync does not read {boards_without_folder}: set `folder` in the declaration"
        yield Note(what=what, place=place)
    resources = Counter(levels[0].title for levels in paths if levels)
    resources.update(path[0] for path in {level.path for levels in paths for level in levels[1:]})
    for title, count in sorted(resources.items()):
        if count > RESOURCES:
            what = f'the folder "{title}" contains {format_quantity(count, "resource")}: {_ADVICE}'
            yield Note(what=what, place=place)
    if len(resources) > REPOSITORIES:
        top_folders = format_quantity(len(resources), "top-level folder")
        what = f"{top_folders} need a Repository resource each: {_ADVICE}"
        yield Note(what=what, place=place)
    for path in sorted({"/".join(levels[-1].path) for levels in paths if len(levels) > LEVELS}):
        what = f'the folder "{path}" is more than {LEVELS} levels deep: {_ADVICE}'
        yield Note(what=what, place=place)


_ADVICE = (
    f"Grafana's documentation advises at most {format_quantity(RESOURCES, 'resource')} per "
    f"repository, {format_quantity(REPOSITORIES, 'repository', 'repositories')}, and a folder "
    f"depth of {format_quantity(LEVELS, 'level')}"
)


def _iter_top_levels(boards: Iterable[PlacedBoard], uid_of: UidOf) -> Iterator[Level]:
    for folder, _ in boards:
        yield from list_levels(folder, uid_of)[:1]


def _build_repository(level: Level, settings: GitSync) -> Json:
    prefix = f"{settings.path}/" if settings.path else ""
    source = {
        "url": settings.url,
        "branch": settings.branch,
        "path": f"{prefix}{MANIFESTS}{level.directory}/",
    }
    connection = {"connection": {"name": settings.connection}} if settings.connection else {}
    spec = {
        "title": level.title,
        "type": settings.type,
        settings.type: source,
        "sync": {"enabled": True, "intervalSeconds": settings.seconds, "target": "folder"},
        "workflows": [],
        **connection,
    }
    metadata = build_metadata(level.uid)
    return build_resource("provisioning.grafana.app/v0alpha1", "Repository", metadata, spec)
