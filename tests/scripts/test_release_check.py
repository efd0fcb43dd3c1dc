"""`scripts/release-check`: a tag, the changelog and the version of the package agree."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "src/boardwright").mkdir(parents=True)
    (tmp_path / "src/boardwright/__init__.py").write_text('__version__ = "1.2.3"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3 - 2026-12-01\n")
    return tmp_path


def run_check(checkout: Path, tag: str) -> tuple[int, str]:
    command = [ROOT / "scripts/release-check", tag, str(checkout)]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.returncode, result.stdout


def test_a_release_with_equal_versions_is_ready(checkout: Path) -> None:
    assert run_check(checkout, "v1.2.3") == (0, "v1.2.3 is ready to be released\n")


def test_each_place_with_another_version_is_named(checkout: Path) -> None:
    code, text = run_check(checkout, "v1.2.4")
    assert code == 1
    assert text.splitlines() == [
        "src/boardwright/__init__.py: __version__ is not 1.2.4",
        "CHANGELOG.md: there is no heading `## 1.2.4 - YEAR-MONTH-DAY`",
    ]


@pytest.mark.parametrize("heading", ["## Unreleased", "## 1.2.30 - 2026-12-01", "### 1.2.3"])
def test_the_changelog_needs_a_heading_of_that_release(checkout: Path, heading: str) -> None:
    (checkout / "CHANGELOG.md").write_text(f"# Changelog\n\n{heading}\n")
    assert run_check(checkout, "v1.2.3")[0] == 1


@pytest.mark.parametrize("tag", ["1.2.3", "v1.2", "v1.2.3rc1", "main"])
def test_another_form_of_tag_is_refused(checkout: Path, tag: str) -> None:
    assert run_check(checkout, tag)[0] == 1
