"""`docs/import-corpus.md` is up to date, and no public board is lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from boardwright.compiler.normal_form import NORMALISATIONS
from boardwright.schema.editor_defaults import KINDS, ObjectKind
from support import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
PAGE = ROOT / "docs/import-corpus.md"
LAST_LINE = "\nThe import of all boards "


def test_the_page_is_up_to_date_and_no_public_board_is_lost() -> None:
    if not CORPUS.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the corpus of public boards is not at {CORPUS}", pytrace=False)
        pytest.skip("the corpus of public boards is not on this machine")
    command = [sys.executable, "scripts/corpus.py", str(CORPUS)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "| **different** |" not in made.stdout
    assert "| **not read** |" not in made.stdout
    text = PAGE.read_text().partition(LAST_LINE)[0]
    assert text == made.stdout.partition(LAST_LINE)[0], "run `make corpus`"


def normalisations() -> list[str]:
    """Return the table of differences that an import ignores."""
    rows = [f"| {each.name} | {each.reason} |" for each in NORMALISATIONS]
    return ["| name | why both mean the same |", "|---|---|", *rows]


def defaults() -> list[str]:
    """Return the table of values that have no effect in a board."""
    rows = [f"| {each.owner} | {_values(each)} | {each.reason} |" for each in KINDS]
    return ["| of | no effect | why |", "|---|---|---|", *rows]


def _values(kind: ObjectKind) -> str:
    values = (f"`{key}: {json.dumps(value)}`" for key, value in kind.values.items())
    return ", ".join(values).replace("|", "\\|")


@pytest.mark.parametrize(
    ("page", "mark", "made"),
    [
        ("docs/reference/import.md", "normalising", normalisations),
        ("docs/reference/import.md", "defaults", defaults),
        ("docs/how-to/import.md", "normalising", normalisations),
    ],
)
def test_every_normalisation_is_listed_with_its_reason(
    page: str, mark: str, made: Callable[[], list[str]], request: pytest.FixtureRequest
) -> None:
    """`make golden` rewrites the tables."""
    file = ROOT / page
    before, old, after = re.split(f"(?s)(<!-- {mark} -->.*?<!-- /{mark} -->)", file.read_text())
    table = "\n".join([f"<!-- {mark} -->", *made(), f"<!-- /{mark} -->"])
    if request.config.getoption("--rewrite-golden"):
        file.write_text(before + table + after)
    else:
        assert old == table
