"""Grafana's file providers, as a repository has them: which folder the boards of a path go to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from boardwright.frozen import frozen


@frozen
class Provider:
    """A file provider.

    Attributes:
        path: The folder it reads, on Grafana's machine.
        folder: The title of the Grafana folder; empty for none.
        from_structure: Whether subfolders are Grafana's folders.
    """

    path: PurePosixPath
    folder: str
    from_structure: bool


def providers_in(data: Any) -> Iterator[Provider]:
    """Yield the file providers that a document of a file declares."""
    found = data.get("providers") if isinstance(data, dict) else None
    for item in found if isinstance(found, list) else ():
        options = item.get("options") if isinstance(item, dict) else None
        if not isinstance(options, dict):
            continue
        path = options.get("path")
        if isinstance(path, str) and path:
            yield Provider(
                path=PurePosixPath(path),
                folder=str(item.get("folder") or ""),
                from_structure=options.get("foldersFromFilesStructure") is True,
            )


def provided_folder(
    folders: tuple[str, ...], providers: Sequence[Provider]
) -> tuple[str | None, bool]:
    """Return the Grafana folder of a file by the folders that it is in, and whether one reads it.

    The path on Grafana's machine is another one than here: they are matched by their ends, and the
    provider with the most folders in common wins.
    """
    best: tuple[int, Provider, tuple[str, ...]] | None = None
    for provider in providers:
        for end in range(len(folders), 0, -1):
            common = _common_end(provider.path.parts, folders[:end])
            if common and (best is None or (common, end) > (best[0], len(folders) - len(best[2]))):
                best = (common, provider, folders[end:])
    if best is None:
        return None, False
    _, provider, below = best
    if provider.from_structure and not provider.folder:
        return "/".join(below) or None, True
    return provider.folder or None, True


def _common_end(one: Sequence[str], two: Sequence[str]) -> int:
    count = 0
    for left, right in zip(reversed(one), reversed(two), strict=False):
        if left != right:
            break
        count += 1
    return count
