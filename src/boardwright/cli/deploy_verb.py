"""The command `boardwright deploy`: its arguments, options and output."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.common_options import (
    GRAFANA_URL,
    PATHS,
    add_environment_option,
    add_format_option,
    add_no_cache_option,
)
from boardwright.cli.current_project import require_current_project
from boardwright.cli.deploy_output import (
    ask_for_confirmation,
    choose_exit_code,
    show_plans,
    show_results,
)
from boardwright.cli.output import start_progress
from boardwright.cli.parameters import refuse_single_url
from boardwright.cli.selection_options import add_selection_options, choose_paths
from boardwright.notation.removal_share import DEFAULT_SHARE

if TYPE_CHECKING:
    from requests import Session

    from boardwright.commands.deploying.deploy import EnvironmentDeploy
    from boardwright.commands.deploying.deploy_options import DeployedServer
    from boardwright.config.project import ProjectSettings
    from boardwright.projects.selection_conditions import BoardSelection


@click.command(
    name="deploy",
    epilog="""\b
Examples:
  boardwright deploy --plan                        show the plan; exit 1 if it has changes
  GRAFANA_TOKEN=... boardwright deploy --yes       in CI
  boardwright deploy dashboards/node.py            only the boards of this file
  boardwright deploy --env staging --env production --yes --format json
  boardwright deploy --prune                       delete boards that are no longer declared
  boardwright deploy --save-plan plan.json         save the plan for a review, then
  boardwright deploy --apply-plan plan.json --yes  apply this plan, unless Grafana changed

\b
Exit codes: 0 success, 1 the plan has changes (--plan) or conflicts, 2 an error.""",
)
@PATHS
@click.option(
    "--plan",
    "plan_only",
    is_flag=True,
    help="Show the plan and change nothing; exit 1 if it has changes.",
)
@click.option(
    "--save-plan",
    "saved_path",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Show the plan like --plan, and save it to FILE for --apply-plan.",
)
@click.option(
    "--apply-plan",
    "plan_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Apply the plan in FILE, unless a board or rule of the plan has changed in Grafana since "
    "the plan was saved.",
)
@add_environment_option(
    "Deploy to the Grafana of [environments.NAME] in boardwright.toml; can be repeated.",
    is_repeated=True,
)
@GRAFANA_URL
@click.option(
    "--yes",
    "-y",
    is_flag=True,
    help="Apply the plan without asking for confirmation; required if there is no terminal.",
)
@click.option(
    "--prune",
    is_flag=True,
    help="Delete this project's boards and rules that are no longer declared.",
)
@click.option(
    "--prune-share",
    metavar="PERCENT",
    type=click.IntRange(0, 100),
    default=DEFAULT_SHARE,
    show_default=True,
    help="With --prune: stop if the deploy would delete more than PERCENT of the project's "
    "boards, of the project's rules, or of the boards in one folder.",
)
@click.option(
    "--adopt",
    is_flag=True,
    help="Take over boards and rules in Grafana that use a uid of this project but lack the "
    "project's tag.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite changes that someone made in Grafana since the last deploy.",
)
@click.option(
    "--allow-missing-datasources",
    "allow_missing_sources",
    is_flag=True,
    help="Deploy even if boards query a data source that Grafana does not have.",
)
@click.option(
    "--only",
    type=click.Choice(["grafana", "ruler"]),
    help="Deploy only to Grafana, or only to the ruler in boardwright.toml; default: to both.",
)
@click.option(
    "--concurrency",
    metavar="N",
    type=click.IntRange(1, 32),
    show_default="8 reads, 3 saves",
    help="Largest number of simultaneous requests.",
)
@add_no_cache_option()
@add_format_option()
@add_selection_options
def command(
    paths: tuple[Path, ...],
    plan_only: bool,
    saved_path: Path | None,
    plan_file: Path | None,
    envs: tuple[str, ...],
    grafana_url: str | None,
    yes: bool,
    prune: bool,
    prune_share: int,
    adopt: bool,
    force: bool,
    allow_missing_sources: bool,
    only: DeployedServer | None,
    concurrency: int | None,
    no_cache: bool,
    form: str,
    selection: BoardSelection,
) -> int:
    """Compile boards and rules, plan the changes in Grafana and in a ruler, and apply the plan.

    PATHS are Python modules, dashboard JSON files or folders. Without PATHS, the whole project is
    deployed. Missing folders are created in Grafana. Unchanged boards are not written. If someone
    edited a board in Grafana since the last deploy, the board is a conflict: only --force
    overwrites the edits.

    If boardwright.toml has a table [ruler], the Prometheus rules are sent to this ruler: Mimir,
    Grafana Cloud or Cortex. --only limits the deploy to Grafana or to the ruler.

    The token or password for Grafana is read from the environment (GRAFANA_TOKEN, or GRAFANA_USER
    and GRAFANA_PASSWORD), or from the source that boardwright.toml configures.
    """
    from boardwright.commands.deploying.deploy import plan_deploy
    from boardwright.commands.deploying.deploy_options import DeployOptions
    from boardwright.commands.deploying.saved_plan import load_plans
    from boardwright.http.sessions import create_session

    plan_only = plan_only or saved_path is not None
    partial = bool(paths) or selection.has_conditions
    if plan_file and (partial or envs or prune or adopt or force or allow_missing_sources or only):
        raise click.UsageError(
            "--apply-plan applies the plan in FILE without changes. Omit PATHS and all options that"
            " would change the plan, such as --env or --prune."
        )
    if prune and partial:
        raise click.UsageError(
            "--prune needs the whole project. Omit PATHS, --changed-since, --owner and --folder."
        )
    if form == "json" and not (plan_only or yes):
        raise click.UsageError(
            "--format json cannot ask for confirmation. Add --yes to apply the plan, or --plan to"
            " only show the plan."
        )
    if len(set(envs)) > 1:
        refuse_single_url(grafana_url, "this deploy")
    configured = require_current_project()
    project = configured.with_grafana_url(grafana_url)
    if only is None:
        _refuse_other_grafana(configured, project, envs)
    options = DeployOptions(
        adopt=adopt,
        force=force,
        allow_missing_sources=allow_missing_sources,
        prune_share=prune_share if prune else None,
        at_once=concurrency,
        only=only,
    )
    with ExitStack() as sessions:

        def open_session() -> Session:
            return sessions.enter_context(create_session())

        if plan_file is not None:
            deploys = load_plans(
                plan_file,
                project,
                environ=os.environ,
                at_once=concurrency,
                open_session=open_session,
            )
        else:
            deploys = [
                plan_deploy(
                    project,
                    options,
                    environ=os.environ,
                    paths=choose_paths(project, paths, selection, env=env),
                    env=env,
                    cache=not no_cache,
                    progress=start_progress,
                    open_session=open_session,
                )
                for env in tuple(dict.fromkeys(envs)) or (None,)
            ]
        if plan_only:
            return _finish_plan(project.name, deploys, form=form, saved_path=saved_path)
        return _confirm_and_apply(project.name, deploys, form=form, yes=yes)


def _refuse_other_grafana(
    configured: ProjectSettings, project: ProjectSettings, envs: Sequence[str]
) -> None:
    """Refuse a deploy with `--url` that would send boards and rules to servers that do not belong
    together.

    Raises:
        UsageError: boardwright.toml names a ruler and a Grafana, and `--url` names another Grafana.
    """
    from boardwright.commands.deploying.ruler_deploy import is_ruler_of_another_grafana

    for env in envs or (None,):
        if is_ruler_of_another_grafana(
            configured.find_environment(env), project.find_environment(env)
        ):
            raise click.UsageError(
                "--url or GRAFANA_URL names another Grafana than boardwright.toml, but the deploy"
                " would send the Prometheus rules to the ruler in boardwright.toml. Add --only"
                " grafana or --only ruler."
            )


def _finish_plan(
    name: str, deploys: Sequence[EnvironmentDeploy], *, form: str, saved_path: Path | None
) -> int:
    from boardwright.commands.deploying.saved_plan import save_plans

    if form == "text":
        show_plans(deploys)
    show_results(deploys, form=form)
    if saved_path is not None and all(deploy.plan is not None for deploy in deploys):
        save_plans(deploys, name=name, path=saved_path)
        click.echo(
            f"Apply this plan with `boardwright deploy --apply-plan {saved_path}`.", err=True
        )
    return choose_exit_code(deploys, else_=1 if any(deploy.writes for deploy in deploys) else 0)


def _confirm_and_apply(
    name: str, deploys: Sequence[EnvironmentDeploy], *, form: str, yes: bool
) -> int:
    if form == "text":
        show_plans(deploys)
    writes = sum(deploy.writes for deploy in deploys)
    if writes and not yes and (code := ask_for_confirmation(writes)):
        return code
    deploys = list(_iter_applied_deploys(name, deploys))
    show_results(deploys, form=form)
    if any(deploy.halted for deploy in deploys):
        click.echo(
            "Interrupted. Some boards may already be saved in Grafana. Run `boardwright deploy`"
            " again to send the other boards.",
            err=True,
        )
        return 130
    return choose_exit_code(deploys, else_=0)


def _iter_applied_deploys(
    name: str, deploys: Iterable[EnvironmentDeploy]
) -> Iterator[EnvironmentDeploy]:
    """Apply one deploy after another and yield the results. After Ctrl-C, yield each remaining
    deploy unchanged.
    """
    from boardwright.commands.deploying.deploy import apply_deploy

    halted = False
    for deploy in deploys:
        applied = deploy if halted else apply_deploy(deploy, name=name, progress=start_progress)
        halted = halted or applied.halted
        yield applied
