"""Grafana's dashboard providers: one for each folder.

One provider a folder, rather than `foldersFromFilesStructure`, because that setting needs
`folder` and `folderUid` empty (so folders get new uids on every machine) and makes one level only
before Grafana 13.

Source: https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from boardwright.frozen import frozen
from boardwright.provisioning.grafana_values import escape_values

UID_LENGTH = 40
"""The most characters Grafana takes in a uid."""


SUFFIX = "-folder"
"""What a made uid ends in: folders and boards share Grafana's uids, and people name a board after
its folder."""


GENERAL = "General"
"""The folder that a declaration names for a board in no folder, as Grafana shows it."""


@frozen
class Folder:
    """A Grafana folder: the title, levels separated by `/`, and its uid; empty for General."""

    title: str
    uid: str

    @classmethod
    def from_title(cls, title: str) -> Folder:
        """Return the folder of that title, its uid made from the title; `GENERAL` has none."""
        if title == GENERAL:
            return cls(title=GENERAL, uid="")
        return cls(title=title, uid=_name(title, UID_LENGTH - len(SUFFIX)) + SUFFIX)

    @property
    def directory(self) -> str:
        """Where the tree keeps its boards."""
        return _name(self.title, UID_LENGTH)

    @property
    def provisioned_title(self) -> str:
        """The title a file provider gives it: providers make top-level folders only."""
        return " / ".join(self.title.split("/")) if self.uid else ""


def providers_file(folders: Iterable[Folder], *, dashboards_path: str) -> dict[str, Any]:
    """Return the file's data.

    Args:
        folders: The folders that hold boards.
        dashboards_path: Where Grafana's server finds the tree of boards.
    """
    ordered = sorted(folders, key=lambda folder: (folder.title, folder.uid))
    return {
        "apiVersion": 1,
        "providers": [_entry(folder, dashboards_path) for folder in ordered],
    }


def _entry(folder: Folder, dashboards_path: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": folder.uid or folder.directory,
        "orgId": 1,
        "folder": folder.provisioned_title,
        "folderUid": folder.uid,
        "type": "file",
        "disableDeletion": False,
        "updateIntervalSeconds": 30,
        "allowUiUpdates": False,
        "options": {"path": f"{dashboards_path}/{folder.directory}"},
    }
    escaped: dict[str, Any] = escape_values(entry)
    return escaped


def _name(title: str, length: int) -> str:
    """Return a name of a-z, 0-9 and hyphens for a title.

    A title that has no plain-text form of its own gets a digest in it, so that two titles in other
    scripts never share one.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    if re.fullmatch(r"[A-Za-z0-9 /_-]+", title) and 0 < len(slug) <= length:
        return slug
    digest = hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem = slug[: length - 9].strip("-") or "folder"
    return f"{stem}-{digest}"
