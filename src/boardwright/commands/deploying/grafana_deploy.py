"""Plans the changes of a deploy to Grafana: folders, boards and Grafana's alert rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from boardwright.commands.deploying.data_source_check import DataSourceError, check_data_sources
from boardwright.commands.deploying.deploy_options import DeployOptions, OpenSession, ShowProgress
from boardwright.commands.deploying.deployed_boards import (
    DeployedBoard,
    DeployedBoards,
    find_known_states,
    find_unchanged_boards,
)
from boardwright.commands.deploying.desired_state import declare_state
from boardwright.config.project import Environment, ProjectSettings
from boardwright.found.empty_folders import refuse_empty_folders
from boardwright.frozen import frozen
from boardwright.grafana.acceptance import build_board_check, build_group_check
from boardwright.grafana.grafana_connection import (
    READS_AT_ONCE,
    GrafanaConnection,
    connect_to_grafana,
)
from boardwright.grafana.ownership import ProjectOwner, read_saves, with_conflicts
from boardwright.grafana.plan import Plan, make_plan
from boardwright.grafana.prune_steps import read_owned, read_owned_rules, with_prunes
from boardwright.grafana.rule_state import read_rules
from boardwright.grafana.schema_choice import SchemaChoice, read_schemas
from boardwright.grafana.server import GrafanaServer
from boardwright.grafana.server_state import read_state
from boardwright.http.pace import Pace
from boardwright.projects.compiled_project import CompiledProject, build_counter
from boardwright.schema.v1_form import list_v1_losses


def connect_deploy(
    project: ProjectSettings,
    server: GrafanaServer,
    *,
    environ: Mapping[str, str],
    pace: Pace,
    open_session: OpenSession,
) -> tuple[GrafanaConnection, tuple[str, ...]]:
    """Return the connection to Grafana, and warnings about the credentials.

    Raises:
        ServerError: Grafana did not answer or refused the credentials.
        ConfigError: The environment has no Grafana.
    """
    credentials = server.find_credentials(environ=environ, root=project.root)
    connected = connect_to_grafana(
        server, credentials=credentials, session=open_session(), root=project.root, pace=pace
    )
    return connected, credentials.warnings


def check_sources(
    project: ProjectSettings,
    environment: Environment,
    compiled: CompiledProject,
    connected: GrafanaConnection,
    *,
    allow_missing: bool,
) -> tuple[str, ...]:
    """Check that Grafana has the data sources of the boards and alert rules; return warnings.

    Raises:
        DataSourceError: Grafana lacks a data source or has it with another type, and
            `allow_missing` is false.
    """
    try:
        return check_data_sources(project, environment, compiled, connected.grafana)
    except DataSourceError as error:
        if not allow_missing:
            raise
        return (error.what,)


def iter_loss_warnings(plan: Plan) -> Iterator[str]:
    """Yield a warning for each board that loses features because it is saved in schema v1."""
    for step in plan.boards:
        losses = list_v1_losses(step.item.body) if step.writes and step.item.schema == "v1" else []
        if losses:
            yield (
                f'board "{step.item.title}" ({step.item.uid}) is saved in schema v1: '
                f'{"; ".join(losses)}. To avoid losses, set schema = "v2" in boardwright.toml'
            )


@frozen
class GrafanaPlanner:
    """Compares the compiled boards and alert rules with Grafana, and plans the changes.

    Attributes:
        project: The settings of the project.
        environment: The settings of the environment.
        connected: The connection to Grafana.
        options: Options of the deploy.
    """

    project: ProjectSettings
    environment: Environment
    connected: GrafanaConnection
    options: DeployOptions

    def plan_changes(
        self, compiled: CompiledProject, *, cache: bool, progress: ShowProgress
    ) -> Plan:
        """Return the plan for the compiled boards and alert rules, with deletions and conflicts.

        Args:
            compiled: The compiled boards and alert rules.
            cache: Whether to use and update the list that `DeployedBoards` stores.
            progress: Function that takes the name of a phase, such as `Read`, and returns a
                progress callback.

        Raises:
            OutputError: The plan deletes boards, although a folder for declarations is empty.
            ServerError: Grafana did not answer, or refused a request.
        """
        plan = self._plan_writes(
            compiled, self._open_deployed_boards() if cache else None, progress
        )
        if self.options.prune_share is not None:
            plan = self._add_prunes(plan, share=self.options.prune_share)
            folders, root = self.project.declaration_folders, self.project.root
            refuse_empty_folders(folders, root, removed=len(plan.prunes), noun="board")
        saves = read_saves(plan, self.connected.grafana, owner=self._owner, at_once=self._at_once)
        adopt, force = self.options.adopt, self.options.force
        return with_conflicts(plan, saves, owner=self._owner, adopt=adopt, force=force)

    @property
    def _owner(self) -> ProjectOwner:
        return ProjectOwner.from_name(self.project.name)

    @property
    def _at_once(self) -> int:
        return self.options.at_once or READS_AT_ONCE

    def _plan_writes(
        self, compiled: CompiledProject, deployed: DeployedBoards | None, progress: ShowProgress
    ) -> Plan:
        grafana, version = self.connected.grafana, self.connected.version
        folders, boards, groups = declare_state(self.project, compiled)
        schemas = read_schemas(grafana, self.environment.schema)
        earlier = deployed.read() if deployed else {}
        known = find_known_states(earlier, boards, configured=schemas.configured)
        state = read_state(
            grafana,
            folders=folders,
            boards=boards,
            known=known if deployed else None,
            at_once=self._at_once,
            on_board=build_counter(progress("Read"), len(boards)),
        )
        plan = make_plan(
            folders=folders,
            boards=boards,
            state=state,
            check=build_board_check(version),
            groups=groups,
            rules=read_rules(grafana, groups, at_once=self._at_once),
            check_group=build_group_check(version),
            schemas=schemas,
        )
        if deployed:
            _keep_unchanged(plan, deployed, earlier, schemas, state.list_version)
        return plan

    def _open_deployed_boards(self) -> DeployedBoards:
        organisation = self.connected.organisation
        server = f"{self.connected.grafana.url}\0{organisation.id if organisation else None}"
        return DeployedBoards(self.project, self.environment, server=server)

    def _add_prunes(self, plan: Plan, *, share: int) -> Plan:
        """Add steps to the plan that delete the boards and rules that are no longer declared."""
        grafana = self.connected.grafana
        boards = {step.item.uid for step in plan.boards}
        owned = read_owned(grafana, tag=self._owner.tag, but=boards, at_once=self._at_once)
        declared_rules = {rule.uid for step in plan.groups for rule in step.item.rules}
        rules = read_owned_rules(grafana, owner=self._owner, but=declared_rules)
        owned = replace(owned, rules=rules.rules, error=owned.error or rules.error)
        return with_prunes(plan, owned, share=share)


def _keep_unchanged(
    plan: Plan,
    deployed: DeployedBoards,
    earlier: Mapping[str, DeployedBoard],
    schemas: SchemaChoice,
    list_version: str,
) -> None:
    """Store the versions of the boards that the plan leaves unchanged."""
    planned = {step.item.uid for step in plan.boards}
    others = {uid: board for uid, board in earlier.items() if uid not in planned}
    now = others | find_unchanged_boards(
        plan, earlier, configured=schemas.configured, list_version=list_version
    )
    if now != earlier:
        deployed.keep(now)
