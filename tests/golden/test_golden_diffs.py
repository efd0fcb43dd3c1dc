"""Golden diffs: the report of a change in each format.

A case is a folder with the project `before/` and `after/`, and `expected.*`, which `make golden`
writes; the diff of that is then reviewed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support import Run

CASES = sorted(path for path in (Path(__file__).parent / "diffs").iterdir() if path.is_dir())
FORMS = {"text": "txt", "markdown": "md", "json": "json", "github": "github.txt"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("form", FORMS)
def test_a_change_is_reported_as_expected(
    case: Path, form: str, run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shutil.copytree(case, tmp_path, dirs_exist_ok=True)
    assert run("build", "--output", "../tree", cwd=tmp_path / "before").returncode == 0
    result = run("diff", "--against", "../tree", "--format", form, cwd=tmp_path / "after")
    assert (result.returncode, result.stderr) == (1, "")
    expected = case / f"expected.{FORMS[form]}"
    if request.config.getoption("--rewrite-golden"):
        expected.write_text(result.stdout)
    assert result.stdout == expected.read_text()
