"""Grafana's dashboard providers: one for each folder.

Not `foldersFromFilesStructure`, because this setting needs empty `folder` and `folderUid`, so
folders get new uids on every machine, and creates only one level before Grafana 13.

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
"""The largest number of characters in a uid."""


SUFFIX = "-folder"
"""The suffix of a generated uid: folders and boards share uids, and boards are often named after
their folder."""


GENERAL = "General"
"""The name, in Grafana, of the place of boards without a folder."""


@frozen
class Folder:
    """A Grafana folder: its title, with levels separated by `/`, and its uid; empty for General."""

    title: str
    uid: str

    @classmethod
    def from_title(cls, title: str) -> Folder:
        """Return the folder with this title and a uid made from it; `GENERAL` has no uid."""
        if title == GENERAL:
            return cls(title=GENERAL, uid="")
        return cls(title=title, uid=_name(title, UID_LENGTH - len(SUFFIX)) + SUFFIX)

    @property
    def directory(self) -> str:
        """The directory of its boards in the tree."""
        return _name(self.title, UID_LENGTH)

    @property
    def provisioned_title(self) -> str:
        """The title with a file provider, which creates top-level folders only."""
        return " / ".join(self.title.split("/")) if self.uid else ""


def providers_file(folders: Iterable[Folder], *, dashboards_path: str) -> dict[str, Any]:
    """Return the file's data.

    Args:
        folders: The folders with boards.
        dashboards_path: The path of the boards on Grafana's server.
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

    The name of a title in another script contains a digest, so two titles never share a name.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    if re.fullmatch(r"[A-Za-z0-9 /_-]+", title) and 0 < len(slug) <= length:
        return slug
    digest = hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem = slug[: length - 9].strip("-") or "folder"
    return f"{stem}-{digest}"
