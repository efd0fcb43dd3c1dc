"""Text panels."""

from __future__ import annotations

import inspect

from grafanalib.core import Text


def text(content: str, *, title: str = "") -> Text:
    """Return a text panel with Markdown, without the indentation that all lines share."""
    return Text(title=title, content=inspect.cleandoc(content), mode="markdown")
