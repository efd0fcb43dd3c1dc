"""Reads a file of `NAME=value` lines, as Docker Compose reads its `.env` file."""

from __future__ import annotations

import re

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")
_QUOTED = re.compile(r"""(["'])(.*?)\1\s*(?:#.*)?""")
_COMMENT = re.compile(r"(?:^|\s+)#.*$")


def read_env_file(text: str) -> dict[str, str]:
    """Return the variables in the text of an env file. Lines that set no variable are ignored.

    A value may be quoted. Outside quotes, ` #` begins a comment. Variables in values are not
    expanded.
    """
    matches = (_LINE.fullmatch(line) for line in text.splitlines())
    return {match[1]: _parse_value(match[2]) for match in matches if match}


def _parse_value(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    return quoted[2] if quoted else _COMMENT.sub("", text)
