"""`boardwright deploy`: compile the boards, plan the changes in Grafana, and apply the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from boardwright.commands.deploying.deploy_options import DeployOptions, OpenSession, ShowProgress
from boardwright.commands.deploying.grafana_deploy import (
    GrafanaPlanner,
    check_sources,
    connect_deploy,
    iter_loss_warnings,
)
from boardwright.commands.deploying.ruler_deploy import (
    RulerDeploy,
    apply_ruler,
    connect_ruler,
    needs_grafana,
    plan_ruler,
)
from boardwright.config.project import Environment, ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import BoardwrightError, ConfigError
from boardwright.found.empty_folders import refuse_empty_folders
from boardwright.frozen import frozen
from boardwright.grafana.grafana_connection import SAVES_AT_ONCE, GrafanaConnection
from boardwright.grafana.ownership import ProjectOwner
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_application import ApplyResult, apply_plan
from boardwright.grafana.plan_steps import BoardStep
from boardwright.http.pace import Pace
from boardwright.http.request_errors import HaltedError
from boardwright.http.sessions import create_session
from boardwright.projects.compiled_project import (
    CacheUse,
    CompiledProject,
    build_counter,
    compile_project,
)
from boardwright.ruler.ruler_server import RulerServer

_RULER_HINT = 'Add the table [ruler] with the URL of the ruler: url = "https://...".'


@frozen
class EnvironmentDeploy:
    """The deploy to one environment, with its plan and the outcomes after the plan was applied.

    Attributes:
        environment: Name of the environment; empty if the deploy uses the table `[grafana]`.
        compiled: The compiled boards, with errors and notes; None for a plan that was loaded from a
            file. If a board does not compile, the deploy has no plan.
        connected: The connection to Grafana; None if Grafana did not answer, or if the deploy does
            not write to Grafana.
        plan: The plan for Grafana. The plan is empty if the deploy does not write to Grafana, and
            None if an error prevented the plan.
        ruler: The deploy of Prometheus rules to a ruler; None if boardwright.toml configures no
            ruler, or if an error prevented the plan.
        error: The error that prevented the plan; None if boards did not compile, or if there is a
            plan.
        applied: The steps of the plan for Grafana with their outcomes; None until the plan is
            applied.
        warnings: Warnings about credentials, data sources, and boards that lose parts in schema v1.
        at_once: Number of requests that are sent at the same time; None for 8 requests when reading
            and 3 when saving.
        pace: Number of tries for each request, and the time limit for all requests together.
    """

    environment: str
    compiled: CompiledProject | None = None
    connected: GrafanaConnection | None = None
    plan: Plan | None = None
    ruler: RulerDeploy | None = None
    error: BoardwrightError | None = None
    applied: ApplyResult | None = None
    warnings: tuple[str, ...] = ()
    at_once: int | None = None
    pace: Pace

    @property
    def boards(self) -> tuple[BoardStep, ...]:
        """The planned step of each board; empty if the deploy has no plan."""
        return self.plan.boards if self.plan else ()

    def with_warnings(self, warnings: Iterable[str]) -> EnvironmentDeploy:
        """Return a copy of the deploy with more warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))

    @property
    def errors(self) -> tuple[BoardwrightError, ...]:
        """The errors that prevented the plan; empty if there is a plan."""
        own = (self.error,) if self.error is not None else ()
        return (*(self.compiled.errors if self.compiled else ()), *own)

    @property
    def saves_at_once(self) -> int:
        """Number of simultaneous requests that save boards to Grafana."""
        return self.at_once or SAVES_AT_ONCE

    @property
    def writes(self) -> int:
        """Number of boards, folders and rule groups that the plan changes."""
        in_ruler = self.ruler.plan.writes if self.ruler else 0
        return in_ruler + (self.plan.writes if self.plan else 0)

    @property
    def halted(self) -> bool:
        """Whether the user stopped the deploy with Ctrl-C."""
        errors = [each.error for each in (self.applied or ApplyResult()).outcomes]
        errors += [each.error for each in (self.ruler.outcomes if self.ruler else None) or ()]
        return any(isinstance(error, HaltedError) for error in errors)

    @property
    def failed(self) -> bool:
        """Whether an error prevented the plan, or a step of the plan failed.

        A conflict is not a failure.
        """
        if self.errors or (self.plan and self.plan.refused) or (self.ruler and self.ruler.failed):
            return True
        return any(each.status == "failed" for each in (self.applied or ApplyResult()).outcomes)

    @property
    def conflicts(self) -> bool:
        """Whether a board, folder or rule was kept because someone else changed it or owns it."""
        if (self.plan and self.plan.conflicts) or (self.ruler and self.ruler.conflicts):
            return True
        return any(each.status == "conflict" for each in (self.applied or ApplyResult()).outcomes)


def plan_deploy(
    project: ProjectSettings,
    options: DeployOptions,
    *,
    environ: Mapping[str, str],
    paths: Sequence[Path] | None = None,
    env: str | None = None,
    cache: bool = True,
    progress: ShowProgress = lambda verb: lambda done, total: None,
    open_session: OpenSession = create_session,
) -> EnvironmentDeploy:
    """Compile boards, and plan the changes in Grafana and in the ruler.

    The function writes nothing to a server. An error of one environment is returned in
    `EnvironmentDeploy.error`, so that the deploys to other environments can continue.

    Args:
        project: The settings of the project.
        options: Options of the deploy.
        environ: Environment variables, which may contain the token or password for Grafana.
        paths: Files or folders that declare the boards to deploy; None for the whole project.
        env: Name of the environment in boardwright.toml; None for the settings outside all
            environments.
        cache: Use the results of earlier builds, and store the results of this build.
        progress: Function that takes the name of a phase, such as `Read`, and returns a progress
            callback.
        open_session: Function that opens the HTTP session. `apply_deploy` uses the same session.

    Raises:
        ConfigError: The project has no environment of that name.
    """
    environment = project.find_environment(env)
    use = CacheUse.KEEP if cache else CacheUse.NOTHING
    return plan_compiled(
        project,
        compile_project(project, environment=environment, paths=paths, cache=use),
        options,
        environment=environment,
        environ=environ,
        cache=cache,
        whole=paths is None,
        progress=progress,
        open_session=open_session,
    )


def plan_compiled(
    project: ProjectSettings,
    compiled: CompiledProject,
    options: DeployOptions,
    *,
    environment: Environment,
    environ: Mapping[str, str],
    pace: Pace | None = None,
    cache: bool = False,
    whole: bool = True,
    progress: ShowProgress = lambda verb: lambda done, total: None,
    open_session: OpenSession = create_session,
) -> EnvironmentDeploy:
    """Plan the deploy of compiled boards, as `plan_deploy` describes.

    Args:
        project: The settings of the project.
        compiled: The compiled boards. If `compiled.errors` is not empty, the deploy has no plan.
        options: Options of the deploy.
        environment: The settings of the environment.
        environ: Environment variables, which may contain the token or password for Grafana.
        pace: Number of tries for each request, and the time limit for all requests together; None
            for the values in boardwright.toml.
        cache: Whether to use and update the list that `DeployedBoards` stores, so that unchanged
            boards are not read again from Grafana.
        whole: Whether `compiled` contains the whole project.
        progress: Function that takes the name of a phase, such as `Read`, and returns a progress
            callback.
        open_session: Function that opens the HTTP session for the requests to Grafana.
    """
    server = environment.server
    pace = pace or Pace(retries=server.retries, seconds=server.total_timeout)
    name, at_once = environment.name, options.at_once
    deploy = EnvironmentDeploy(environment=name, compiled=compiled, pace=pace, at_once=at_once)
    if compiled.errors:
        return deploy
    try:
        deploy = replace(deploy, plan=Plan(folders=(), boards=()))
        if _needs_grafana_connection(options, environment, compiled):
            connected, warnings = connect_deploy(
                project, server, environ=environ, pace=pace, open_session=open_session
            )
            deploy = replace(deploy, connected=connected, warnings=warnings)
            allow = options.allow_missing_sources
            deploy = deploy.with_warnings(
                check_sources(project, environment, compiled, connected, allow_missing=allow)
            )
            planner = GrafanaPlanner(
                project=project, environment=environment, connected=connected, options=options
            )
            plan = planner.plan_changes(compiled, cache=cache, progress=progress)
            deploy = replace(deploy, plan=plan).with_warnings(iter_loss_warnings(plan))
        if (ruler_server := _choose_ruler_server(options, environment)) is not None:
            ruler, warnings = connect_ruler(
                project, ruler_server, environ=environ, pace=pace, open_session=open_session
            )
            deploy = deploy.with_warnings(warnings)
            share = options.prune_share
            planned = plan_ruler(project, ruler, compiled.rules, whole=whole, prune_share=share)
            removed = len(planned.plan.prunes)
            refuse_empty_folders(
                project.declaration_folders, project.root, removed=removed, noun="rule group"
            )
            deploy = replace(deploy, ruler=planned)
    except BoardwrightError as error:
        return replace(deploy, plan=None, ruler=None, error=error)
    return deploy


def _needs_grafana_connection(
    options: DeployOptions, environment: Environment, compiled: CompiledProject
) -> bool:
    if options.only is None:
        return needs_grafana(environment, compiled)
    return options.only == "grafana"


def _choose_ruler_server(options: DeployOptions, environment: Environment) -> RulerServer | None:
    """Return the ruler to which the deploy sends rules; None if the deploy sends no rules.

    Raises:
        ConfigError: The user asked for a deploy to the ruler only, but the environment has no
            ruler.
    """
    if options.only == "ruler" and environment.ruler is None:
        what = "the deploy needs a ruler, but the environment has no URL of a ruler"
        raise ConfigError(what, where=FILE_NAME, hint=_RULER_HINT)
    return None if options.only == "grafana" else environment.ruler


def apply_deploy(
    deploy: EnvironmentDeploy,
    *,
    name: str,
    progress: ShowProgress = lambda verb: lambda done, total: None,
) -> EnvironmentDeploy:
    """Apply the plan of a deploy, and return the deploy with its outcomes.

    Args:
        deploy: The deploy. A deploy without a plan is returned unchanged.
        name: Name of the project.
        progress: Function that returns the progress callback of the phase `Sent`.
    """
    if deploy.plan is None:
        return deploy
    deploy.pace.renew()
    applied = ApplyResult()
    if deploy.connected is not None:
        applied = apply_plan(
            deploy.plan,
            deploy.connected.grafana,
            message=ProjectOwner.from_name(name).message,
            at_once=deploy.saves_at_once,
            pace=deploy.pace,
            on_board=build_counter(progress("Sent"), len(deploy.plan.boards)),
        )
    deploy = replace(deploy, applied=applied)
    if deploy.ruler is None:
        return deploy
    return replace(
        deploy,
        ruler=apply_ruler(
            deploy.ruler,
            name=name,
            pace=deploy.pace,
            at_once=deploy.saves_at_once,
            has_failures=any(each.error is not None for each in applied.outcomes),
        ),
    )
