"""YAML files: block style, keys in the order given, a header."""

from __future__ import annotations

import re
from typing import Any

import yaml

_HEADER = "# Written by `boardwright build` from {source}. Edit that, not this.\n"
_AMBIGUOUS = re.compile(
    r"[-+]?(?:0[xob][0-9A-Fa-f_]+$|\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?$)|[yYnN]$"
)
"""Texts that another reader of YAML than PyYAML takes for numbers or booleans without quotes."""


_SEPARATORS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


class _Dumper(yaml.SafeDumper):
    """Indents the items of a list under their key, as the documentation of Grafana and Prometheus
    does.
    """

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


class Block(str):
    """Text of several lines that is written as a block, line by line."""


def _represent_block(dumper: _Dumper, text: Block) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")


_Dumper.add_representer(Block, _represent_block)


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Escape the line separators of Unicode: in other styles readers fold them to spaces."""
    style = '"' if _SEPARATORS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_implicit_resolver("tag:boardwright,2026:ambiguous", _AMBIGUOUS, None)


def yaml_text(data: Any, *, source: str = "boardwright.toml", width: int = 100) -> bytes:
    """Return `data` as YAML in UTF-8, with a first line that names the source file.

    Args:
        data: The content of the file.
        source: The file that it was made from.
        width: The column after which a text continues on another line.
    """
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width)
    return (_HEADER.format(source=_printable(source)) + text).encode()


def _printable(text: str) -> str:
    """Return a text on one line: a file's name may contain any character."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
