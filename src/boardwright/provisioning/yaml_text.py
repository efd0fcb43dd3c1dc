"""Writes YAML files: block style, keys in the given order, and a header comment.

JSON inside YAML is written as a block, which can be reviewed line by line. `encode_literal` inserts
the JSON text without PyYAML, because PyYAML inspects each character of a text in Python code, which
would be slow.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_HEADER = "# Written by `boardwright build` from {source}. Edit that, not this.\n"
_AMBIGUOUS = re.compile(
    r"[-+]?(?:0[xob][0-9A-Fa-f_]+$|\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?$)|[yYnN]$"
)
"""Texts that YAML readers other than PyYAML take for numbers or booleans if they are not quoted."""

_SEPARATORS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that JSON may contain, but that a YAML block must not contain or reads as line
ends.
"""


class _Dumper(yaml.SafeDumper):
    """Indents list items below their key, as in the documentation of Grafana and Prometheus."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


class YamlBlock(str):
    """Text that PyYAML writes as a YAML block, line by line."""


def _represent_block(dumper: _Dumper, text: YamlBlock) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")


_Dumper.add_representer(YamlBlock, _represent_block)


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Write a text. Line separators of Unicode are escaped, because YAML readers would convert them
    to spaces.
    """
    style = '"' if _SEPARATORS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_implicit_resolver("tag:boardwright,2026:ambiguous", _AMBIGUOUS, None)


def encode_yaml(data: Any, *, source: str | None = "boardwright.toml", width: int = 100) -> bytes:
    """Return `data` as YAML in UTF-8, with a first line that names the source file.

    Args:
        data: The content of the file.
        source: Name of the file from which the content was made; None to omit the first line.
        width: The column after which a long text continues on the next line.
    """
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width)
    header = "" if source is None else _HEADER.format(source=_escape_unprintable(source))
    return (header + text).encode()


def _escape_unprintable(text: str) -> str:
    """Return a text for use in a comment: one line without unprintable characters. The name of a
    file may contain line ends.
    """
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


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
