"""Finds file providers in Grafana's provisioning files, and the Grafana folders that file providers
assign to boards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from boardwright.frozen import frozen
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.json_object import ensure_list


@frozen
class Provider:
    """A file provider of Grafana's dashboard provisioning.

    Attributes:
        path: Path of the folder, on Grafana's machine, from which the provider reads boards.
        folder: Title and uid of the Grafana folder for the boards. A title or uid that is not set
            is empty.
        from_structure: Whether subfolders become Grafana folders (`foldersFromFilesStructure`).
    """

    path: PurePosixPath
    folder: BoardFolder
    from_structure: bool


def find_providers(data: Any) -> Iterator[Provider]:
    """Yield the file providers in a provisioning document."""
    providers = data.get("providers") if isinstance(data, dict) else None
    for item in ensure_list(providers):
        options = item.get("options") if isinstance(item, dict) else None
        if not isinstance(options, dict):
            continue
        path = options.get("path")
        if isinstance(path, str) and path:
            yield Provider(
                path=PurePosixPath(path),
                folder=BoardFolder(
                    title=str(item.get("folder") or ""), uid=str(item.get("folderUid") or "")
                ),
                from_structure=options.get("foldersFromFilesStructure") is True,
            )


def find_provided_folder(
    levels: tuple[str, ...], providers: Sequence[Provider]
) -> BoardFolder | None:
    """Return the Grafana folder that a file provider assigns to the boards of a folder on disk.

    A provider's path is a path on Grafana's machine. In the repository, the same folder often has
    another path, in which only the last directories are the same. Therefore, the function chooses
    the provider whose path has the most directories in common with the folder on disk.

    Args:
        levels: Names of the directories in the path of the folder on disk, outermost first.
        providers: The file providers of the repository.

    Returns: The Grafana folder, with an empty title for the folder General; None if no provider
        reads the files.
    """
    best: tuple[int, Provider, tuple[str, ...]] | None = None
    for provider in providers:
        for end in range(len(levels), 0, -1):
            common = _count_common_end(provider.path.parts, levels[:end])
            if common and (best is None or (common, end) > (best[0], len(levels) - len(best[2]))):
                best = (common, provider, levels[end:])
    if best is None:
        return None
    _, provider, below = best
    if provider.from_structure and not provider.folder.title:
        return BoardFolder(title="/".join(below), uid="")
    return provider.folder


def _count_common_end(one: Sequence[str], two: Sequence[str]) -> int:
    count = 0
    for left, right in zip(reversed(one), reversed(two), strict=False):
        if left != right:
            break
        count += 1
    return count
