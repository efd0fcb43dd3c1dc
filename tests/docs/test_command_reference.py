"""`docs/reference/command-line.md` is generated from the help of every verb.

`make golden` rewrites it.
"""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from boardwright.cli.root import boardwright
from support import ROOT

PAGE = ROOT / "docs/reference/command-line.md"
HEAD = """\
# Command line

Generated from the help of each verb; `make golden` rewrites it.

The exit code is 0 for success, 1 for problems or differences, 2 for a usage error or a failure,
130 after Ctrl-C, and 141 if the program that reads the output closed the pipe. Results are printed
to stdout, and errors to stderr.
"""


def page() -> str:
    return HEAD + "".join(sections())


def sections() -> Iterator[str]:
    settings = boardwright.context_settings
    group = click.Context(boardwright, info_name="boardwright", terminal_width=90, **settings)
    yield section(group)
    for name in boardwright.list_commands(group):
        command = boardwright.get_command(group, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=group, terminal_width=90)
        yield section(context)
        for verb, inner in getattr(command, "commands", {}).items():
            yield section(click.Context(inner, info_name=verb, parent=context, terminal_width=90))


def section(context: click.Context) -> str:
    body = "".join(f"    {line}".rstrip() + "\n" for line in context.get_help().splitlines())
    return f"\n## {context.command_path}\n\n{body}"


def test_the_generated_page_is_up_to_date(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        PAGE.write_text(page())
    assert PAGE.read_text() == page()
