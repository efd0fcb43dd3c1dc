"""`boardwright deploy`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boardwright.cli.deploy_output import ask, exit_code, show_plans, show_results
from boardwright.cli.output import FORMAT, show_progress
from boardwright.cli.parameters import ENVIRONMENT, GRAFANA_URL, refuse_several

if TYPE_CHECKING:
    from requests import Session

    from boardwright.commands.deploying.deploy import Deploy


@click.command(
    name="deploy",
    epilog="""\b
Examples:
  boardwright deploy --plan                        what would be done; exit 1 if anything
  GRAFANA_TOKEN=... boardwright deploy --yes       in CI
  boardwright deploy dashboards/node.py            only what these files declare
  boardwright deploy --env staging --env production --yes --format json
  boardwright deploy --prune                       delete what is declared no more
  boardwright deploy --save-plan plan.json         for a review; then
  boardwright deploy --apply-plan plan.json --yes  exactly that, or nothing

\b
Exit codes: 0 fine, 1 something to do (--plan) or a conflict left alone, 2 trouble.""",
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--plan", "plan_only", is_flag=True, help="Tell what would be done, and stop there.")
@click.option(
    "--save-plan",
    "saved",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="As --plan, and keep the plan in FILE.",
)
@click.option(
    "--apply-plan",
    "kept",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Do what the plan in FILE says, unless the server has moved on since.",
)
@click.option(
    "--env",
    "envs",
    type=ENVIRONMENT,
    multiple=True,
    help="Deploy to the Grafana of [environments.NAME]; may be given several times.",
)
@GRAFANA_URL
@click.option("--yes", "-y", is_flag=True, help="Do not ask; needed where there is no terminal.")
@click.option("--prune", is_flag=True, help="Delete boards and rules that are declared no more.")
@click.option(
    "--prune-share",
    metavar="PERCENT",
    type=click.IntRange(0, 100),
    default=20,
    show_default=True,
    help="The most of the project's boards, or rules, that --prune may delete.",
)
@click.option("--adopt", is_flag=True, help="Take over what has our uid and not our mark.")
@click.option("--force", is_flag=True, help="Write over what someone changed in Grafana.")
@click.option(
    "--allow-missing-datasources",
    "allow_missing_sources",
    is_flag=True,
    help="Deploy even if Grafana lacks a data source that boards query.",
)
@click.option(
    "--concurrency",
    metavar="N",
    type=click.IntRange(1, 32),
    show_default="8 reads, 3 saves",
    help="Requests at the same time.",
)
@click.option("--no-cache", is_flag=True, help="Run every module, whatever was kept before.")
@FORMAT
def command(
    paths: tuple[Path, ...],
    plan_only: bool,
    saved: Path | None,
    kept: Path | None,
    envs: tuple[str, ...],
    grafana_url: str | None,
    yes: bool,
    prune: bool,
    prune_share: int,
    adopt: bool,
    force: bool,
    allow_missing_sources: bool,
    concurrency: int | None,
    no_cache: bool,
    form: str,
) -> int:
    """Compile boards and alert rules, plan what Grafana lacks, and do that.

    PATHS are modules, JSON boards or folders; without any, all of the project is looked at.
    Folders are made if absent; what is the same is not written; what someone else changed is
    left alone. The token or password comes from the environment
    (GRAFANA_TOKEN, or GRAFANA_USER and GRAFANA_PASSWORD), or from where boardwright.toml says.
    """
    from boardwright.commands.deploying.deploy import plan_deploy
    from boardwright.commands.deploying.saved_plan import load_plans
    from boardwright.config.project import read_project
    from boardwright.config.project_root import find_root
    from boardwright.http.sessions import new_session

    plan_only = plan_only or saved is not None
    _refuse_together(
        paths=paths, envs=envs, kept=kept, changing=prune or adopt or force or allow_missing_sources
    )
    if prune and paths:
        raise click.UsageError("--prune looks at the whole project: leave the PATHS out.")
    if form == "json" and not (plan_only or yes):
        raise click.UsageError("--format json does not ask: add --plan or --yes.")
    if len(set(envs)) > 1:
        refuse_several(grafana_url, "this deploy")
    project = read_project(find_root(Path.cwd())).at_grafana(grafana_url)
    with ExitStack() as sessions:
        load = partial(load_plans, project=project, environ=os.environ, at_once=concurrency)
        plan = partial(
            plan_deploy,
            project,
            environ=os.environ,
            paths=paths,
            adopt=adopt,
            force=force,
            allow_missing_sources=allow_missing_sources,
            prune=prune,
            prune_share=prune_share,
            at_once=concurrency,
            cache=not no_cache,
            progress=show_progress,
        )

        def open_session() -> Session:
            return sessions.enter_context(new_session())

        if kept is not None:
            deploys = load(kept, open_session=open_session)
        else:
            names = tuple(dict.fromkeys(envs)) or (None,)
            deploys = [plan(env=name, open_session=open_session) for name in names]
        return _go_on(project.name, deploys, form=form, plan_only=plan_only, saved=saved, yes=yes)


def _refuse_together(
    *, paths: Sequence[Path], envs: Sequence[str], kept: Path | None, changing: bool
) -> None:
    """A saved plan says already what to do, and where."""
    if kept is not None and (paths or envs or changing):
        raise click.UsageError("--apply-plan does what its FILE says: leave the rest out.")


def _go_on(
    name: str,
    deploys: Sequence[Deploy],
    *,
    form: str,
    plan_only: bool,
    saved: Path | None,
    yes: bool,
) -> int:
    from boardwright.commands.deploying.saved_plan import save_plans

    if form == "text":
        show_plans(deploys)
    writes = sum(deploy.writes for deploy in deploys)
    if plan_only:
        show_results(deploys, form=form)
        code = exit_code(deploys, else_=1 if writes else 0)
        if saved is not None and all(deploy.plan is not None for deploy in deploys):
            save_plans(deploys, name=name, path=saved)
            click.echo(f"The plan is in {saved}; --apply-plan {saved} does it.", err=True)
        return code
    if writes and not yes and (code := ask(writes)):
        return code
    deploys = list(_applied(name, deploys))
    show_results(deploys, form=form)
    if any(deploy.halted for deploy in deploys):
        click.echo("Interrupted; what was saved stays. Deploy again to send the rest.", err=True)
        return 130
    return exit_code(deploys, else_=0)


def _applied(name: str, deploys: Iterable[Deploy]) -> Iterator[Deploy]:
    """Apply one after the other, until the user stops."""
    from boardwright.commands.deploying.deploy import apply_deploy

    halted = False
    for deploy in deploys:
        done = deploy if halted else apply_deploy(deploy, name=name, progress=show_progress)
        halted = halted or done.halted
        yield done
