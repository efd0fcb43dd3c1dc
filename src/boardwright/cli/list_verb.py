"""The command `boardwright list`: its arguments, options and output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    PATHS,
    add_all_option,
    add_environment_option,
    add_format_option,
)
from boardwright.cli.current_project import require_current_project
from boardwright.cli.output import print_errors, print_json, print_lines, print_notes
from boardwright.cli.selection_options import add_selection_options, choose_paths

if TYPE_CHECKING:
    from boardwright.projects.selection_conditions import BoardSelection


@click.command(
    name="list",
    epilog="""\b
Examples:
  boardwright list
  boardwright list dashboards/node.py --format json""",
)
@PATHS
@add_environment_option("Use the data sources of [environments.NAME] in boardwright.toml.")
@add_all_option("List each board, even if there are more than 200 boards.")
@add_format_option()
@add_selection_options
def command(
    paths: tuple[Path, ...], env: str | None, every: bool, form: str, selection: BoardSelection
) -> int:
    """List each board with its uid, title, folder, number of panels, and the file and line that
    declare the board.

    If there are more than 200 boards, the command only prints how many boards each folder contains,
    and how many boards each owner in CODEOWNERS has. With --all or --format json, the command
    always lists each board.
    """
    from boardwright.commands.board_list import count_boards, list_boards
    from boardwright.report.board_list_report import (
        format_count_lines,
        format_list_json,
        format_list_lines,
    )
    from boardwright.report.text_format import LISTED

    project = require_current_project()
    chosen = choose_paths(project, paths, selection, env=env)
    boards = list_boards(project, paths=chosen, env=env)
    if form == "json":
        print_json(format_list_json(boards))
    else:
        is_long = len(boards.compiled) > LISTED and not every
        print_lines(
            format_count_lines(count_boards(project, boards))
            if is_long
            else format_list_lines(boards)
        )
        print_notes(boards.notes)
    print_errors(boards.errors)
    return 2 if boards.errors else 0
