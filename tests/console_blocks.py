"""Runs the blocks of README, docs and tests/cli/cases: files of a project, and commands.

A block becomes a file if its first line is a comment with a name, such as `# dashboards/x.py`, or
if a name follows the language, as in `json dashboards/x.json`.

In a `console` block, each line that starts with `$ ` is a command, and the lines below it are the
expected output, in which `...` matches anything. In a case of tests/cli/cases, lines of standard
error start with `2> `, and the exit code is in the last line, such as `[exit 2]`, unless it is 0.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from sybil import Document, Example, Region
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

from command_server import CommandServer, can_fork

FILE_NAME = re.compile(r"# ([\w./-]+\.(?:py|toml|ya?ml|prom))\n")
FILE_BLOCK = RawFencedCodeBlockLexer(re.compile(r"(?!console\b)\w+(?: (?P<name>\S+))?\n"))
ERROR = "2> "
EXIT = re.compile(r"\[exit -?\d+\]\n", re.MULTILINE)

Result = subprocess.CompletedProcess[str]


def write_file(example: Example) -> str | None:
    """Write a block that names its file."""
    first = FILE_NAME.match(example.parsed)
    name = (example.region.lexemes or {}).get("name") or (first and first[1])
    if not name:
        return "the first line of this block must name its file"
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(example.parsed)
    return None


def file_blocks(document: Document) -> Iterator[Region]:
    """Write every block that is not a `console` block."""
    for region in FILE_BLOCK(document):
        region.parsed, region.evaluator = region.lexemes["source"], write_file
        yield region


def split_console(block: str) -> list[tuple[str, str]]:
    """Return the commands of a console block, each with its expected output."""
    return re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n?)*)", block, re.MULTILINE)


@cache
def command_server() -> CommandServer:
    """Return the process that runs commands without a shell."""
    return CommandServer()


def run_command(command: str, environment: Mapping[str, str]) -> Result:
    """Run a command in the current folder: one of boardwright in the command server, if it can."""
    installed = os.environ.get("BOARDWRIGHT_COMMAND")  # another boardwright to test the page with
    if found := re.fullmatch(r"cd (\S+)", command):
        os.chdir(found[1])
        return subprocess.CompletedProcess([command], 0, "", "")
    if not installed and not re.search(r"[|&;<>$*`]", command) and "boardwright" in command:
        words = shlex.split(command)
        if (start := _find_verb(words)) is not None:
            given = dict(word.split("=", 1) for word in words[:start])
            if can_fork(given):
                env = {**environment, **given}
                return command_server().run(words[start + 1 :], cwd=Path.cwd(), env=env)
    return _run_shell(command, installed or f"{sys.executable} -m boardwright", environment)


def _find_verb(words: list[str]) -> int | None:
    """Return the position of the word `boardwright` after assignments of variables, if any."""
    start = next((n for n, word in enumerate(words) if "=" not in word), None)
    return start if start is not None and words[start] == "boardwright" else None


def _run_shell(command: str, tool: str, environment: Mapping[str, str]) -> Result:
    line = re.sub(r"(^|&& )((?:\w+=\w+ )*)boardwright\b", rf"\1\2{tool}", command)
    return subprocess.run(
        line, shell=True, capture_output=True, text=True, timeout=120, env=environment, check=False
    )


def matches(expected: str, printed: str) -> bool:
    """Return whether a text is the expected one, in which `...` matches anything."""
    return doctest.OutputChecker().check_output(expected, printed, doctest.ELLIPSIS)


def show_result(result: Result) -> str:
    """Return output and exit code in the notation of the cases."""
    output = result.stdout + ("\n" if result.stdout and result.stdout[-1] != "\n" else "")
    errors = "".join(f"{ERROR}{line}".rstrip() + "\n" for line in result.stderr.splitlines())
    return output + errors + (f"[exit {result.returncode}]\n" if result.returncode else "")


def is_expected(expected: str, result: Result) -> bool:
    """Compare standard output, standard error and exit code with the notation of the cases."""
    pairs = zip(_split_expected(expected), _split_expected(show_result(result)), strict=True)
    return all(matches(wanted, printed) for wanted, printed in pairs)


def _split_expected(text: str) -> tuple[str, str, str]:
    """Return the parts of a notation, so that `...` in one part cannot match another part."""
    lines = text.splitlines(keepends=True)
    code = "".join(line for line in lines if EXIT.fullmatch(line))
    errors = "".join(line for line in lines if line.startswith(ERROR.rstrip()))
    rest = (line for line in lines if not EXIT.fullmatch(line))
    return "".join(line for line in rest if not line.startswith(ERROR.rstrip())), errors, code
