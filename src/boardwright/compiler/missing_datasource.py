"""The lines of boardwright.toml that add a data source which boards use."""

from __future__ import annotations

import re

from boardwright.notation.toml_text import toml_text
from boardwright.schema.datasource_references import HTTP_TYPES

_LONGEST = 40
_NOT_UID = re.compile(r"[^A-Za-z0-9_-]+")


def toml_lines(name: str, plugin: str | None) -> str:
    """Return an instruction and the lines to add.

    Args:
        name: The uid or the name, as the board has it.
        plugin: The plugin's id; None when the board does not name one.
    """
    uid = _NOT_UID.sub("-", name)[:_LONGEST].strip("-") or "UID"
    fields = {"name": name, "type": plugin or "PLUGIN", "uid": uid}
    if plugin in HTTP_TYPES or plugin is None:
        fields["url"] = "http://HOST:PORT"
    known = "its address and its uid in Grafana"
    if plugin is None:
        known += ", with the id of its plugin (such as loki)"
    return "\n".join(
        (
            f"To add it, write in boardwright.toml {known}:",
            "  [[datasources]]",
            *(f"  {key} = {toml_text(text)}" for key, text in fields.items()),
        )
    )
