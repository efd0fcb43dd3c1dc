"""Writes YAML files in block style, with keys in the given order and a header comment.

The JSON of a board is written as a block, so that `git diff` shows single lines. For large texts,
PyYAML is slow, so `encode_literal` inserts the JSON without PyYAML.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_HEADER = "# Written by `boardwright build` from {source}. Edit that, not this.\n"
_AMBIGUOUS = re.compile(
    r"[-+]?(?:0[xob][0-9A-Fa-f_]+$|\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?$)|[yYnN]$"
)
"""Matches texts that need quotes, because some YAML readers convert them to numbers or booleans."""

_SEPARATORS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Matches characters that are allowed in JSON, but that YAML forbids or treats as line ends."""


class _Dumper(yaml.SafeDumper):
    """Writes list items with an indentation, as in the documentation of Grafana and Prometheus."""

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
    """Write a string, with double quotes if it contains characters that YAML readers change."""
    style = '"' if _SEPARATORS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_implicit_resolver("tag:boardwright,2026:ambiguous", _AMBIGUOUS, None)


def encode_yaml(data: Any, *, source: str | None = "boardwright.toml", width: int = 100) -> bytes:
    """Return `data` as YAML in UTF-8, with a first line that names the source file.

    Args:
        data: The content of the file.
        source: Name of the file that declares the content; None to omit the first line.
        width: The largest line length. Longer strings continue on the next line.
    """
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width)
    header = "" if source is None else _HEADER.format(source=_escape_unprintable(source))
    return (header + text).encode()


def _escape_unprintable(text: str) -> str:
    """Return the text with escapes for unprintable characters, such as a line end."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def encode_literal(key: str, text: bytes) -> bytes:
    """Return the line `  key: |`, followed by the text as an indented block.

    Args:
        key: A key that needs no quotes in YAML.
        text: JSON in UTF-8. The JSON must end with a newline, and the first line must not be
            indented.
    """
    plain = _ODD.sub(_escape_character, text.decode())
    lines = "".join(f"    {line}\n" for line in plain.removesuffix("\n").split("\n"))
    return f"  {key}: |\n{lines}".encode()


def _escape_character(char: re.Match[str]) -> str:
    return f"\\u{ord(char[0]):04x}"
