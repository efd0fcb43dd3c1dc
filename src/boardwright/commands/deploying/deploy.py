"""`boardwright deploy`: compile, plan what a Grafana lacks, and do what was planned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import requests

from boardwright.api.compiled_project import CacheUse, Compiled, Progress, compile_project, counter
from boardwright.commands.deploying.data_source_check import DataSourceError, check_data_sources
from boardwright.commands.deploying.desired_state import wanted
from boardwright.config.project import Environment, Project
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.grafana.acceptance import form_check, group_check
from boardwright.grafana.applying import Applied, apply_plan
from boardwright.grafana.connecting import (
    READS_AT_ONCE,
    SAVES_AT_ONCE,
    Connected,
    connect,
)
from boardwright.grafana.grafana_errors import HaltedError
from boardwright.grafana.ownership import ProjectOwner, read_saves, with_conflicts
from boardwright.grafana.pace import Pace
from boardwright.grafana.plan import Plan, make_plan
from boardwright.grafana.pruning import read_owned, read_owned_rules, with_prunes
from boardwright.grafana.rule_state import read_rules
from boardwright.grafana.server import Server
from boardwright.grafana.server_state import read_state
from boardwright.http.sessions import new_session
from boardwright.notation.removal_share import SHARE

ShowProgress = Callable[[str], Progress]
OpenSession = Callable[[], requests.Session]


@frozen
class Deploy:
    """One environment's deploy: what is planned, and then what came of it.

    Attributes:
        environment: Its name; empty for the project's own Grafana.
        compiled: The boards, errors and notes; nothing is planned when there are errors.
        connected: The Grafana; None when it could not be asked.
        plan: What is to be done; None when there is no plan.
        error: Why there is no plan; None otherwise.
        applied: What happened; None as long as the plan was not applied.
        warnings: What the owner of the credentials should know.
        at_once: How many requests at the same time; None for more reads than saves.
        pace: The tries and the time that there are.
    """

    environment: str
    compiled: Compiled | None = None
    connected: Connected | None = None
    plan: Plan | None = None
    error: BoardwrightError | None = None
    applied: Applied | None = None
    warnings: tuple[str, ...] = ()
    at_once: int | None = None
    pace: Pace

    @property
    def errors(self) -> tuple[BoardwrightError, ...]:
        """Why there is no plan."""
        own = (self.error,) if self.error is not None else ()
        return (*(self.compiled.errors if self.compiled else ()), *own)

    @property
    def reads_at_once(self) -> int:
        """How many reads at the same time."""
        return self.at_once or READS_AT_ONCE

    @property
    def saves_at_once(self) -> int:
        """How many saves at the same time."""
        return self.at_once or SAVES_AT_ONCE

    @property
    def writes(self) -> int:
        """How many things applying would change."""
        return self.plan.writes if self.plan else 0

    @property
    def halted(self) -> bool:
        """Whether the user stopped it."""
        outcomes = (self.applied or Applied()).outcomes
        return any(isinstance(each.error, HaltedError) for each in outcomes)

    @property
    def failed(self) -> bool:
        """Whether anything went wrong, conflicts aside."""
        if self.errors or (self.plan and self.plan.refused):
            return True
        return any(each.status == "failed" for each in (self.applied or Applied()).outcomes)

    @property
    def conflicts(self) -> bool:
        """Whether something was left alone since it is someone else's change."""
        if self.plan and self.plan.conflicts:
            return True
        return any(each.status == "conflict" for each in (self.applied or Applied()).outcomes)


def plan_deploy(
    project: Project,
    *,
    environ: Mapping[str, str],
    paths: Sequence[Path] = (),
    env: str | None = None,
    adopt: bool = False,
    force: bool = False,
    allow_missing_sources: bool = False,
    prune: bool = False,
    prune_share: int = SHARE,
    at_once: int | None = None,
    cache: bool = True,
    progress: ShowProgress = lambda verb: lambda done, total: None,
    open_session: OpenSession = new_session,
) -> Deploy:
    """Compile the boards of `paths`, or of the whole project, and plan what Grafana lacks.

    Nothing is written. What keeps one environment from a plan is in the result, so that another
    one can go on.

    Args:
        project: The project.
        environ: The environment, for the token or password.
        paths: Files or folders; when given, only their boards are looked at.
        env: The environment's name.
        adopt: Take over boards and alert rules that have our uid and not our mark.
        force: Write over what someone else changed.
        allow_missing_sources: Deploy boards whose data sources the Grafana lacks.
        prune: Delete boards and alert rules that carry our mark and are not declared.
        prune_share: The most per cent of our boards, and of our rules, that may be deleted.
        at_once: How many requests at the same time; None for more reads than saves.
        cache: Use what earlier builds compiled, and keep what this one does.
        progress: Makes what is told of each board, of a verb: `Read`.
        open_session: Makes what sends; it stays open for `apply_deploy`.

    Raises:
        ConfigError: The project has no environment of that name.
    """
    environment = project.environment(env)
    use = CacheUse.KEEP if cache else CacheUse.NOTHING
    compiled = compile_project(project, environment=environment, paths=paths, cache=use)
    server = environment.server
    return plan_compiled(
        project,
        compiled,
        environment=environment,
        environ=environ,
        adopt=adopt,
        force=force,
        allow_missing_sources=allow_missing_sources,
        prune_share=prune_share if prune else None,
        at_once=at_once,
        pace=Pace(retries=server.retries, seconds=server.total_timeout),
        progress=progress,
        open_session=open_session,
    )


def plan_compiled(
    project: Project,
    compiled: Compiled,
    *,
    environment: Environment,
    environ: Mapping[str, str],
    adopt: bool = False,
    force: bool = False,
    allow_missing_sources: bool = False,
    prune_share: int | None = None,
    at_once: int | None = None,
    pace: Pace,
    progress: ShowProgress = lambda verb: lambda done, total: None,
    open_session: OpenSession = new_session,
) -> Deploy:
    """Plan what a Grafana lacks of boards that are compiled; see `plan_deploy`.

    Args:
        project: The project.
        compiled: Its boards; with errors among them nothing is planned.
        environment: Which Grafana.
        environ: The environment, for the token or password.
        adopt: Take over boards and alert rules that have our uid and not our mark.
        force: Write over what someone else changed.
        allow_missing_sources: Deploy boards whose data sources the Grafana lacks.
        prune_share: The most per cent of our boards, and of our rules, that may be deleted;
            None to delete none.
        at_once: How many requests at the same time; None for more reads than saves.
        pace: The tries and the time that there are, for all of the deploy.
        progress: Makes what is told of each board.
        open_session: Makes what sends.
    """
    deploy = Deploy(environment=environment.name, compiled=compiled, pace=pace, at_once=at_once)
    if compiled.errors:
        return deploy
    try:
        deploy = connected_deploy(deploy, project, environment.server, environ, open_session)
        deploy = _with_sources_checked(deploy, project, environment, allow=allow_missing_sources)
        plan = _plan(deploy, project, progress)
        if prune_share is not None:
            plan = _pruned(plan, deploy, project, prune_share)
        plan = _guarded(plan, deploy, ProjectOwner.of(project.name), adopt=adopt, force=force)
    except BoardwrightError as error:
        return replace(deploy, error=error)
    return replace(deploy, plan=plan)


def apply_deploy(
    deploy: Deploy,
    *,
    name: str,
    progress: ShowProgress = lambda verb: lambda done, total: None,
) -> Deploy:
    """Do what a deploy's plan says, and return the deploy with what came of it.

    Args:
        deploy: With or without a plan; one without is returned as it is.
        name: The project's name.
        progress: Makes what is told of each board, of a verb: `Sent`.
    """
    if deploy.plan is None or deploy.connected is None:
        return deploy
    deploy.pace.renew()
    applied = apply_plan(
        deploy.plan,
        deploy.connected.grafana,
        message=ProjectOwner.of(name).message,
        at_once=deploy.saves_at_once,
        pace=deploy.pace,
        on_board=counter(progress("Sent"), len(deploy.plan.boards)),
    )
    return replace(deploy, applied=applied)


def connected_deploy(
    deploy: Deploy,
    project: Project,
    server: Server,
    environ: Mapping[str, str],
    open_session: OpenSession,
) -> Deploy:
    """Return a deploy with its Grafana, which answered and let us in.

    Raises:
        ServerError: It did not.
        ConfigError: It is not told which Grafana.
    """
    credentials = server.credentials(environ=environ, root=project.root)
    connected = connect(
        server,
        credentials=credentials,
        session=open_session(),
        root=project.root,
        pace=deploy.pace,
    )
    return replace(deploy, connected=connected, warnings=credentials.warnings)


def _with_sources_checked(
    deploy: Deploy, project: Project, environment: Environment, *, allow: bool
) -> Deploy:
    """Return the deploy with warnings about data sources; DataSourceError unless allowed."""
    compiled, connected = _ready(deploy)
    try:
        warnings = check_data_sources(project, environment, compiled, connected.grafana)
    except DataSourceError as error:
        if not allow:
            raise
        warnings = (error.what,)
    return replace(deploy, warnings=(*deploy.warnings, *warnings))


def _plan(deploy: Deploy, project: Project, progress: ShowProgress) -> Plan:
    """The plan of what the project declares; `deploy` is connected and has its boards."""
    compiled, connected = _ready(deploy)
    folders, boards, groups = wanted(project, compiled)
    state = read_state(
        connected.grafana,
        folders=folders,
        boards=boards,
        at_once=deploy.reads_at_once,
        on_board=counter(progress("Read"), len(boards)),
    )
    return make_plan(
        folders=folders,
        boards=boards,
        state=state,
        check=form_check(connected.version),
        groups=groups,
        rules=read_rules(connected.grafana, groups, at_once=deploy.reads_at_once),
        check_group=group_check(connected.version),
    )


def _guarded(plan: Plan, deploy: Deploy, owner: ProjectOwner, *, adopt: bool, force: bool) -> Plan:
    """The plan without what is not ours to change."""
    _, connected = _ready(deploy)
    saves = read_saves(plan, connected.grafana, owner=owner, at_once=deploy.reads_at_once)
    return with_conflicts(plan, saves, owner=owner, adopt=adopt, force=force)


def _pruned(plan: Plan, deploy: Deploy, project: Project, share: int) -> Plan:
    _, connected = _ready(deploy)
    owned = read_owned(
        connected.grafana,
        tag=project.tag,
        but={step.item.uid for step in plan.boards},
        at_once=deploy.reads_at_once,
    )
    rules = read_owned_rules(
        connected.grafana,
        owner=ProjectOwner.of(project.name),
        but={rule.uid for step in plan.groups for rule in step.item.rules},
    )
    owned = replace(owned, rules=rules.rules, error=owned.error or rules.error)
    return with_prunes(plan, owned, share=share)


def _ready(deploy: Deploy) -> tuple[Compiled, Connected]:
    if deploy.compiled is None or deploy.connected is None:
        raise AssertionError("planned before it was compiled and connected")
    return deploy.compiled, deploy.connected
