"""Opens the jinja2 templates for the files that boardwright writes, such as reports and modules."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def open_templates(
    folder: Path, *, is_html: bool = False, trim_blocks: bool = False
) -> Environment:
    """Return a jinja2 environment with the templates of a folder.

    If a template uses a value that the caller does not pass, rendering raises an error.

    Args:
        folder: The folder that contains the templates.
        is_html: Whether jinja2 escapes values for HTML.
        trim_blocks: Whether jinja2 omits lines that contain only a statement, such as `{% if x %}`.
    """
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=is_html,  # noqa: S701 - only HTML is escaped
        trim_blocks=trim_blocks,
        lstrip_blocks=trim_blocks,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
