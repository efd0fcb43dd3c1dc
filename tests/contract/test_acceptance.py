"""A real Grafana's strict API accepts every committed board with all of its panels."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from boardwright.schema.board_traversal import iter_panels
from contract.targets import Target
from support import ROOT

PATH = "/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards"
TREE = ROOT / "provisioning"
BOARDS = sorted((TREE / "dashboards").rglob("*.json"))


@pytest.fixture
def name(real: Target) -> Iterator[str]:
    uid = f"bw-accept-{secrets.token_hex(6)}"
    yield uid
    real.raw("DELETE", f"{PATH}/{uid}")


@pytest.mark.since(12, 2, what="boards as resources")
@pytest.mark.parametrize("file", BOARDS, ids=lambda path: path.stem)
def test_a_committed_board_is_accepted(real: Target, name: str, file: Path) -> None:
    """Grafana 12.4.3 validates the ids of panels in annotations as numbers up to 255, and therefore
    refuses annotations of other panels unless the request omits the validation.
    """
    spec = json.loads(file.read_text())
    kind = {"apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard"}
    path = (
        PATH if max(annotated_panels(spec), default=0) <= 255 else f"{PATH}?fieldValidation=Ignore"
    )
    answer = real.raw("POST", path, {**kind, "metadata": {"name": name}, "spec": spec})
    assert answer.status_code == 201, answer.text
    kept = real.raw("GET", f"{PATH}/{name}").json()["spec"]
    assert identities(kept) == identities(spec)
    assert len(identities(spec)) > 0


def annotated_panels(body: dict[str, Any]) -> list[int]:
    """Return the ids of the panels to which annotations are limited."""
    annotations = body.get("annotations", {}).get("list", [])
    return [number for each in annotations for number in each.get("filter", {}).get("ids", [])]


def identities(body: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return a key for each panel; 12.4 does not store an empty title."""
    panels = iter_panels(body)
    return sorted((panel["id"], panel["type"], panel.get("title") or "") for panel in panels)


def test_at_least_one_board_is_committed() -> None:
    assert BOARDS


def test_no_committed_board_has_the_uid_of_a_folder() -> None:
    """Before 12.4, Grafana refuses such a board: see `test_boards.py`."""
    providers = yaml.safe_load(
        (TREE / "grafana/provisioning/dashboards/boardwright.yaml").read_text()
    )
    folders = {provider["folderUid"] for provider in providers["providers"]}
    assert folders
    assert {file.stem for file in BOARDS} & folders == set()
