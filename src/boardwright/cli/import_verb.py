"""The command `boardwright import`: its arguments, options and output."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    GRAFANA_URL,
    add_check_option,
    add_environment_option,
    add_format_option,
    add_output_option,
)
from boardwright.cli.current_project import find_current_project, require_current_project
from boardwright.cli.output import (
    format_path,
    print_errors,
    print_json,
    print_lines,
    print_notes,
    start_progress,
)
from boardwright.cli.parameters import FOLDER_TITLE, TAG

if TYPE_CHECKING:
    from boardwright.commands.importing.board_sources import FromGrafana
    from boardwright.commands.importing.import_boards import ImportOptions
    from boardwright.commands.importing.import_results import ImportResult
    from boardwright.config.project import ProjectSettings
    from boardwright.source.board_module import SourceStyle


@click.command(
    name="import",
    epilog="""\b
Examples:
  boardwright import exported.json
  boardwright import ~/grafana/dashboards deploy/configmaps.yaml
  boardwright import ~/grafana/dashboards --check --format json
  boardwright import exported.json -o modules
  GRAFANA_TOKEN=... boardwright import --from-grafana
  boardwright import --from-grafana rYdddlPWk https://grafana.example.org/d/000000127/disks
  boardwright import --from-grafana --folder Infrastructure --tag linux --env live""",
)
@click.argument("sources", nargs=-1)
@add_output_option(
    "Write the modules to this folder. Default: project.dashboards. Outside a project, this option "
    "is required."
)
@click.option(
    "--from-grafana",
    is_flag=True,
    help="Import from Grafana. SOURCES are then uids or URLs of boards. Without SOURCES, all boards"
    " are imported.",
)
@click.option(
    "--folder",
    type=FOLDER_TITLE,
    help="With --from-grafana: import only the boards in this folder.",
)
@click.option("--tag", type=TAG, help="With --from-grafana: import only the boards with this tag.")
@add_environment_option(
    "Use the Grafana and the data sources of [environments.NAME] in boardwright.toml."
)
@click.option(
    "--style",
    type=click.Choice(["grafanalib", "dict"]),
    default="grafanalib",
    show_default=True,
    help="Declare the boards with grafanalib's classes where possible, or with dicts only.",
)
@click.option(
    "--share", is_flag=True, help="Move code that several boards have in common into one module."
)
@add_check_option("Write nothing; show how the import would change each board.")
@GRAFANA_URL
@add_format_option()
def command(
    sources: tuple[str, ...],
    output: Path | None,
    from_grafana: bool,
    folder: str | None,
    tag: str | None,
    env: str | None,
    style: SourceStyle,
    share: bool,
    check: bool,
    grafana_url: str | None,
    form: str,
) -> int:
    """Write a Python module for each stored board; the module compiles to the same board.

    SOURCES are dashboard JSON files of any Grafana version, Kubernetes manifests (ConfigMap,
    GrafanaDashboard, Dashboard), or folders of such files, such as a provisioning folder.

    Before the import writes a module, it runs the module and compares the resulting board with the
    stored board. The board is identical, equal except for values that Grafana fills in, upgraded
    from an older schema, or different. The import lists the changes of upgraded boards. It does not
    write the module of a different board, or a module that `build` would refuse.

    If you import a board again, the import updates the board's module: git merges your edits of the
    module with the changes of the board, or shows a conflict. The import adds the uids of Grafana's
    folders to boardwright.toml as [[folders]].

    The exit code is 1 if a board is different or a conflict remains, and 2 if a board cannot be
    read or written. All other boards are imported in any case.
    """
    from boardwright.commands.importing.import_boards import ImportOptions, import_boards
    from boardwright.report.import_report import format_import_json, format_import_lines

    grafana = _choose_grafana_source(sources, from_grafana=from_grafana, folder=folder, tag=tag)
    options = ImportOptions(
        paths=() if grafana else tuple(map(_require_path, sources)),
        grafana=grafana,
        environ=os.environ,
        output=output,
        env=env,
        style=style,
        share=share,
        check=check,
    )
    result = import_boards(
        _choose_project(options).with_grafana_url(grafana_url), options, progress=start_progress
    )
    if form == "json":
        print_json(format_import_json(result, format_path=format_path))
    else:
        print_lines(format_import_lines(result, format_path=format_path))
        for board in result.boards:
            print_notes(board.notes)
    print_errors(board.error for board in result.boards if board.error)
    return _choose_exit_code(result)


def _choose_project(options: ImportOptions) -> ProjectSettings:
    """Return the current project. Outside a project, return default settings if `--output` is
    given.
    """
    from boardwright.config.project_file import make_default_project
    from boardwright.config.project_root import FILE_NAME
    from boardwright.errors import ConfigError

    here = Path.cwd()
    is_from_server = options.grafana is not None or options.env is not None
    project = require_current_project() if is_from_server else find_current_project()
    if project is None and options.output is None:
        raise ConfigError(
            f"neither {here} nor any of its parent folders contains {FILE_NAME}",
            hint="Pass -o FOLDER to import without a project, or run `boardwright new` first.",
        )
    return project or make_default_project(here)


def _choose_grafana_source(
    sources: tuple[str, ...], *, from_grafana: bool, folder: str | None, tag: str | None
) -> FromGrafana | None:
    """Return the options that select boards in Grafana; None without `--from-grafana`.

    Raises:
        UsageError: The arguments and options cannot be combined, or nothing is selected.
    """
    from boardwright.commands.importing.board_sources import FromGrafana

    if not from_grafana and (folder or tag):
        raise click.UsageError("--folder and --tag need --from-grafana.")
    if not from_grafana and not sources:
        raise click.UsageError("Pass files or folders as arguments, or pass --from-grafana.")
    if sources and (folder or tag):
        raise click.UsageError(
            "Pass either uids or URLs of boards, or --folder and --tag, but not both."
        )
    return FromGrafana(uids=sources, folder=folder, tag=tag) if from_grafana else None


def _require_path(source: str) -> Path:
    path = Path(source)
    try:
        exists = path.exists() or path.is_symlink()
    except OSError:  # it cannot be accessed, or its name is too long: reading it reports why
        exists = True
    if exists:
        return path
    hint = " To import a board by its uid, pass --from-grafana." if "/" not in source else ""
    hint = " To import a board by its URL, pass --from-grafana." if "://" in source else hint
    raise click.UsageError(f"There is no file or folder {source!r}.{hint}")


def _choose_exit_code(result: ImportResult) -> int:
    statuses = {board.status for board in result.boards}
    statuses |= {result.shared.status} if result.shared else set()
    if "failed" in statuses:
        return 2
    return 1 if statuses & {"different", "conflict"} else 0
