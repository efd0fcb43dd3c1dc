"""JSON text inside YAML, as a block that can be read and reviewed line by line.

PyYAML looks at every character of a long text in Python; a board is put into place as it is.
"""

from __future__ import annotations

import re

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON may hold as it is and a YAML block may not, or reads as the end of a line."""


def literal(key: str, text: bytes, *, indent: int) -> bytes:
    """Return `key: |` and the text below it.

    Args:
        key: A key that YAML takes without quotes.
        text: JSON in UTF-8; it ends with a newline and its first line is not indented.
        indent: Spaces before the key.
    """
    plain = _ODD.sub(_escaped, text.decode())
    before = " " * (indent + 2)
    lines = "".join(f"{before}{line}\n" for line in plain.removesuffix("\n").split("\n"))
    return f"{' ' * indent}{key}: |\n{lines}".encode()


def _escaped(char: re.Match[str]) -> str:
    """Return the character as JSON's own escape: the same data."""
    return f"\\u{ord(char[0]):04x}"
