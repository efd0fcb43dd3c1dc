"""The options `--changed-since`, `--owner` and `--folder`, which select boards of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from boardwright.cli.common_options import Command, add_changed_since_option
from boardwright.cli.parameters import FOLDER_TITLE, require_text

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings
    from boardwright.projects.selection_conditions import BoardSelection


def add_selection_options(command: Command) -> Command:
    """Add the selection options to a command. The command receives the values of the options as
    `selection`, a `BoardSelection`.
    """
    options = (
        add_changed_since_option(
            "Select only boards that changes since this git ref can affect, including changes"
            " in modules that a board imports."
        ),
        click.option(
            "--owner",
            "owners",
            metavar="OWNER",
            type=require_text,
            multiple=True,
            help="Select only boards whose owner in CODEOWNERS is OWNER; can be repeated.",
        ),
        click.option(
            "--folder",
            "folders",
            type=FOLDER_TITLE,
            multiple=True,
            help="Select only boards in this folder of Grafana or in its subfolders; can be"
            " repeated.",
        ),
    )

    def call_with_selection(
        *args: Any,
        changed_since: str | None,
        owners: tuple[str, ...],
        folders: tuple[str, ...],
        **kwargs: Any,
    ) -> int:
        from boardwright.projects.selection_conditions import BoardSelection

        selection = BoardSelection(changed_since=changed_since, owners=owners, folders=folders)
        return command(*args, selection=selection, **kwargs)

    call_with_selection.__doc__ = command.__doc__
    call_with_selection.__click_params__ = getattr(  # type: ignore[attr-defined]
        command, "__click_params__", []
    )
    for option in reversed(options):
        option(call_with_selection)
    return call_with_selection


def choose_paths(
    project: ProjectSettings | None,
    paths: tuple[Path, ...],
    selection: BoardSelection,
    *,
    env: str | None,
) -> tuple[Path, ...] | None:
    """Return the files and folders to process; None for the whole project.

    Args:
        project: The project; None if the current folder is in no project.
        paths: The files and folders in the user's arguments.
        selection: The values of `--changed-since`, `--owner` and `--folder`.
        env: Name of the environment in boardwright.toml; None for the settings outside all
            environments.

    Raises:
        UsageError: The user passed a selection option, but `project` is None.
        ConfigError: git or the file CODEOWNERS is missing, the git ref does not exist, or no boards
            belong to the owner or folder.
    """
    if not selection.has_conditions:
        return paths or None
    if project is None:
        raise click.UsageError(
            "--changed-since, --owner and --folder need a project, but no boardwright.toml is here"
            " or in a folder above."
        )
    from boardwright.projects.board_selection import select_files

    environment = project.find_environment(env)
    files = select_files(project, selection, environment=environment, paths=paths or None)
    if not files:
        click.echo("No board of the project matches the selection.", err=True)
    return files
