"""Writes the provisioning file that makes Grafana load boards, with a dashboard provider for each
Grafana folder.

boardwright does not use Grafana's setting `foldersFromFilesStructure`. This setting requires that
`folder` and `folderUid` are empty, so every Grafana server would generate its own folder uids.
Before Grafana 13, `foldersFromFilesStructure` creates only one level of folders.

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
"""The largest number of characters that Grafana allows in a uid."""


SUFFIX = "-folder"
"""The suffix of the uids that boardwright generates for folders. The suffix prevents that a folder
and a board with the same title get the same uid.
"""


GENERAL = "General"
"""The name under which Grafana lists the boards that are in no folder."""


@frozen
class BoardFolder:
    """A folder of Grafana.

    Attributes:
        title: Titles of the folder and its parents, joined by `/`.
        uid: Uid of the folder; empty for the folder General.
    """

    title: str
    uid: str

    @classmethod
    def from_title(cls, title: str) -> BoardFolder:
        """Return the Grafana folder with a title. The uid is generated from the title."""
        if title == GENERAL:
            return cls(title=GENERAL, uid="")
        return cls(title=title, uid=_build_slug(title, UID_LENGTH - len(SUFFIX)) + SUFFIX)

    @property
    def directory(self) -> str:
        """Name of the directory for the folder's boards in the output of a build."""
        return _build_slug(self.title, UID_LENGTH)

    @property
    def provisioned_title(self) -> str:
        """Title of the folder in provisioning files, with the titles of all parents.

        File provisioning creates only top-level folders.
        """
        return " / ".join(self.title.split("/")) if self.uid else ""


def build_providers_file(folders: Iterable[BoardFolder], *, dashboards_path: str) -> Json:
    """Return the content of the provisioning file with the dashboard providers, as a dict.

    Args:
        folders: The Grafana folders of the boards.
        dashboards_path: Path at which Grafana's server finds the directory with the boards.
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
    """Return a name for a title that consists of a-z, 0-9 and hyphens.

    For a title with other letters, such as Greek letters, or for a long title, the name contains a
    digest of the title.
    """
    slug = format_slug(title)
    if re.fullmatch(r"[A-Za-z0-9 /_-]+", title) and 0 < len(slug) <= length:
        return slug
    digest = hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem = slug[: length - 9].strip("-") or "folder"
    return f"{stem}-{digest}"
