"""Every code block of README and docs is run, in the order of its page.

python    doctest, if it has prompts. If its first line is `# dashboards/x.py`, the block is written
          to that file of the page's project. Otherwise it is executed.
toml      a file of the project, named in its first line
console   each `$ boardwright ...` runs in the page's project; the lines below it are the expected
          output, in which `...` matches anything
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, chdir
from functools import cache
from pathlib import Path
from typing import Any

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from boardwright.preview.bundle import FOLDER, VALUES_SCRIPT

pytest_plugins = ["boardwright.testing.plugin"]

FILE_NAME = re.compile(r"# ([\w./-]+\.(?:py|toml))\n")


GRAFANAS = {"127.0.0.1:3000": "12.2.0", "127.0.0.1:3001": "12.4.3"}
"""The addresses of Grafana on the pages, and the versions as which stand-ins answer there."""
sys.path.insert(0, str(Path(__file__).parent / "tests"))


def enter_project(namespace: dict[str, Any]) -> None:
    """Give a page an empty folder, stand-ins for Grafana, and a stub of the preview script."""
    from preview.helpers import stub_bundle
    from standin.server import stand_in
    from standin.store import Store

    page = namespace["page"] = ExitStack()
    folder = page.enter_context(tempfile.TemporaryDirectory())
    page.enter_context(chdir(folder))
    bundle = page.enter_context(tempfile.TemporaryDirectory())
    namespace["bundle"] = os.environ | stub_bundle(Path(bundle))
    if (FOLDER / VALUES_SCRIPT).exists():  # tests of panels run the real script
        (Path(bundle) / VALUES_SCRIPT).symlink_to(FOLDER / VALUES_SCRIPT)
    namespace["grafanas"] = {}
    for address, version in GRAFANAS.items():
        grafana = page.enter_context(stand_in(store=Store(version=version)))
        grafana.store.add_token("secret", "Admin")
        namespace["grafanas"][address] = grafana.url.removeprefix("http://")


def leave_project(namespace: dict[str, Any]) -> None:
    namespace["page"].close()


def write_file(example: Example) -> str | None:
    """Write a block that names its file."""
    found = FILE_NAME.match(example.parsed)
    if found is None:
        return "the first line of this block must name its file"
    path = Path(found[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(example.parsed)
    return None


PYTHON = PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)


def python_blocks(document: Document) -> Iterator[Region]:
    """Run Python; a block that names a file is written instead."""
    for region in PYTHON(document):
        if isinstance(region.parsed, str) and FILE_NAME.match(region.parsed):
            region.evaluator = write_file
        yield region


def run_console(example: Example) -> str | None:
    """Run each command of a console block and compare what it prints."""
    for command, expected in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n?)*)", example.parsed, re.M):
        printed = run_command(command, example.namespace["grafanas"], example.namespace["bundle"])
        if not matches(expected, printed):
            return f"$ {command}\nexpected:\n{expected}\nprinted:\n{printed}"
    return None


@cache
def command_server() -> Any:
    """Return the process that runs commands without a shell."""
    from command_server import CommandServer

    return CommandServer()


def run_command(command: str, grafanas: dict[str, str], environment: dict[str, str]) -> str:
    point_to_stand_ins(grafanas)
    installed = os.environ.get("BOARDWRIGHT_COMMAND")  # another boardwright to test the page with
    if not installed and not re.search(r"[|&;<>$*`]", command) and "boardwright" in command:
        words = shlex.split(command)
        start = words.index("boardwright")
        given = dict(word.split("=", 1) for word in words[:start])
        result = command_server().run(words[start + 1 :], cwd=Path.cwd(), env=environment | given)
        return finish_command(result, grafanas)
    tool = installed or f"{sys.executable} -m boardwright"
    line = re.sub(r"(^|&& )((?:\w+=\w+ )*)boardwright\b", rf"\1\2{tool}", command)
    if found := re.fullmatch(r"cd (\S+)", command):
        os.chdir(found[1])
        return ""
    result = subprocess.run(
        line, shell=True, capture_output=True, text=True, timeout=120, env=environment
    )
    return finish_command(result, grafanas)


def point_to_stand_ins(grafanas: dict[str, str]) -> None:
    """Write the addresses of the stand-ins into the settings of projects."""
    for config in Path().glob("**/boardwright.toml"):
        text = old = config.read_text()
        for address, actual in grafanas.items():
            text = text.replace(address, actual)
        if text != old:
            config.write_text(text)


def finish_command(result: subprocess.CompletedProcess[str], grafanas: dict[str, str]) -> str:
    """Point new projects to the stand-ins, and return the output with the pages' addresses."""
    point_to_stand_ins(grafanas)
    output = result.stdout + result.stderr
    for address, actual in grafanas.items():
        output = output.replace(actual, address)
    return output


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
