"""Every code block of README and docs is run, in the order of its page.

python    as doctest where it has prompts; a first line `# dashboards/x.py` makes it a file
          of the page's project; else it runs as it stands
toml      a file too: its first line names it
console   each `$ boardwright ...` runs in the page's project; what stands under it must be
          what it prints, `...` standing for anything
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, chdir
from pathlib import Path
from typing import Any

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

FILE_NAME = re.compile(r"# ([\w./-]+\.(?:py|toml))\n")


GRAFANA = "127.0.0.1:3000"
sys.path.insert(0, str(Path(__file__).parent / "tests"))


def enter_project(namespace: dict[str, Any]) -> None:
    """Give a page an empty folder, a Grafana of its own, and a stand-in for the bundle."""
    from preview.helpers import stub_bundle
    from standin.server import stand_in

    page = namespace["page"] = ExitStack()
    folder = page.enter_context(tempfile.TemporaryDirectory())
    page.enter_context(chdir(folder))
    bundle = page.enter_context(tempfile.TemporaryDirectory())
    namespace["bundle"] = os.environ | stub_bundle(Path(bundle))
    grafana = page.enter_context(stand_in())
    grafana.store.add_token("secret", "Admin")
    namespace["grafana"] = grafana.url.removeprefix("http://")


def leave_project(namespace: dict[str, Any]) -> None:
    namespace["page"].close()


def write_file(example: Example) -> str | None:
    """Write a block that names its file."""
    found = FILE_NAME.match(example.parsed)
    if found is None:
        return "a file's block names the file in its first line"
    path = Path(found[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(example.parsed)
    return None


PYTHON = PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)


def python_blocks(document: Document) -> Iterator[Region]:
    """Run Python, but write down what names its file."""
    for region in PYTHON(document):
        if isinstance(region.parsed, str) and FILE_NAME.match(region.parsed):
            region.evaluator = write_file
        yield region


def run_console(example: Example) -> str | None:
    """Run each command of a console block and compare what it prints."""
    for command, expected in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n?)*)", example.parsed, re.M):
        printed = run_command(command, example.namespace["grafana"], example.namespace["bundle"])
        if not matches(expected, printed):
            return f"$ {command}\nexpected:\n{expected}\nprinted:\n{printed}"
    return None


def run_command(command: str, grafana: str, environment: dict[str, str]) -> str:
    tool = f"{sys.executable} -m boardwright"
    line = re.sub(r"(^|&& )((?:\w+=\w+ )*)boardwright\b", rf"\1\2{tool}", command)
    if found := re.fullmatch(r"cd (\S+)", command):
        os.chdir(found[1])
        return ""
    result = subprocess.run(
        line, shell=True, capture_output=True, text=True, timeout=120, env=environment
    )
    for config in Path().glob("**/boardwright.toml"):
        config.write_text(config.read_text().replace(GRAFANA, grafana))
    return (result.stdout + result.stderr).replace(grafana, GRAFANA)


def matches(expected: str, printed: str) -> bool:
    if not expected.strip():
        return True
    return doctest.OutputChecker().check_output(expected, printed, doctest.ELLIPSIS)


pytest_collect_file = Sybil(
    parsers=[
        python_blocks,
        CodeBlockParser(language="toml", evaluator=write_file),
        CodeBlockParser(language="console", evaluator=run_console),
        SkipParser(),
    ],
    patterns=["README.md", "docs/**/*.md"],
    excludes=["docs/rules/*.md"],  # bad and good examples: tests/checks runs the rules on them
    setup=enter_project,
    teardown=leave_project,
).pytest()
