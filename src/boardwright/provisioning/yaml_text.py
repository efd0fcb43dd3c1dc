"""YAML as this project writes it: block style, keys in the order given, a header."""

from __future__ import annotations

from typing import Any

import yaml

_HEADER = "# Written by `boardwright build` from {source}. Edit that, not this.\n"


class _Dumper(yaml.SafeDumper):
    """Indents the items of a list under their key, as Grafana's and Prometheus's own docs do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def yaml_text(data: Any, *, source: str = "boardwright.toml") -> bytes:
    """Return `data` as YAML in UTF-8, under a line that says which file it comes from."""
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return (_HEADER.format(source=source) + text).encode()
