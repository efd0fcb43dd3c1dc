"""A file of `NAME=value` lines, as Compose reads it."""

from __future__ import annotations

import re

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")
_QUOTED = re.compile(r"""(["'])(.*?)\1\s*(?:#.*)?""")
_COMMENT = re.compile(r"(?:^|\s+)#.*$")


def read_env_file(text: str) -> dict[str, str]:
    """Return the variables; lines that set none are passed over.

    Values may stand in quotes; a ` #` begins a comment outside of them. Nothing is substituted.
    """
    found = (_LINE.fullmatch(line) for line in text.splitlines())
    return {match[1]: _value(match[2]) for match in found if match}


def _value(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    return quoted[2] if quoted else _COMMENT.sub("", text)
