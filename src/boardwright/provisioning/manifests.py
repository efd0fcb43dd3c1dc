"""Writes boards and folders as resources of the APIs `dashboard.grafana.app` and
`folder.grafana.app` (manifests), for Git Sync and for gcx, a command-line program of Grafana Labs.

gcx reads the Grafana folder of a board from an annotation. Git Sync determines the Grafana folder
of a board from the directory that contains the file. Since Grafana 13, Git Sync reads the uid and
title of a Grafana folder from the file `_folder.json` in its directory. In Grafana 12.4, the title
of a folder is the name of its directory, and Git Sync creates a second folder for `_folder.json`.

Source: https://grafana.com/docs/grafana/latest/as-code/observability-as-code/
"""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.provisioning.board_file import BoardFile
from boardwright.provisioning.levels import Level, UidOf, list_levels
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.provisioning.targets import FOLDER_MANIFEST
from boardwright.schema.board_schema import BoardSchema, wrap_board
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import Json
from boardwright.schema.resource import build_folder_resource

FOLDER = "manifests/"


def build_board_manifest(
    placed: PlacedBoard, uid_of: UidOf, schema: BoardSchema = "v1"
) -> BoardFile:
    """Return the `Dashboard` resource of a board."""
    folder, board = placed
    manifest = wrap_board(board, schema, folder_uid=folder.uid)
    levels = list_levels(folder, uid_of)
    directory = f"{levels[-1].directory}/" if levels else ""
    path = f"{FOLDER}{directory}{board.uid}.json"
    return BoardFile(path=path, content=encode_canonical_json(manifest))


def build_folder_manifests(levels: Iterable[Level]) -> dict[str, bytes]:
    """Return the paths and contents of the `Folder` resources."""
    return {
        f"{FOLDER}{level.directory}/{FOLDER_MANIFEST}": encode_canonical_json(_build_folder(level))
        for level in levels
    }


def _build_folder(level: Level) -> Json:
    return build_folder_resource(
        level.uid,
        level.title,
        api_version="folder.grafana.app/v1beta1",
        parent_uid=level.parent_uid,
    )
