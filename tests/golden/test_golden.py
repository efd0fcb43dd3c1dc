"""Golden folders: the compiled files of a project.

A case is a folder with a project in `project/` and its tree in `expected/`. `make golden` writes
the compiled tree as the expected one; the diff is then reviewed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support import Run, files_of

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_project_compiles_to_the_expected_files(
    case: Path, run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    output = tmp_path / "out"
    result = run("build", "--output", str(output), cwd=case / "project")
    assert result.returncode == 0, result.stderr
    if request.config.getoption("--rewrite-golden"):
        shutil.rmtree(case / "expected", ignore_errors=True)
        shutil.copytree(output, case / "expected")
    assert files_of(output) == files_of(case / "expected")
