"""Writes a Kubernetes ConfigMap for each board. The Grafana sidecar (kiwigrid/k8s-sidecar) reads
the ConfigMaps.

Kubernetes limits the size of a ConfigMap, so each board gets its own ConfigMap.

Source: https://github.com/kiwigrid/k8s-sidecar and the chart `grafana` of grafana/helm-charts.
"""

from __future__ import annotations

from boardwright.errors import DocumentError
from boardwright.provisioning.board_file import BoardFile
from boardwright.provisioning.kubernetes import (
    ROOT,
    Kubernetes,
    check_resource_size,
    encode_readable_board,
)
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.provisioning.providers import BoardFolder
from boardwright.provisioning.yaml_text import encode_literal, encode_yaml
from boardwright.schema.board_result import BoardResult
from boardwright.schema.board_schema import BoardSchema
from boardwright.schema.resource import build_resource

FOLDER = f"{ROOT}/configmaps/dashboards/"


def build_configmap(
    placed: PlacedBoard, settings: Kubernetes, schema: BoardSchema = "v1"
) -> BoardFile:
    """Return the ConfigMap that contains a board.

    Raises:
        DocumentError: The board is too large for a ConfigMap, or the sidecar would write the board
            outside of its output directory.
    """
    folder, board = placed
    _refuse_path(folder, board)
    text = encode_readable_board(board, schema)
    annotations = {settings.folder_annotation: folder.title} if folder.uid else {}
    labels = {settings.label: settings.label_value}
    metadata = settings.build_metadata(board.uid, labels=labels, annotations=annotations)
    head = build_resource("v1", "ConfigMap", metadata)
    key = f"{board.uid}.json"
    notes = check_resource_size({**head, "data": {key: text.decode()}}, text, board)
    top = encode_yaml(head, source=board.place.file)
    content = top + b"data:\n" + encode_literal(key, text)
    return BoardFile(path=f"{FOLDER}{board.uid}.yaml", content=content, notes=notes)


def _refuse_path(folder: BoardFolder, board: BoardResult) -> None:
    """Raise an error if the title of the board's Grafana folder is a path such as `../x`.

    The Grafana sidecar uses the title as a path below its output directory. With `../x`, the
    sidecar would write the board outside of its output directory.
    """
    levels = folder.title.split("/")
    if "\0" in folder.title or levels[0] == "" or {".", ".."} & {level.strip() for level in levels}:
        raise DocumentError(
            "the Grafana sidecar uses the title of a folder as a path, and the path "
            f'"{folder.title}" leads out of the sidecar\'s output directory',
            where=board.place,
            hint="Use a folder title that does not begin with a slash, and that does not contain "
            "a level named . or ..",
        )
