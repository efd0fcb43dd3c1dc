"""Text panels."""

from __future__ import annotations

import inspect

from grafanalib.core import Text


def text(content: str, *, title: str = "") -> Text:
    """Return a text panel with Markdown. Spaces at the beginning of the lines are removed as far as
    all lines have them.
    """
    return Text(title=title, content=inspect.cleandoc(content), mode="markdown")
