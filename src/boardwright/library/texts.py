"""Text beside the panels."""

from __future__ import annotations

import inspect

from grafanalib.core import Text


def text(content: str, *, title: str = "") -> Text:
    """Return a panel of Markdown; the indentation that all its lines share is taken off."""
    return Text(title=title, content=inspect.cleandoc(content), mode="markdown")
