"""The cases in tests/cli/cases: files of a project, commands, their output and exit code.

The blocks above the first `## ` heading of a page are part of each case of the page, and each
heading starts a case in a new folder. `--rewrite-golden` rewrites outputs that differ (without -n).
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sybil import Document, Example
from sybil.parsers.markdown import CodeBlockParser

from console_blocks import file_blocks, is_expected, run_command, show_result, split_console
from preview.helpers import stub_bundle
from support import secrets_in

PAGES = sorted((Path(__file__).parent / "cases").glob("*.md"))
GIT = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
GIT |= {"GIT_CONFIG_GLOBAL": os.devnull}


def run_console(example: Example) -> str | None:
    """Run each command of a block, and compare its output and exit code with the expected ones."""
    for command, expected in split_console(example.parsed):
        result = run_command(command, example.namespace["environment"])
        shown = show_result(result)
        assert not secrets_in(shown), command
        if is_expected(expected, result):
            continue
        if not example.namespace["rewrite"]:
            return f"$ {command}\nexpected:\n{expected}\nprinted:\n{shown}"
        shown = shown.replace(str(Path.cwd().parent), "...")
        rewrite_output(example, f"$ {command}\n{expected}", f"$ {command}\n{shown}")
    return None


def rewrite_output(example: Example, before: str, after: str) -> None:
    """Rewrite the first such command below the heading of the case."""
    page, title = Path(example.path), f"\n## {example.namespace['title']}\n"
    head, _, rest = page.read_text().partition(title)
    page.write_text(head + title + rest.replace(before, after, 1))


def list_cases(page: Path) -> list[Any]:
    """Return the title and the examples of each case of a page."""
    console = CodeBlockParser(language="console", evaluator=run_console)
    document = Document.parse(str(page), file_blocks, console)
    titles = list(re.finditer(r"^## (.+)$", document.text, re.MULTILINE))
    starts = [0, *(title.start() for title in titles), len(document.text)]
    parts: list[list[Example]] = [
        [example for example in document if start <= example.start < end]
        for start, end in pairwise(starts)
    ]
    return [
        pytest.param(title[1], parts[0] + part, id=f"{page.stem}: {title[1]}")
        for title, part in zip(titles, parts[1:], strict=True)
    ]


@pytest.mark.parametrize(("title", "examples"), [c for page in PAGES for c in list_cases(page)])
def test_a_case_has_the_expected_output_and_exit_code(
    title: str,
    examples: list[Example],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    (root := tmp_path / "project").mkdir()
    monkeypatch.chdir(root)
    for example in examples:
        example.namespace |= {
            "title": title,
            "environment": os.environ | GIT | stub_bundle(tmp_path / "bundle"),
            "rewrite": request.config.getoption("--rewrite-golden"),
        }
        example.evaluate()
