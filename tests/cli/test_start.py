"""Commands start fast: they import only the modules that they need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from boardwright.preview.query_answers import Answer, AnswerSeries, QueryRequest
from boardwright.preview.recorded_answers import (
    RecordedSelection,
    build_recording,
    encode_recording,
)
from boardwright.preview.time_ranges import TimeRange
from preview.helpers import stub_bundle
from support import MakeProject

HEAVY = {
    *("asyncio", "concurrent", "decimal", "email", "http", "shutil", "ssl", "subprocess"),
    *("sysconfig", "tempfile", "unicodedata"),
    *("grafana_foundation_sdk", "grafanalib", "jinja2", "prometheus_client", "re2"),
    *("requests", "rich", "urllib3"),
    *(f"boardwright.{package}" for package in ("checks", "diff", "library", "promql", "source")),
    *("boardwright.schema.v2", "boardwright.preview.sample_answers"),
}
"""Modules that take long to import and that only some commands need."""

CODE = """
import sys
import click, orjson
before = set(sys.modules)
from boardwright.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(set(sys.modules) - before), sep="\\n", file=sys.stderr)
"""


def imported_modules(*args: str, cwd: Path, env: Mapping[str, str] | None = None) -> set[str]:
    """Return the modules that a command imports, besides those of click and orjson."""
    ran = subprocess.run(
        [sys.executable, "-c", CODE, *args],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.splitlines())


def test_a_page_of_a_json_board_imports_no_slow_modules(tmp_path: Path) -> None:
    panel = {"id": 1, "type": "timeseries", "targets": [{"refId": "A", "expr": "up"}]}
    board = {"title": "T", "uid": "t", "schemaVersion": 41, "panels": [panel]}
    (tmp_path / "t.json").write_text(json.dumps(board))
    span = TimeRange(start=0, end=60_000, text="Last 1 minute")
    ask = QueryRequest(
        source="prometheus", kind="range", text="up", sent="up", step=15_000, start=0, end=60_000
    )
    answer = Answer(start=0, step=15_000, series=(AnswerSeries(labels={}, values=(1.0,)),))
    recording = build_recording(span, [RecordedSelection(given={}, offered={})], {ask: answer})
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings/t.json").write_bytes(encode_recording(recording))
    args = ("preview", "t.json", "--data", "recorded", "-o", "out")
    found = imported_modules(*args, cwd=tmp_path, env=stub_bundle(tmp_path / "bundle"))
    assert "boardwright.preview.board_page" in found
    assert found & HEAVY == {"jinja2", "shutil", "tempfile"}, "templates need these"


def test_a_build_without_changes_imports_no_slow_modules(make_project: MakeProject) -> None:
    root = make_project()
    for _ in range(2):  # the first build writes the cache that the second build reads
        found = imported_modules("build", cwd=root)
    assert "boardwright.commands.building.build" in found
    assert found & HEAVY == set()


def test_a_list_of_built_boards_imports_no_slow_modules(make_project: MakeProject) -> None:
    root = make_project()
    imported_modules("build", cwd=root)
    assert imported_modules("list", cwd=root) & HEAVY == set()


def test_a_diff_without_a_server_imports_no_slow_modules(make_project: MakeProject) -> None:
    root = make_project()
    imported_modules("build", cwd=root)
    found = imported_modules("diff", "--against", "committed", cwd=root)
    assert "boardwright.diff" in found
    assert found & {"grafanalib", "http", "jinja2", "re2", "requests", "ssl"} == set()
