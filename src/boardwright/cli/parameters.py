"""Kinds of options' values that several verbs take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


def filled(text: str) -> str:
    """Return a text that is not empty: `""` is a variable that nobody set.

    Raises:
        BadParameter: It is empty.
    """
    if not text:
        raise click.BadParameter("it is empty: is a variable not set?")
    return text


class Folder(click.Path):
    """A folder, there or not; an empty name is none, not this folder."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the folder's path, or refuse it."""
        filled(str(value))
        return super().convert(value, param, ctx)


FOLDER = Folder()
