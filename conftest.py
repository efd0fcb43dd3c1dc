"""Runs every code block of README and docs, in the order of the page (tests/console_blocks.py).

python    A block with prompts is a doctest. A block whose first line is `# dashboards/x.py` is
          written to this file of the page's project. Any other block is executed.
toml      The block is written to the file of the project that its first line names.
console   Each command `$ boardwright ...` runs in the page's project. The lines below a command are
          the expected output, in which `...` matches anything.
"""

from __future__ import annotations

import doctest
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, chdir
from pathlib import Path
from typing import Any

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from boardwright.preview.bundle import FOLDER, VALUES_SCRIPT

sys.path.insert(0, str(Path(__file__).parent / "tests"))

from console_blocks import FILE_NAME, matches, run_command, split_console, write_file

pytest_plugins = ["boardwright.testing.plugin"]

GRAFANAS = {"127.0.0.1:3000": "12.2.0", "127.0.0.1:3001": "12.4.3"}
"""The addresses of Grafana on the pages, and the versions as which stand-ins answer there."""
RULER = "127.0.0.1:9009"
"""The address of a ruler on the pages, at which a stand-in answers."""


def enter_project(namespace: dict[str, Any]) -> None:
    """Give a page an empty folder, stand-ins for servers, and a stub of the preview script."""
    from preview.helpers import stub_bundle
    from standin.ruler import PATH, ruler_stand_in
    from standin.server import stand_in
    from standin.store import Store

    page = namespace["page"] = ExitStack()
    folder = page.enter_context(tempfile.TemporaryDirectory())
    page.enter_context(chdir(folder))
    bundle = page.enter_context(tempfile.TemporaryDirectory())
    namespace["bundle"] = os.environ | stub_bundle(Path(bundle))
    if (FOLDER / VALUES_SCRIPT).exists():  # tests of panels run the real script
        (Path(bundle) / VALUES_SCRIPT).symlink_to(FOLDER / VALUES_SCRIPT)
    namespace["servers"] = {}
    for address, version in GRAFANAS.items():
        grafana = page.enter_context(stand_in(store=Store(version=version)))
        grafana.store.add_token("secret", "Admin")
        namespace["servers"][address] = grafana.url.removeprefix("http://")
    ruler = page.enter_context(ruler_stand_in())
    namespace["servers"][RULER] = ruler.url.removeprefix("http://").removesuffix(PATH)


def leave_project(namespace: dict[str, Any]) -> None:
    namespace["page"].close()


PYTHON = PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)


def python_blocks(document: Document) -> Iterator[Region]:
    """Yield the Python blocks. A block that names a file is written to this file, not executed."""
    for region in PYTHON(document):
        if isinstance(region.parsed, str) and FILE_NAME.match(region.parsed):
            region.evaluator = write_file
        yield region


def run_console(example: Example) -> str | None:
    """Run each command of a console block; return a message if an output differs."""
    servers = example.namespace["servers"]
    for command, expected in split_console(example.parsed):
        point_to_stand_ins(servers)
        result = run_command(command, example.namespace["bundle"])
        point_to_stand_ins(servers)  # of a new project
        printed = name_stand_ins(result.stdout + result.stderr, servers)
        if expected.strip() and not matches(expected, printed):
            return f"$ {command}\nexpected:\n{expected}\nprinted:\n{printed}"
    return None


def point_to_stand_ins(servers: dict[str, str]) -> None:
    """Write the addresses of the stand-ins into the settings of projects."""
    for config in Path().glob("**/boardwright.toml"):
        text = old = config.read_text()
        for address, actual in servers.items():
            text = text.replace(address, actual)
        if text != old:
            config.write_text(text)


def name_stand_ins(output: str, servers: dict[str, str]) -> str:
    """Replace the addresses of the stand-ins in an output by the addresses on the pages."""
    for address, actual in servers.items():
        output = output.replace(actual, address)
    return output


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
