"""Boards in folders and schemas, for testing Kubernetes resources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from boardwright.provisioning.kubernetes import Kubernetes
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.board_result import build_board_result
from boardwright.schema.document import Document, Place

SCHEMAS = Path(__file__).parent / "schemas"
STACK = BoardFolder(title="Stack", uid="stack")
SHOP = Kubernetes(project="shop")


def place_board(
    uid: str, title: str = "Board", folder: BoardFolder = STACK, **more: Any
) -> PlacedBoard:
    body = {"uid": uid, "title": title, "schemaVersion": 41, **more}
    place = Place(file="dashboards/x.py", line=7)
    return folder, build_board_result(Document(body=body, place=place, name="x", form="dict"))


def validate(data: Any, schema: str) -> None:
    """Validate data with one of the JSON schemas next to this file."""
    jsonschema.validate(data, json.loads((SCHEMAS / f"{schema}.json").read_text()))
