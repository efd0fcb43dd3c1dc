"""`docs/import-corpus.md` is what the public boards give today, and none of them is lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from boardwright.source.normalising import NORMALISATIONS
from support import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
PAGE = ROOT / "docs/import-corpus.md"
LAST_LINE = "\nTime "


def test_the_page_is_current_and_nothing_is_lost() -> None:
    if not CORPUS.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the corpus of public boards is not at {CORPUS}", pytrace=False)
        pytest.skip("the corpus of public boards is not on this machine")
    command = [sys.executable, "scripts/corpus.py", str(CORPUS)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "| **different** |" not in made.stdout
    assert "| **not read** |" not in made.stdout
    told = PAGE.read_text().partition(LAST_LINE)[0]
    assert told == made.stdout.partition(LAST_LINE)[0], "run `make corpus`"


def test_all_that_is_normalised_is_told_with_its_reason(request: pytest.FixtureRequest) -> None:
    """`make golden` writes the table anew."""
    page = ROOT / "docs/reference/import.md"
    before, marks, after = re.split(
        r"(?s)(<!-- normalising -->.*?<!-- /normalising -->)", page.read_text()
    )
    rows = [f"| {each.name} | {each.reason} |" for each in NORMALISATIONS]
    lines = ["<!-- normalising -->", "| name | why both mean the same |", "|---|---|", *rows]
    table = "\n".join([*lines, "<!-- /normalising -->"])
    if request.config.getoption("--rewrite-golden"):
        page.write_text(before + table + after)
    else:
        assert marks == table
