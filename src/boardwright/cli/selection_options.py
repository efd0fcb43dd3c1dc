"""The options that choose boards of a project: by git diff, by owner, by folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from boardwright.cli.parameters import FOLDER_TITLE, require_text

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings

Command = Callable[..., int]


def selection_options(command: Command) -> Command:
    """Add the options to a command; it gets them as `selection`, a dict for `choose_paths`."""
    options = (
        click.option(
            "--changed-since",
            metavar="REF",
            type=require_text,
            help="Only boards that the changes since this git ref can affect, also by a helper.",
        ),
        click.option(
            "--owner",
            "owners",
            metavar="OWNER",
            type=require_text,
            multiple=True,
            help="Only boards of this owner in CODEOWNERS; can be repeated.",
        ),
        click.option(
            "--folder",
            "folders",
            type=FOLDER_TITLE,
            multiple=True,
            help="Only boards in this folder of Grafana, or below it; can be repeated.",
        ),
    )

    def call(
        *args: Any,
        changed_since: str | None,
        owners: tuple[str, ...],
        folders: tuple[str, ...],
        **kwargs: Any,
    ) -> int:
        selection = {"changed_since": changed_since, "owners": owners, "folders": folders}
        return command(*args, selection=selection, **kwargs)

    call.__doc__ = command.__doc__
    call.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in reversed(options):
        option(call)
    return call


def choose_paths(
    project: ProjectSettings | None,
    paths: tuple[Path, ...],
    selection: dict[str, Any],
    *,
    env: str | None,
) -> tuple[Path, ...] | None:
    """Return the files and folders that a command is for; None for the whole project.

    Args:
        project: The project; None outside one.
        paths: The files and folders that the user named.
        selection: The values of the options.
        env: The environment's name.

    Raises:
        UsageError: An option outside a project.
        ConfigError: No git, no such ref, no CODEOWNERS, or an owner of nothing.
    """
    if not any(selection.values()):
        return paths or None
    if project is None:
        raise click.UsageError("--changed-since, --owner and --folder need a project.")
    from boardwright.projects.board_selection import BoardSelection, select_files

    environment = project.environment(env)
    chosen = BoardSelection(**selection)
    found = select_files(project, chosen, environment=environment, paths=paths or None)
    if not found:
        click.echo("No board of the project is selected.", err=True)
    return found
