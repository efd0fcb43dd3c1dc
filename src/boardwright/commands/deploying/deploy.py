"""`boardwright deploy`: compile the boards, plan the changes in Grafana, and apply the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import requests

from boardwright.commands.deploying.data_source_check import DataSourceError, check_data_sources
from boardwright.commands.deploying.deployed_boards import DeployedBoard, DeployedBoards
from boardwright.commands.deploying.desired_state import declare_state
from boardwright.commands.deploying.known_boards import find_known_states, find_unchanged_boards
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
from boardwright.grafana.acceptance import build_board_check, build_group_check
from boardwright.grafana.applying import Applied, apply_plan
from boardwright.grafana.connecting import (
    READS_AT_ONCE,
    SAVES_AT_ONCE,
    Connected,
    connect_to_grafana,
)
from boardwright.grafana.ownership import ProjectOwner, read_saves, with_conflicts
from boardwright.grafana.plan import Plan, make_plan
from boardwright.grafana.plan_steps import BoardStep
from boardwright.grafana.pruning import read_owned, read_owned_rules, with_prunes
from boardwright.grafana.rule_state import read_rules
from boardwright.grafana.schema_choice import SchemaChoice, read_schemas
from boardwright.grafana.server import Server
from boardwright.grafana.server_state import read_state
from boardwright.http.pace import Pace
from boardwright.http.request_errors import HaltedError
from boardwright.http.sessions import create_session
from boardwright.projects.compiled_project import (
    CacheUse,
    Compiled,
    Progress,
    build_counter,
    compile_project,
)
from boardwright.ruler.ruler_server import RulerServer
from boardwright.schema.v1_form import list_v1_losses

ShowProgress = Callable[[str], Progress]
OpenSession = Callable[[], requests.Session]
_RULER_HINT = 'Add the table [ruler] with the URL of the ruler: url = "https://...".'
DeployedServer = Literal["grafana", "ruler"]
"""A server to which a deploy writes."""


@frozen
class DeployOptions:
    """The options of a deploy.

    Attributes:
        adopt: Take over boards and alert rules in Grafana whose uid the project declares, but which
            lack the project's tag.
        force: Overwrite changes that someone made in Grafana since the last deploy.
        allow_missing_sources: Deploy boards even if Grafana lacks their data sources.
        prune_share: Largest percentage of the project's boards or rules to delete because they are
            no longer declared. If None, nothing is deleted.
        at_once: Number of requests that are sent at the same time; None for 8 when reading and 3
            when saving.
        only: The only server of the deploy; None for Grafana and, if one is configured, the ruler.
    """

    adopt: bool = False
    force: bool = False
    allow_missing_sources: bool = False
    prune_share: int | None = None
    at_once: int | None = None
    only: DeployedServer | None = None


@frozen
class Deploy:
    """The deploy to one environment: its plan and, once the plan is applied, the outcomes.

    Attributes:
        environment: Name of the environment; empty for the Grafana in `[grafana]`.
        compiled: The compiled boards, with errors and notes. If there are errors, no plan is made.
        connected: The connection to Grafana; None if Grafana did not answer, or if the deploy does
            not write to Grafana.
        plan: The plan for Grafana, which is empty if the deploy does not write to Grafana. None if
            the plan could not be made.
        ruler: The deploy of Prometheus rules to a ruler; None if no ruler is configured, or if the
            plan could not be made.
        error: Why the plan could not be made; None otherwise.
        applied: The plan's steps with their outcomes; None until the plan is applied.
        warnings: Warnings about credentials and data sources.
        at_once: Number of requests that are sent at the same time; None for 8 when reading and 3
            when saving.
        pace: Number of tries for each request to Grafana, and the time limit for all requests
            together.
    """

    environment: str
    compiled: Compiled | None = None
    connected: Connected | None = None
    plan: Plan | None = None
    ruler: RulerDeploy | None = None
    error: BoardwrightError | None = None
    applied: Applied | None = None
    warnings: tuple[str, ...] = ()
    at_once: int | None = None
    pace: Pace

    @property
    def boards(self) -> tuple[BoardStep, ...]:
        """The planned step of each board; empty if the plan could not be made."""
        return self.plan.boards if self.plan else ()

    @property
    def errors(self) -> tuple[BoardwrightError, ...]:
        """The errors that prevented the plan; empty if there is a plan."""
        own = (self.error,) if self.error is not None else ()
        return (*(self.compiled.errors if self.compiled else ()), *own)

    @property
    def reads_at_once(self) -> int:
        """Number of simultaneous requests that read from Grafana."""
        return self.at_once or READS_AT_ONCE

    @property
    def saves_at_once(self) -> int:
        """Number of simultaneous requests that save boards to Grafana."""
        return self.at_once or SAVES_AT_ONCE

    @property
    def writes(self) -> int:
        """Number of boards, folders and rule groups that applying the plan would change."""
        in_ruler = self.ruler.plan.writes if self.ruler else 0
        return in_ruler + (self.plan.writes if self.plan else 0)

    @property
    def halted(self) -> bool:
        """Whether the user stopped the deploy with Ctrl-C."""
        errors = [each.error for each in (self.applied or Applied()).outcomes]
        errors += [each.error for each in (self.ruler.outcomes if self.ruler else None) or ()]
        return any(isinstance(error, HaltedError) for error in errors)

    @property
    def failed(self) -> bool:
        """Whether the plan could not be made, or one of its steps failed. Conflicts do not count as
        failures.
        """
        if self.errors or (self.plan and self.plan.refused) or (self.ruler and self.ruler.failed):
            return True
        return any(each.status == "failed" for each in (self.applied or Applied()).outcomes)

    @property
    def conflicts(self) -> bool:
        """Whether a board, folder or rule was not written because someone else changed or owns
        it.
        """
        if (self.plan and self.plan.conflicts) or (self.ruler and self.ruler.conflicts):
            return True
        return any(each.status == "conflict" for each in (self.applied or Applied()).outcomes)


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
) -> Deploy:
    """Compile the boards of `paths`, or of the whole project, and plan the changes in Grafana, and
    in the ruler if one is configured.

    Nothing is written to a server. An error that concerns one environment is returned in
    `Deploy.error`, so that the deploys to other environments can continue.

    Args:
        project: The settings of the project.
        options: Options of the deploy.
        environ: Environment variables, which may contain the token or password for Grafana.
        paths: Files or folders. Only the boards that these files and folders declare are deployed.
            If None, all boards are deployed.
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
    compiled: Compiled,
    options: DeployOptions,
    *,
    environment: Environment,
    environ: Mapping[str, str],
    pace: Pace | None = None,
    cache: bool = False,
    whole: bool = True,
    progress: ShowProgress = lambda verb: lambda done, total: None,
    open_session: OpenSession = create_session,
) -> Deploy:
    """Plan the deploy of compiled boards, as `plan_deploy` describes.

    Args:
        project: The settings of the project.
        compiled: The compiled boards. If they contain errors, no plan is made.
        options: Options of the deploy.
        environment: The settings of the environment.
        environ: Environment variables, which may contain the token or password for Grafana.
        pace: Number of tries for each request, and the time limit for all requests together; None
            for the values in boardwright.toml.
        cache: Whether to use the cache of unchanged boards. A board is not read from Grafana if an
            earlier deploy found it equal to its declaration, and neither has changed since.
        whole: Whether `compiled` contains the whole project.
        progress: Function that takes the name of a phase, such as `Read`, and returns a progress
            callback.
        open_session: Function that opens the HTTP session for the requests to Grafana.
    """
    server = environment.server
    pace = pace or Pace(retries=server.retries, seconds=server.total_timeout)
    name, at_once = environment.name, options.at_once
    deploy = Deploy(environment=name, compiled=compiled, pace=pace, at_once=at_once)
    if compiled.errors:
        return deploy
    try:
        deploy = replace(deploy, plan=Plan(folders=(), boards=()))
        if _needs_grafana_connection(options, environment, compiled):
            deploy, connected = connect_deploy(deploy, project, server, environ, open_session)
            allow = options.allow_missing_sources
            warnings = _check_sources(project, environment, compiled, connected, allow=allow)
            deploy = replace(deploy, warnings=(*deploy.warnings, *warnings))
            schemas = read_schemas(connected.grafana, environment.schema)
            deployed = _open_deployed_boards(project, environment, connected) if cache else None
            plan = _make_plan(deploy, connected, compiled, project, schemas, progress, deployed)
            plan = _complete_plan(plan, deploy, connected, project, options)
            deploy = replace(
                deploy, plan=plan, warnings=(*deploy.warnings, *_iter_loss_warnings(plan))
            )
        if (ruler_server := _choose_ruler_server(options, environment)) is not None:
            ruler, warnings = connect_ruler(
                project, ruler_server, environ=environ, pace=pace, open_session=open_session
            )
            deploy = replace(deploy, warnings=(*deploy.warnings, *warnings))
            share = options.prune_share
            planned = plan_ruler(project, ruler, compiled.rules, whole=whole, prune_share=share)
            _refuse_removals(project, len(planned.plan.prunes), "rule group")
            deploy = replace(deploy, ruler=planned)
    except BoardwrightError as error:
        return replace(deploy, plan=None, ruler=None, error=error)
    return deploy


def _needs_grafana_connection(
    options: DeployOptions, environment: Environment, compiled: Compiled
) -> bool:
    if options.only is None:
        return needs_grafana(environment, compiled)
    return options.only == "grafana"


def _choose_ruler_server(options: DeployOptions, environment: Environment) -> RulerServer | None:
    """Return the ruler to which the deploy sends rules; None if it sends none.

    Raises:
        ConfigError: The deploy is limited to the ruler, but no ruler is configured.
    """
    if options.only == "ruler" and environment.ruler is None:
        raise ConfigError("no ruler is configured", where=FILE_NAME, hint=_RULER_HINT)
    return None if options.only == "grafana" else environment.ruler


def _refuse_removals(project: ProjectSettings, removed: int, noun: str) -> None:
    """Raise OutputError if something would be deleted while a folder of declarations is empty."""
    refuse_empty_folders(project.declared_in, project.root, removed=removed, noun=noun)


def _complete_plan(
    plan: Plan,
    deploy: Deploy,
    connected: Connected,
    project: ProjectSettings,
    options: DeployOptions,
) -> Plan:
    """Add deletions to the plan. Objects that someone else changed or owns become conflicts."""
    owner = ProjectOwner.from_name(project.name)
    if options.prune_share is not None:
        plan = _add_prunes(plan, deploy, connected, owner, share=options.prune_share)
        _refuse_removals(project, len(plan.prunes), "board")
    saves = read_saves(plan, connected.grafana, owner=owner, at_once=deploy.reads_at_once)
    return with_conflicts(plan, saves, owner=owner, adopt=options.adopt, force=options.force)


def _iter_loss_warnings(plan: Plan) -> Iterator[str]:
    """Yield a warning for each board that loses parts because it is saved in schema v1."""
    for step in plan.boards:
        losses = list_v1_losses(step.item.body) if step.writes and step.item.schema == "v1" else []
        if losses:
            board = f'board "{step.item.title}" ({step.item.uid})'
            hint = 'set schema = "v2" in boardwright.toml to keep these parts'
            yield f"{board} is saved in schema v1: {'; '.join(losses)}; {hint}"


def apply_deploy(
    deploy: Deploy,
    *,
    name: str,
    progress: ShowProgress = lambda verb: lambda done, total: None,
) -> Deploy:
    """Apply the plan of a deploy, and return the deploy with its outcomes.

    Args:
        deploy: The deploy. A deploy without a plan is returned unchanged.
        name: The project's name.
        progress: Function that returns the progress callback of the phase `Sent`.
    """
    if deploy.plan is None:
        return deploy
    deploy.pace.renew()
    applied = Applied()
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


def connect_deploy(
    deploy: Deploy,
    project: ProjectSettings,
    server: Server,
    environ: Mapping[str, str],
    open_session: OpenSession,
) -> tuple[Deploy, Connected]:
    """Connect to Grafana, check that it accepts the credentials, and return the deploy and the
    connection.

    Raises:
        ServerError: Grafana did not answer or refused the credentials.
        ConfigError: No Grafana is configured.
    """
    credentials = server.find_credentials(environ=environ, root=project.root)
    connected = connect_to_grafana(
        server,
        credentials=credentials,
        session=open_session(),
        root=project.root,
        pace=deploy.pace,
    )
    return replace(deploy, connected=connected, warnings=credentials.warnings), connected


def _check_sources(
    project: ProjectSettings,
    environment: Environment,
    compiled: Compiled,
    connected: Connected,
    *,
    allow: bool,
) -> tuple[str, ...]:
    """Return warnings about data sources. Raise DataSourceError for a missing data source, unless
    `allow` is set.
    """
    try:
        return check_data_sources(project, environment, compiled, connected.grafana)
    except DataSourceError as error:
        if not allow:
            raise
        return (error.what,)


def _make_plan(
    deploy: Deploy,
    connected: Connected,
    compiled: Compiled,
    project: ProjectSettings,
    schemas: SchemaChoice,
    progress: ShowProgress,
    deployed: DeployedBoards | None,
) -> Plan:
    folders, boards, groups = declare_state(project, compiled)
    earlier = deployed.read() if deployed else {}
    known = find_known_states(earlier, boards, configured=schemas.configured)
    state = read_state(
        connected.grafana,
        folders=folders,
        boards=boards,
        known=known if deployed else None,
        at_once=deploy.reads_at_once,
        on_board=build_counter(progress("Read"), len(boards)),
    )
    plan = make_plan(
        folders=folders,
        boards=boards,
        state=state,
        check=build_board_check(connected.version),
        groups=groups,
        rules=read_rules(connected.grafana, groups, at_once=deploy.reads_at_once),
        check_group=build_group_check(connected.version),
        schemas=schemas,
    )
    if deployed:
        _keep_unchanged(plan, deployed, earlier, schemas, state.list_version)
    return plan


def _open_deployed_boards(
    project: ProjectSettings, environment: Environment, connected: Connected
) -> DeployedBoards:
    organisation = connected.organisation.id if connected.organisation else None
    server = f"{connected.grafana.url}\0{organisation}"
    return DeployedBoards(project, environment, server=server)


def _keep_unchanged(
    plan: Plan,
    deployed: DeployedBoards,
    earlier: Mapping[str, DeployedBoard],
    schemas: SchemaChoice,
    list_version: str,
) -> None:
    """Store the versions of unchanged boards in the cache. Cache entries of boards that are not in
    the plan stay.
    """
    planned = {step.item.uid for step in plan.boards}
    others = {uid: board for uid, board in earlier.items() if uid not in planned}
    now = others | find_unchanged_boards(
        plan, earlier, configured=schemas.configured, list_version=list_version
    )
    if now != earlier:
        deployed.keep(now)


def _add_prunes(
    plan: Plan, deploy: Deploy, connected: Connected, owner: ProjectOwner, *, share: int
) -> Plan:
    """Add the deletion of boards and rules that are no longer declared to the plan, and return the
    plan.
    """
    owned = read_owned(
        connected.grafana,
        tag=owner.tag,
        but={step.item.uid for step in plan.boards},
        at_once=deploy.reads_at_once,
    )
    rules = read_owned_rules(
        connected.grafana,
        owner=owner,
        but={rule.uid for step in plan.groups for rule in step.item.rules},
    )
    owned = replace(owned, rules=rules.rules, error=owned.error or rules.error)
    return with_prunes(plan, owned, share=share)
