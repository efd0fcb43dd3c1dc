"""Generates the lines that declare a missing data source in boardwright.toml."""

from __future__ import annotations

from boardwright.notation.toml_text import encode_toml_string
from boardwright.schema.board_addresses import UID_LENGTH, replace_illegal_characters
from boardwright.schema.datasource_references import HTTP_TYPES


def format_toml_lines(name: str, plugin: str | None) -> str:
    """Return an instruction to add a data source to boardwright.toml, with the lines to add.

    Args:
        name: The uid or name by which the board refers to the data source.
        plugin: Id of the data source plugin; None if the board does not name the plugin.
    """
    uid = replace_illegal_characters(name)[:UID_LENGTH].strip("-") or "UID"
    fields = {"name": name, "type": plugin or "PLUGIN", "uid": uid}
    if plugin in HTTP_TYPES or plugin is None:
        fields["url"] = "http://HOST:PORT"
    facts = "the address and the uid that the data source has in Grafana"
    if plugin is None:
        facts += ", and the id of the data source plugin (such as loki)"
    return "\n".join(
        (
            f"To add the data source, put these lines into boardwright.toml and fill in {facts}:",
            "  [[datasources]]",
            *(f"  {key} = {encode_toml_string(text)}" for key, text in fields.items()),
        )
    )
