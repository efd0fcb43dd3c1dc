"""Writes JSON inside YAML as a block, which can be reviewed line by line.

The JSON text is inserted into the YAML text directly, without PyYAML. PyYAML would be slow, because
it inspects each character of a text in Python code.
"""

from __future__ import annotations

import re

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that JSON may contain, but that a YAML block must not contain or reads as line
ends.
"""


def encode_literal(key: str, text: bytes) -> bytes:
    """Return the line `  key: |`, followed by the text as an indented block.

    Args:
        key: A key that needs no quotes in YAML.
        text: JSON in UTF-8. The text must end with a newline, and its first line must not be
            indented.
    """
    plain = _ODD.sub(_escape_character, text.decode())
    lines = "".join(f"    {line}\n" for line in plain.removesuffix("\n").split("\n"))
    return f"  {key}: |\n{lines}".encode()


def _escape_character(char: re.Match[str]) -> str:
    return f"\\u{ord(char[0]):04x}"
