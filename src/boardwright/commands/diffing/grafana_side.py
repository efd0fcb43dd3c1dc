"""Reads boards and alert groups from Grafana for one side of a diff."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import requests

from boardwright.commands.diffing.file_sides import ComparedSide, SideBoard, SideGroup
from boardwright.config.project import Environment, ProjectSettings
from boardwright.diff.rule_group_comparison import ComparedGroup
from boardwright.errors import BoardwrightError, ServerError
from boardwright.frozen import frozen
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_connection import READS_AT_ONCE, connect_to_grafana
from boardwright.grafana.grafana_errors import ForbiddenError, NotFoundError
from boardwright.grafana.ownership import ProjectOwner
from boardwright.grafana.prune_steps import OwnedObjects, read_owned
from boardwright.grafana.rule_state import RuleState, read_selected_rules
from boardwright.grafana.server_state import read_state
from boardwright.grafana.stored_values import StoredBoard, StoredRule, collect_rules_by_group
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.http.addresses import strip_url_secrets
from boardwright.projects.compiled_project import CompiledProject
from boardwright.provisioning.output_paths import format_folder_path
from boardwright.schema.datasource_uids import rename_board_sources, rename_rule_sources

NO_BOARDS = OwnedObjects()


@frozen
class GrafanaAccess:
    """The environment variables and callbacks for requests to Grafana or a ruler.

    Attributes:
        environ: Environment variables, which may contain tokens and passwords.
        open_session: Function that opens an HTTP session.
        on_board_read: Function that is called after each board that was read from Grafana.
    """

    environ: Mapping[str, str]
    open_session: Callable[[], requests.Session]
    on_board_read: Callable[[], None]


def read_grafana_side(
    project: ProjectSettings,
    environment: Environment,
    compiled: CompiledProject,
    access: GrafanaAccess,
    *,
    whole: bool,
    project_uids: bool = False,
) -> ComparedSide:
    """Read the boards and alert groups that the project declares from Grafana.

    If a board cannot be read, its error is in `ComparedSide.failed`, and all other boards are
    returned.

    Args:
        project: The settings of the project.
        environment: The environment whose Grafana is read.
        compiled: The compiled project, with the boards and groups to read.
        access: The credentials and the HTTP session for Grafana.
        whole: Whether to also read the boards and rules that belong to the project but are no
            longer declared.
        project_uids: Whether to replace data source uids of the environment by the uids in
            `[[datasources]]`. The boards of two environments can only be compared with equal uids.

    Raises:
        ServerError: Grafana did not answer.
        ConfigError: No Grafana is configured.
    """
    server = environment.server
    credentials = server.find_credentials(environ=access.environ, root=project.root)
    wanted = _list_wanted_boards(compiled)
    with access.open_session() as session:
        connected = connect_to_grafana(
            server, credentials=credentials, session=session, root=project.root
        )
        state = read_state(
            connected.grafana,
            folders=(),
            boards=wanted,
            at_once=READS_AT_ONCE,
            on_board=access.on_board_read,
        )
        owned = _read_owned(connected.grafana, project.tag, wanted) if whole else NO_BOARDS
        rules = _read_rules(
            connected.grafana, compiled, ProjectOwner.from_name(project.name), whole=whole
        )
        name = f"Grafana at {strip_url_secrets(connected.grafana.url)}"
    titles = {folder.uid: folder.title for folder, _ in compiled.boards}
    uids = environment.datasources.items() if project_uids else ()
    uids_in_project = {there: here for here, there in uids}
    boards: dict[str, SideBoard] = {}
    failed: dict[str, BoardwrightError] = {}
    for board in wanted:
        stored = state.boards[board.uid]
        if isinstance(stored, ServerError):
            failed[board.uid] = _with_location(board, stored)
        elif stored is not None:
            boards[board.uid] = _convert_board(stored, titles, uids_in_project)
    boards |= {board.uid: _convert_board(board, titles, uids_in_project) for board in owned.boards}
    errors = tuple(error for error in (owned.error, rules.error) if error is not None)
    groups = None if rules.error else _convert_groups(rules.rules, compiled, uids_in_project)
    return ComparedSide(
        name=name,
        boards=boards,
        groups=groups,
        errors=errors,
        failed=failed,
        lacks_boards=owned.error is not None,
        absent=frozenset(uid for uid, board in state.boards.items() if board is None),
    )


def _read_rules(
    grafana: Grafana, compiled: CompiledProject, owner: ProjectOwner, *, whole: bool
) -> RuleState:
    """Read the declared alert rules. If `whole` is True, also read the rules in Grafana that belong
    to the project but are no longer declared.
    """
    declared = [rule.uid for _, group in compiled.alerts for rule in group.rules]
    if not (declared or whole):
        return RuleState()
    state = read_selected_rules(
        grafana, declared, lambda rule: whole and owner.has(rule), at_once=READS_AT_ONCE
    )
    if not declared and isinstance(state.error, ForbiddenError | NotFoundError):
        return RuleState()
    return state


def _convert_groups(
    rules: Sequence[StoredRule], compiled: CompiledProject, uids_in_project: Mapping[str, str]
) -> tuple[SideGroup, ...]:
    titles = {folder.uid: format_folder_path(folder) for folder, _ in compiled.alerts}
    return tuple(
        SideGroup(
            group=ComparedGroup(
                name=name,
                folder=titles.get(uid, uid),
                interval=inner[0].interval or 0,
                rules=tuple(rename_rule_sources(rule.body, uids_in_project) for rule in inner),
            )
        )
        for (uid, name), inner in collect_rules_by_group(rules).items()
    )


def _read_owned(grafana: Grafana, tag: str, wanted: Sequence[WantedBoard]) -> OwnedObjects:
    """Return the boards in Grafana that have the project's tag but are no longer declared."""
    return read_owned(grafana, tag=tag, but={board.uid for board in wanted}, at_once=READS_AT_ONCE)


def _list_wanted_boards(compiled: CompiledProject) -> Sequence[WantedBoard]:
    return [
        WantedBoard(
            uid=board.uid,
            title=board.title,
            text=board.text,
            folder=WantedFolder(uid=folder.uid, path=folder.title, parent_uid=None),
            place=str(board.place),
        )
        for folder, board in compiled.boards
    ]


def _with_location(board: WantedBoard, error: ServerError) -> ServerError:
    where = f'{board.place}: board "{board.title}" ({board.uid})'
    return ServerError(error.what, where=where, hint=error.hint)


def _convert_board(
    stored: StoredBoard, titles: Mapping[str, str], uids_in_project: Mapping[str, str]
) -> SideBoard:
    body = {**stored.body}
    folder = titles.get(stored.folder_uid, stored.folder_uid or "General")
    return SideBoard(
        body=lambda: rename_board_sources(body, uids_in_project),
        folder=folder,
        in_grafana12=stored.in_grafana12,
    )
