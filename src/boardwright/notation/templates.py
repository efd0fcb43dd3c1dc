"""Opens jinja2 templates, from which boardwright writes pages, comments, modules and the files of a
new project.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def open_templates(
    folder: Path, *, is_html: bool = False, trim_blocks: bool = False
) -> Environment:
    """Return a jinja2 environment with the templates of a folder. Rendering a template raises an
    error if the template uses a value that was not passed.

    Args:
        folder: The folder that contains the templates.
        is_html: Whether values are escaped for HTML.
        trim_blocks: Whether a template line that contains only a jinja2 statement leaves no empty
            line in the output.
    """
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=is_html,  # noqa: S701 - only HTML is escaped
        trim_blocks=trim_blocks,
        lstrip_blocks=trim_blocks,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
