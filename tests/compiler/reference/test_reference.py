"""Compiled boards against a real Grafana 12.4.3's answers: every difference has a reason.

`tests/recordings/grafana-12.4/README.md` describes how the answers were recorded. The
reasons are in `reasons.toml`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.datasource_references import DataSourceRef
from boardwright.schema.document import Board, Document, Place
from boardwright.schema.envelopes import unwrap_board
from support import ROOT

from .comparison import Mismatch, find_unexplained, mismatches, reasons

RECORDINGS = ROOT / "tests/recordings/grafana-12.4"
MIGRATIONS = sorted((RECORDINGS / "migrations").glob("*.json"))
PANELS = sorted((RECORDINGS / "panels").glob("*.json"))
SHARED = ROOT.parent / "shared"
FOLDER_OF_CONVERSIONS = SHARED / "grafana-12.4/conversions"
CONVERSIONS = sorted(FOLDER_OF_CONVERSIONS.rglob("*.v1beta1.json"))

PROMETHEUS = DataSourceRef(type="prometheus", uid="prometheus")
CONTEXT = CompilerContext(
    default_datasource=PROMETHEUS,
    datasources={"prometheus": PROMETHEUS, "Prometheus": PROMETHEUS},
)
STEPS = range(5, 43)
PLACE = {"id": 1, "gridPos": {"x": 0, "y": 0, "w": 6, "h": 4}}


def compile_stored(board: Board) -> Board:
    document = Document(body=board, place=Place(file="b.json"), name="b", form="json")
    return compile_document(document, CONTEXT).body


def shown(found: list[Mismatch]) -> list[str]:
    """Return mismatches as lines that can be copied into `reasons.toml`."""
    return [
        f"{each.type}: {each.path}: {each.ours!r} here, {each.theirs!r} there" for each in found
    ]


def migration_mismatches(file: Path) -> list[Mismatch]:
    record = json.loads(file.read_text())
    return mismatches(compile_stored(record["board"]), record["v1beta1"])


def panel_mismatches(file: Path) -> Iterator[tuple[str, list[Mismatch]]]:
    record = json.loads(file.read_text())
    for case in record["cases"]:
        own = {"title": case["case"], **PLACE}
        datasource = {"type": "prometheus", "uid": "prometheus"}
        panel = {"datasource": datasource, **case["panel"], **own}
        version = record["schemaVersion"]
        ours = compile_stored({"title": "Board", "schemaVersion": version, "panels": [panel]})
        theirs = {**ours, "panels": [{**case["saved"], **own}]}
        yield case["case"], mismatches(ours, theirs)


def test_each_step_of_grafanas_migration_is_recorded() -> None:
    assert {int(file.stem[:2]) for file in MIGRATIONS} == set(STEPS)


@pytest.mark.parametrize("file", MIGRATIONS, ids=lambda file: file.stem)
def test_a_migrated_board_has_no_unexplained_difference(file: Path) -> None:
    assert shown(find_unexplained(migration_mismatches(file), reasons("everywhere", "api"))) == []


@pytest.mark.parametrize("file", PANELS, ids=lambda file: file.stem)
def test_panels_saved_by_the_web_interface_have_no_unexplained_difference(file: Path) -> None:
    known = reasons("everywhere", "interface")
    found = {case: shown(find_unexplained(each, known)) for case, each in panel_mismatches(file)}
    assert {case: lines for case, lines in found.items() if lines} == {}


def conversion_mismatches(file: Path) -> list[Mismatch]:
    source = (
        SHARED
        / "corpus"
        / file.relative_to(FOLDER_OF_CONVERSIONS).with_name(
            file.name.replace(".v1beta1.json", ".json")
        )
    )
    ours = compile_stored(unwrap_board(json.loads(source.read_text())))
    return mismatches(ours, json.loads(file.read_text()))


def require_conversions() -> None:
    if CONVERSIONS:
        return
    message = f"Grafana's conversions of public boards are not at {FOLDER_OF_CONVERSIONS}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def test_the_recorded_conversions_exist() -> None:
    require_conversions()


@pytest.mark.parametrize("file", CONVERSIONS, ids=lambda file: file.name.partition(".")[0])
def test_a_public_board_converted_by_the_api_has_no_unexplained_difference(file: Path) -> None:
    known = reasons("everywhere", "api", "corpus")
    assert shown(find_unexplained(conversion_mismatches(file), known)) == []


def test_every_reason_of_the_public_boards_explains_something() -> None:
    require_conversions()
    found = [each for file in CONVERSIONS for each in conversion_mismatches(file)]
    assert [r.text for r in reasons("corpus") if not any(map(r.explains, found))] == []


def test_every_reason_explains_something() -> None:
    api = [each for file in MIGRATIONS for each in migration_mismatches(file)]
    interface = [e for file in PANELS for _, found in panel_mismatches(file) for e in found]
    by_table = {"everywhere": [*api, *interface], "api": api, "interface": interface}
    unused = [
        reason.text
        for table, found in by_table.items()
        for reason in reasons(table)
        if not any(map(reason.explains, found))
    ]
    assert unused == []


def test_a_difference_without_a_reason_is_found() -> None:
    ours: dict[str, Any] = {
        "panels": [{"title": "A", "type": "stat", "options": {"textMode": "x"}}]
    }
    theirs = {"panels": [{"title": "A", "type": "stat", "options": {"textMode": "name"}}]}
    (found,) = find_unexplained(mismatches(ours, theirs), reasons("everywhere", "interface"))
    assert found == Mismatch("panels[A].options.textMode", "stat", "x", "name")
