"""How an import reports boards that would not compile to the same board."""

from __future__ import annotations

from pathlib import Path

from boardwright.cli.import_verb import _choose_exit_code
from boardwright.commands.importing.import_results import (
    ImportedBoard,
    ImportResult,
    ImportStatus,
    SharedModule,
)
from boardwright.report.import_report import format_import_json, format_import_lines
from boardwright.source.verdict import judge_import

BEFORE = {"title": "B", "panels": [{"title": "CPU", "unit": "s", "x": 1}], "values": []}
AFTER = {"title": "B", "panels": [{"title": "CPU", "unit": "ms"}], "values": list(range(9))}


def result(*statuses: ImportStatus, shared: ImportStatus | None = None) -> ImportResult:
    boards = [
        ImportedBoard(
            origin="b.json",
            status=status,
            title="B",
            uid="b",
            module=Path("dashboards/b.py"),
            verdict=judge_import(BEFORE, BEFORE, AFTER) if status == "different" else None,
        )
        for status in statuses
    ]
    module = SharedModule(module=Path("dashboards/_shared.py"), status=shared) if shared else None
    return ImportResult(
        output=Path("dashboards"),
        boards=tuple(boards),
        skipped=(),
        checked=False,
        shared=module,
    )


def test_each_difference_names_panel_and_path() -> None:
    assert list(format_import_lines(result("different"), format_path=str)) == [
        'different  "B"  dashboards/b.py  different',
        "           panels[0].unit, panel \"CPU\": 's' became 'ms'",
        '           panels[0].x, panel "CPU": 1 became nothing',
        "           values[0]: nothing became 0",
        "           values[1]: nothing became 1",
        "           values[2]: nothing became 2",
        "           and 6 more",
        "1 board to dashboards/: 1 different",
    ]


def test_the_json_report_has_every_difference() -> None:
    (board,) = format_import_json(result("different"), format_path=str)["boards"]
    differences = board["verdict"]["differences"]
    assert len(differences) == 11
    assert differences[1] == {"path": "panels[0].x", "panel": "CPU", "before": 1}


def test_the_exit_code_depends_on_the_worst_result() -> None:
    assert _choose_exit_code(result("new", "updated", "merged", "unchanged", "proved")) == 0
    assert _choose_exit_code(result("new", "different")) == 1
    assert _choose_exit_code(result("conflict")) == 1
    assert _choose_exit_code(result("new", shared="conflict")) == 1
    assert _choose_exit_code(result("different", "failed")) == 2
    assert _choose_exit_code(result()) == 0
