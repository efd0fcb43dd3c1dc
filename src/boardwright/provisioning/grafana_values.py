"""Escapes texts for Grafana's provisioning files, in which Grafana expands variables.

Grafana replaces `$NAME`, `${NAME}`, `$__env{NAME}` and `$__file{PATH}`, and reads `$$` as `$`.

Source: https://grafana.com/docs/grafana/latest/administration/provisioning/
"""

from __future__ import annotations

from typing import Any


def escape_value(text: str) -> str:
    """Escape a text for a provisioning file: `$` becomes `$$`, which Grafana reads as `$`."""
    return text.replace("$", "$$")


def unescape_value(text: str) -> str:
    """Return the original text for a text that `escape_value` escaped."""
    return text.replace("$$", "$")


def escape_values(value: Any) -> Any:
    """Return data with every text value escaped. Grafana does not expand keys."""
    if isinstance(value, str):
        return escape_value(value)
    if isinstance(value, dict):
        return {key: escape_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [escape_values(item) for item in value]
    return value
