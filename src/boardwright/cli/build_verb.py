"""The command `boardwright build`: its arguments, options and output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    PATHS,
    add_check_option,
    add_environment_option,
    add_format_option,
    add_no_cache_option,
    add_output_option,
)
from boardwright.cli.current_project import require_current_project
from boardwright.cli.output import (
    format_path,
    print_errors,
    print_json,
    print_lines,
    print_notes,
    start_progress,
)
from boardwright.cli.selection_options import add_selection_options, choose_paths
from boardwright.notation.removal_share import DEFAULT_SHARE
from boardwright.provisioning.targets import TARGETS

if TYPE_CHECKING:
    from boardwright.projects.selection_conditions import BoardSelection


@click.command(
    name="build",
    epilog="""\b
Examples:
  boardwright build
  boardwright build dashboards/node.py -v
  boardwright build --check --format json
  boardwright build --target configmaps --target kustomization
  boardwright build --env staging --output out""",
)
@PATHS
@add_check_option(
    "Write nothing. List the files that are out of date, and exit with 1 if there are any."
)
@add_environment_option("Use the data sources of [environments.NAME] in boardwright.toml.")
@add_output_option("Write to this folder instead of project.output in boardwright.toml.")
@click.option(
    "--target",
    "targets",
    multiple=True,
    type=click.Choice(TARGETS),
    help="Write the files of this target only, and leave the files of other targets unchanged;"
    " can be repeated.  [default: project.targets]",
)
@click.option(
    "--remove-share",
    metavar="PERCENT",
    type=click.IntRange(0, 100),
    default=DEFAULT_SHARE,
    show_default=True,
    help="Stop if the build would remove the files of more than PERCENT of the boards, of the"
    " alert groups or of the rule files.",
)
@add_no_cache_option()
@click.option(
    "--verbose", "-v", is_flag=True, help="List each panel with its position on the board."
)
@add_format_option()
@add_selection_options
def command(
    paths: tuple[Path, ...],
    check: bool,
    env: str | None,
    output: Path | None,
    targets: tuple[str, ...],
    remove_share: int,
    no_cache: bool,
    verbose: bool,
    form: str,
    selection: BoardSelection,
) -> int:
    """Compile the boards and write the files that Grafana or its Kubernetes operators read.

    PATHS are Python modules, dashboard JSON files or folders. Without PATHS, all boards of the
    project are compiled. Only then, the build also writes the files that exist once for a project,
    such as Grafana's data sources and prometheus.yml.
    """
    from boardwright.commands.building.build import build_boards
    from boardwright.report.build_report import format_build_json, format_build_lines

    project = require_current_project()
    built = build_boards(
        project,
        paths=choose_paths(project, paths, selection, env=env),
        env=env,
        output=output,
        targets=targets,
        check=check,
        remove_share=remove_share,
        cache=not no_cache,
        progress=start_progress("Compiled", "files"),
    )
    if form == "json":
        print_json(format_build_json(built))
    else:
        print_lines(format_build_lines(built, output=format_path(built.output), verbose=verbose))
        print_notes(built.compiled.notes)
    print_errors(built.compiled.errors)
    if built.compiled.errors:
        return 2
    return 1 if check and built.changes.stale else 0
