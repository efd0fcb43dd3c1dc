"""Formats the result of `boardwright new`, which creates a project, as text."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.creating.project_creation import NewProject
from boardwright.report.text_format import escape_unprintable


def format_creation_lines(project: NewProject, folder: str) -> Iterator[str]:
    """Yield a line for each file of the new project. If `.gitignore` existed before, also yield the
    lines that the user must add to this file.
    """
    folder = escape_unprintable(folder)
    for path in project.written:
        yield f"     new  {folder}/{path}"
    for path in project.kept:
        yield f"    kept  {folder}/{path}"
    if ".gitignore" in project.kept:
        yield f"Add these lines to {folder}/.gitignore: .boardwright/ and __pycache__/"
