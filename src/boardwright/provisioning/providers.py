"""Writes the file with Grafana's dashboard providers, from which Grafana loads boards: one provider
for each Grafana folder.

Grafana's setting `foldersFromFilesStructure` is not used. With this setting, `folder` and
`folderUid` must be empty, so every Grafana server generates its own uids for the folders. Before
Grafana 13, this setting also creates only one level of folders.

Source: https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from boardwright.frozen import frozen
from boardwright.notation.slugs import format_slug
from boardwright.provisioning.grafana_values import escape_values
from boardwright.schema.document import Json

UID_LENGTH = 40
"""The largest number of characters in a uid."""


SUFFIX = "-folder"
"""The suffix of a folder's generated uid.

Folders and boards must have different uids, and boards often have the title of their folder.
"""


GENERAL = "General"
"""Grafana's name for the place of boards that are in no folder."""


@frozen
class BoardFolder:
    """A folder of Grafana. The title of a nested folder contains the titles of its parents, with
    `/` between the levels. The folder General has no uid.
    """

    title: str
    uid: str

    @classmethod
    def from_title(cls, title: str) -> BoardFolder:
        """Return the Grafana folder with this title. The uid of the folder is derived from the
        title; the folder `GENERAL` has no uid.
        """
        if title == GENERAL:
            return cls(title=GENERAL, uid="")
        return cls(title=title, uid=_build_slug(title, UID_LENGTH - len(SUFFIX)) + SUFFIX)

    @property
    def directory(self) -> str:
        """The directory for the folder's boards, relative to the output folder of a build."""
        return _build_slug(self.title, UID_LENGTH)

    @property
    def provisioned_title(self) -> str:
        """The title of the folder in provisioning files. File provisioning creates only top-level
        folders, so the title contains all levels.
        """
        return " / ".join(self.title.split("/")) if self.uid else ""


def build_providers_file(folders: Iterable[BoardFolder], *, dashboards_path: str) -> Json:
    """Return the content of the provisioning file with the dashboard providers, as a dict.

    Args:
        folders: The folders that contain boards.
        dashboards_path: Path of the boards on Grafana's server.
    """
    ordered = sorted(folders, key=lambda folder: (folder.title, folder.uid))
    return {
        "apiVersion": 1,
        "providers": [_build_entry(folder, dashboards_path) for folder in ordered],
    }


def _build_entry(folder: BoardFolder, dashboards_path: str) -> Json:
    entry: Json = {
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
    escaped: Json = escape_values(entry)
    return escaped


def _build_slug(title: str, length: int) -> str:
    """Return a name for a title, made of a-z, 0-9 and hyphens.

    If the title contains other letters, such as Greek letters, the name contains a digest of the
    title, so that different titles have different names.
    """
    slug = format_slug(title)
    if re.fullmatch(r"[A-Za-z0-9 /_-]+", title) and 0 < len(slug) <= length:
        return slug
    digest = hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem = slug[: length - 9].strip("-") or "folder"
    return f"{stem}-{digest}"
