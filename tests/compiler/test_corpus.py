"""Real, public boards of twenty years of Grafana, where the folder of them is there."""

from __future__ import annotations

import json
import os
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import Document, Place
from boardwright.schema.envelopes import is_v2, unwrap_board
from boardwright.schema.panel_types import SUCCESSORS
from boardwright.schema.v2.v2_board import read_v2_board

from .facts import refusals

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FILES = sorted(CORPUS.rglob("*.json"))
CONTEXT = CompilerContext(tag="boardwright:corpus")

if not FILES:
    if os.environ.get("CI") == "true":
        pytest.fail(f"the corpus of public boards is not at {CORPUS}", pytrace=False)
    pytest.skip("the corpus of public boards is not on this machine", allow_module_level=True)

COPIES = ("repeatPanelId", "repeatedByRow")
"""Marks of the copies of repeated panels that Grafana once stored."""


def document(path: Path, body: dict[str, Any]) -> Document:
    return Document(body=body, place=Place(file=path.name), name=path.stem, form="json")


@pytest.fixture(params=FILES, ids=lambda path: str(path.relative_to(CORPUS)))
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def body(path: Path) -> dict[str, Any]:
    return unwrap_board(json.loads(path.read_text()), path.name)


def test_a_public_board_compiles_twice_to_the_same_board(path: Path, body: dict[str, Any]) -> None:
    before = deepcopy(body)
    result = compile_document(document(path, body), CONTEXT).body
    assert body == before
    assert compile_document(document(path, result), CONTEXT).body == result
    assert refusals(result) == []


def test_every_panel_of_a_public_board_is_kept(path: Path, body: dict[str, Any]) -> None:
    body = read_v2_board(body) if is_v2(body) else body
    kept = [p for p in iter_panels(body) if not any(p.get(mark) for mark in COPIES)]
    panels = list(iter_panels(compile_document(document(path, body), CONTEXT).body))
    wanted = [panel for panel in kept if panel.get("type") != "row"]
    found = [panel for panel in panels if panel.get("type") != "row"]
    assert len(found) == len(wanted)
    titles = Counter(str(p["title"]) for p in wanted if p.get("title"))
    assert not titles - Counter(str(p.get("title")) for p in found)
    assert not {panel.get("type") for panel in panels} & SUCCESSORS.keys()


def test_no_overlap_is_introduced(path: Path, body: dict[str, Any]) -> None:
    result = compile_document(document(path, body), CONTEXT).body
    body = read_v2_board(body) if is_v2(body) else body
    given = {p.get("id") for p in iter_panels(body) if len(p.get("gridPos") or {}) >= 4}
    taken: dict[tuple[int, int], int] = {}
    for panel in result["panels"]:
        position = panel["gridPos"]
        for x in range(position["x"], position["x"] + position["w"]):
            for y in range(position["y"], position["y"] + position["h"]):
                other = taken.setdefault((x, y), panel["id"])
                assert other == panel["id"] or {other, panel["id"]} <= given
