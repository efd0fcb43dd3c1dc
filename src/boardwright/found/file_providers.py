"""Grafana's file providers in a repository, and the folders that they give to boards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from boardwright.frozen import frozen
from boardwright.provisioning.providers import Folder


@frozen
class Provider:
    """A file provider.

    Attributes:
        path: The folder it reads, on Grafana's machine.
        folder: The Grafana folder, its title and uid; each is empty where it is not given.
        from_structure: Whether subfolders are Grafana's folders.
    """

    path: PurePosixPath
    folder: Folder
    from_structure: bool


def find_providers(data: Any) -> Iterator[Provider]:
    """Yield the file providers that a document declares."""
    found = data.get("providers") if isinstance(data, dict) else None
    for item in found if isinstance(found, list) else ():
        options = item.get("options") if isinstance(item, dict) else None
        if not isinstance(options, dict):
            continue
        path = options.get("path")
        if isinstance(path, str) and path:
            yield Provider(
                path=PurePosixPath(path),
                folder=Folder(
                    title=str(item.get("folder") or ""), uid=str(item.get("folderUid") or "")
                ),
                from_structure=options.get("foldersFromFilesStructure") is True,
            )


def provided_folder(levels: tuple[str, ...], providers: Sequence[Provider]) -> Folder | None:
    """Return the Grafana folder that a provider gives to the files of a folder on disk.

    A provider's path is one on Grafana's machine. So the ends of the paths are compared, and the
    provider with the most folders in common wins.

    Args:
        levels: The folders on disk, from the top.
        providers: The providers.

    Returns:
        The folder, its title empty for no folder; None where no provider reads the files.
    """
    best: tuple[int, Provider, tuple[str, ...]] | None = None
    for provider in providers:
        for end in range(len(levels), 0, -1):
            common = _common_end(provider.path.parts, levels[:end])
            if common and (best is None or (common, end) > (best[0], len(levels) - len(best[2]))):
                best = (common, provider, levels[end:])
    if best is None:
        return None
    _, provider, below = best
    if provider.from_structure and not provider.folder.title:
        return Folder(title="/".join(below), uid="")
    return provider.folder


def _common_end(one: Sequence[str], two: Sequence[str]) -> int:
    count = 0
    for left, right in zip(reversed(one), reversed(two), strict=False):
        if left != right:
            break
        count += 1
    return count
