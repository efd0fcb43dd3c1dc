"""Escapes texts for Grafana's provisioning files, in which Grafana expands variables.

Grafana replaces `$NAME`, `${NAME}`, `$__env{NAME}` and `$__file{PATH}`, and reads `$$` as `$`.

Source: https://grafana.com/docs/grafana/latest/administration/provisioning/
"""

from __future__ import annotations

from typing import Any


def escape_value(text: str) -> str:
    """Return the text with `$$` instead of `$`. Grafana converts `$$` to `$`."""
    return text.replace("$", "$$")


def unescape_value(text: str) -> str:
    """Return the text with `$` instead of `$$`."""
    return text.replace("$$", "$")


def escape_values(value: Any) -> Any:
    """Return data with all strings escaped except keys. Grafana expands no variables in keys."""
    if isinstance(value, str):
        return escape_value(value)
    if isinstance(value, dict):
        return {key: escape_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [escape_values(item) for item in value]
    return value
