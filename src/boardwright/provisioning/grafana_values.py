"""Values in Grafana's provisioning files, which Grafana expands.

It replaces `$NAME`, `${NAME}`, `$__env{NAME}` and `$__file{PATH}` in them, and reads `$$` as `$`.

Source: https://grafana.com/docs/grafana/latest/administration/provisioning/
"""

from __future__ import annotations

from typing import Any


def escape_value(text: str) -> str:
    """Return a text that Grafana's expansion turns into the given one."""
    return text.replace("$", "$$")


def unescape_value(text: str) -> str:
    """Return the text of which `escape_value` made this one."""
    return text.replace("$$", "$")


def escape_values(value: Any) -> Any:
    """Return data with every text in it escaped; keys are not expanded."""
    if isinstance(value, str):
        return escape_value(value)
    if isinstance(value, dict):
        return {key: escape_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [escape_values(item) for item in value]
    return value
