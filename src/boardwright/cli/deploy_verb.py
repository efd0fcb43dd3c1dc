"""`boardwright deploy`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from boardwright.cli.output import FORMAT, print_errors, print_json, print_lines, show_progress


@click.command(
    name="deploy",
    epilog="""\b
Examples:
  GRAFANA_TOKEN=... boardwright deploy
  boardwright deploy dashboards/node.py
  boardwright deploy --env production --format json""",
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--env", metavar="NAME", help="Deploy to the Grafana of [environments.NAME].")
@FORMAT
def command(paths: tuple[Path, ...], env: str | None, form: str) -> int:
    """Compile the boards and push them to Grafana.

    PATHS are modules, JSON boards or folders; without any, all of the project's boards are
    pushed. Folders are made if absent; a board that is the same is not written. The token or
    password comes from the environment (GRAFANA_TOKEN, or GRAFANA_USER and GRAFANA_PASSWORD) or
    from a file that boardwright.toml names.
    """
    from boardwright.commands.deploy import deploy
    from boardwright.project.config import find_root, read_project
    from boardwright.report.deploying import deploy_json, deploy_lines, failure_lines
    from boardwright.report.problems import note_text

    project = read_project(find_root(Path.cwd()))
    try:
        deployed = deploy(project, environ=os.environ, paths=paths, env=env, progress=show_progress)
    except KeyboardInterrupt:
        click.echo("Interrupted; what was saved stays. Deploy again to send the rest.", err=True)
        return 130
    if form == "json":
        print_json(deploy_json(deployed))
    else:
        print_lines(deploy_lines(deployed))
        for note in deployed.compiled.notes:
            click.echo(note_text(note), err=True)
    for warning in deployed.warnings:
        click.echo(f"warning: {warning}", err=True)
    print_errors(deployed.compiled.errors)
    for line in failure_lines(deployed):
        click.echo(line, err=True)
    return 2 if deployed.failed else 0
