"""Writes Kubernetes resources for grafana-operator: one for each board, and one `GrafanaFolder` for
each Grafana folder.

A board of schema v1 becomes a `GrafanaDashboard`, whose field `folderRef` names a `GrafanaFolder`.
`GrafanaDashboard` does not support schema v2, so a board of schema v2 becomes a `GrafanaManifest`.

Source: https://grafana.github.io/grafana-operator/docs/api/ and
https://grafana.github.io/grafana-operator/docs/examples/manifests/dashboards-v2/
"""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.provisioning.board_file import BoardFile
from boardwright.provisioning.kubernetes import (
    ROOT,
    Kubernetes,
    check_resource_size,
    encode_readable_board,
    name_resource,
)
from boardwright.provisioning.levels import Level
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.provisioning.yaml_text import encode_literal, encode_yaml
from boardwright.schema.board_schema import BoardSchema, wrap_board
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import Json
from boardwright.schema.resource import build_resource

API_VERSION = "grafana.integreatly.org/v1beta1"
FOLDER = f"{ROOT}/operator/dashboards/"
FOLDERS = f"{ROOT}/operator/folders/"


def build_grafana_dashboard(placed: PlacedBoard, settings: Kubernetes) -> BoardFile:
    """Return the `GrafanaDashboard` of a board in schema v1.

    Raises:
        DocumentError: The board is too large for a Kubernetes resource.
    """
    folder, board = placed
    text = encode_readable_board(board)
    spec: Json = {"instanceSelector": _build_selector(settings)}
    if folder.uid:
        spec["folderRef"] = name_resource(settings.project, folder.uid)
    head = _build_resource("GrafanaDashboard", board.uid, spec, settings)
    whole = {**head, "spec": {**spec, "json": text.decode()}}
    return BoardFile(
        path=f"{FOLDER}{board.uid}.yaml",
        content=encode_yaml(head, source=board.place.file) + encode_literal("json", text),
        notes=check_resource_size(whole, text, board),
    )


def build_grafana_manifest(
    placed: PlacedBoard, settings: Kubernetes, schema: BoardSchema
) -> BoardFile:
    """Return the `GrafanaManifest` of a board in schema v2.

    Raises:
        DocumentError: The board is too large for a Kubernetes resource.
    """
    folder, board = placed
    template = wrap_board(board, schema, folder_uid=folder.uid)
    spec = {"instanceSelector": _build_selector(settings), "template": template}
    resource = _build_resource("GrafanaManifest", board.uid, spec, settings)
    return BoardFile(
        path=f"{FOLDER}{board.uid}.yaml",
        content=encode_yaml(resource, source=board.place.file),
        notes=check_resource_size(resource, encode_canonical_json(template), board),
    )


def build_grafana_folders(levels: Iterable[Level], settings: Kubernetes) -> dict[str, bytes]:
    """Return the paths and contents of the `GrafanaFolder` resources."""
    return {
        f"{FOLDERS}{level.uid}.yaml": encode_yaml(_build_grafana_folder(level, settings))
        for level in levels
    }


def _build_grafana_folder(level: Level, settings: Kubernetes) -> Json:
    spec: Json = {
        "instanceSelector": _build_selector(settings),
        "uid": level.uid,
        "title": level.title,
    }
    if level.parent_uid:
        spec["parentFolderRef"] = name_resource(settings.project, level.parent_uid)
    return _build_resource("GrafanaFolder", level.uid, spec, settings)


def _build_resource(kind: str, uid: str, spec: Json, settings: Kubernetes) -> Json:
    return build_resource(API_VERSION, kind, settings.build_metadata(uid), spec)


def _build_selector(settings: Kubernetes) -> Json:
    return {"matchLabels": dict(sorted(settings.instance_selector.items()))}
