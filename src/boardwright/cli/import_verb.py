"""`boardwright import`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.output import (
    FORMAT,
    print_errors,
    print_json,
    print_lines,
    show_progress,
    shown,
)
from boardwright.cli.parameters import ENVIRONMENT, FOLDER, FOLDER_TITLE

if TYPE_CHECKING:
    from boardwright.commands.importing.import_results import ImportResult
    from boardwright.commands.importing.import_sources import FromGrafana
    from boardwright.source.writing import Style


@click.command(
    name="import",
    epilog="""\b
Examples:
  boardwright import exported.json
  boardwright import ~/grafana/dashboards deploy/configmaps.yaml
  boardwright import ~/grafana/dashboards --check --format json
  boardwright import ~/grafana/dashboards --share
  GRAFANA_TOKEN=... boardwright import --from-grafana
  boardwright import --from-grafana rYdddlPWk https://grafana.example.org/d/000000127/disks
  boardwright import --from-grafana --folder Infrastructure --tag linux --env live""",
)
@click.argument("sources", nargs=-1)
@click.option(
    "--output",
    "-o",
    type=FOLDER,
    help="Write the modules here, not to project.dashboards.",
)
@click.option(
    "--from-grafana",
    is_flag=True,
    help="SOURCES are uids or addresses of boards; without any, all boards.",
)
@click.option("--folder", type=FOLDER_TITLE, help="With --from-grafana: only of this folder.")
@click.option("--tag", help="With --from-grafana: only with this tag.")
@click.option("--env", type=ENVIRONMENT, help="The boards are of [environments.NAME].")
@click.option(
    "--style",
    type=click.Choice(["grafanalib", "dict"]),
    default="grafanalib",
    show_default=True,
    help="grafanalib's classes where they say it all, or plain data.",
)
@click.option("--share", is_flag=True, help="Put what boards have in common into one module.")
@click.option("--check", is_flag=True, help="Write nothing; tell whether each board comes back.")
@FORMAT
def command(
    sources: tuple[str, ...],
    output: Path | None,
    from_grafana: bool,
    folder: str | None,
    tag: str | None,
    env: str | None,
    style: Style,
    share: bool,
    check: bool,
    form: str,
) -> int:
    """Bring stored boards into Python modules that compile to the same boards.

    SOURCES are dashboards as JSON of any age, Kubernetes manifests (ConfigMap, GrafanaDashboard,
    Dashboard), or folders of these, provisioning trees too. Each module is run and compared before
    it is written; a board that would not come back is not written, and told with its paths.

    Imported again, a board's module is updated; what you edited is kept by a three-way merge, or
    shown as a conflict. The exit code is 1 when a board would not come back or a conflict is left,
    2 when a board could not be read or written; all others are imported nevertheless.
    """
    from boardwright.commands.importing.import_boards import import_boards
    from boardwright.config.project import read_project
    from boardwright.config.project_root import find_root
    from boardwright.report.importing import import_json, import_lines, remark_lines

    grafana = _grafana(sources, from_grafana=from_grafana, folder=folder, tag=tag)
    result = import_boards(
        read_project(find_root(Path.cwd())),
        paths=() if grafana else [_path(source) for source in sources],
        grafana=grafana,
        environ=os.environ,
        output=output,
        env=env,
        style=style,
        shared=share,
        check=check,
        progress=show_progress,
    )
    if form == "json":
        print_json(import_json(result, shown=shown))
    else:
        print_lines(import_lines(result, shown=shown))
        for line in remark_lines(result):
            click.echo(line, err=True)
    print_errors(board.error for board in result.boards if board.error)
    return _exit_code(result)


def _grafana(
    sources: tuple[str, ...], *, from_grafana: bool, folder: str | None, tag: str | None
) -> FromGrafana | None:
    """Return which boards of Grafana are asked for; None when it is files."""
    from boardwright.commands.importing.import_sources import FromGrafana

    if not from_grafana and (folder or tag):
        raise click.UsageError("--folder and --tag belong to --from-grafana.")
    if not from_grafana and not sources:
        raise click.UsageError("Name files or folders, or give --from-grafana.")
    if sources and (folder or tag):
        raise click.UsageError("--folder and --tag choose boards; so do SOURCES. Give one of them.")
    return FromGrafana(uids=sources, folder=folder, tag=tag) if from_grafana else None


def _path(source: str) -> Path:
    path = Path(source)
    if not path.exists():
        hint = " With --from-grafana it is a board of Grafana." if "/" not in source else ""
        hint = " Give --from-grafana for boards of Grafana." if "://" in source else hint
        raise click.UsageError(f"There is no file or folder {source!r}.{hint}")
    return path


def _exit_code(result: ImportResult) -> int:
    statuses = {board.status for board in result.boards}
    statuses |= {result.shared.status} if result.shared else set()
    if "failed" in statuses:
        return 2
    return 1 if statuses & {"different", "conflict"} else 0
