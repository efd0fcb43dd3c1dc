"""`boardwright release`: remove the project's tag or annotation from boards and alert rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from boardwright.commands.deploying.deploy_options import OpenSession
from boardwright.compiler.edit import drop_keys
from boardwright.config.project import ProjectSettings
from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.board_saves import save_board
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_connection import GrafanaConnection, connect_to_grafana
from boardwright.grafana.grafana_errors import ForeignError
from boardwright.grafana.ownership import ProjectOwner
from boardwright.grafana.rule_saves import find_stored_rule, release_rule
from boardwright.grafana.stored_values import StoredBoard, StoredRule
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.http.attempts import attempt_each
from boardwright.http.pace import Pace
from boardwright.http.sessions import create_session
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import REMARKS, Board
from boardwright.schema.envelopes import is_v2
from boardwright.schema.v2.v2_board import read_v2_board

ReleasedKind = Literal["board", "rule"]


@frozen
class ReleasedItem:
    """The result of releasing one board or alert rule.

    Attributes:
        kind: `rule` for a released alert rule; `board` for a released board and for every failure.
        uid: The uid that the user named.
        title: Title of the board or rule; empty if the release failed.
        error: Why the board or rule was not released; None on success.
    """

    kind: ReleasedKind
    uid: str
    title: str
    error: ServerError | None


@frozen
class ReleaseResult:
    """The result of a release.

    Attributes:
        connected: The connection to Grafana.
        items: The result for each uid.
        warnings: Warnings about the credentials.
    """

    connected: GrafanaConnection
    items: tuple[ReleasedItem, ...]
    warnings: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether at least one board or rule could not be released."""
        return any(each.error is not None for each in self.items)


def release_items(
    project: ProjectSettings,
    uids: Collection[str],
    *,
    environ: Mapping[str, str],
    env: str | None = None,
    open_session: OpenSession = create_session,
) -> ReleaseResult:
    """Remove the project's tag from boards, and the project's annotation from alert rules.

    Args:
        project: The settings of the project.
        uids: Uids of boards and rules. If a board and a rule have the same uid, only the board is
            released.
        environ: Environment variables, which may contain the token or password for Grafana.
        env: Name of the environment in boardwright.toml; None for the settings outside all
            environments.
        open_session: Function that opens the HTTP session for the requests to Grafana.

    Raises:
        ServerError: Grafana did not answer.
        ConfigError: No Grafana is configured.
    """
    server = project.find_environment(env).server
    credentials = server.find_credentials(environ=environ, root=project.root)
    pace = Pace(retries=server.retries, seconds=server.total_timeout)
    connected = connect_to_grafana(
        server, credentials=credentials, session=open_session(), root=project.root, pace=pace
    )
    owner = ProjectOwner.from_name(project.name)

    def release_uid(uid: str) -> StoredBoard | StoredRule:
        return _release_item(uid, connected.grafana, owner, pace)

    items = [
        ReleasedItem(kind="board", uid=uid, title="", error=outcome)
        if isinstance(outcome, ServerError)
        else ReleasedItem(kind=_classify_stored(outcome), uid=uid, title=outcome.title, error=None)
        for uid, outcome in attempt_each(dict.fromkeys(uids), release_uid, pace=pace)
    ]
    return ReleaseResult(connected=connected, items=tuple(items), warnings=credentials.warnings)


def _classify_stored(stored: StoredBoard | StoredRule) -> ReleasedKind:
    return "rule" if isinstance(stored, StoredRule) else "board"


def _release_item(
    uid: str, grafana: Grafana, owner: ProjectOwner, pace: Pace
) -> StoredBoard | StoredRule:
    stored = grafana.boards.read_board(uid)
    if stored is not None:
        return _release_board(stored, grafana, owner, pace)
    rule = find_stored_rule(grafana, uid)
    if rule is None:
        raise ServerError("Grafana has no board or alert rule with this uid", where=grafana.url)
    if not owner.has(rule):
        raise ForeignError(
            "the rule does not belong to this project: the rule lacks the annotation of the "
            f"project {owner.name}",
            where=grafana.url,
        )
    release_rule(rule, grafana, pace=pace)
    return rule


def _convert_stored_board(stored: StoredBoard) -> Board:
    """Return a stored board in schema v1."""
    body = stored.own_body
    return drop_keys(read_v2_board(body), REMARKS) if is_v2(body) else body


def _release_board(
    stored: StoredBoard, grafana: Grafana, owner: ProjectOwner, pace: Pace
) -> StoredBoard:
    if owner.tag not in stored.tags:
        raise ForeignError(
            f"the board does not belong to this project: the board lacks the tag {owner.tag}",
            where=grafana.url,
        )
    tags = [tag for tag in stored.tags if tag != owner.tag]
    board = WantedBoard(
        uid=stored.uid,
        title=stored.title,
        text=encode_canonical_json({**_convert_stored_board(stored), "tags": tags}),
        folder=WantedFolder(uid=stored.folder_uid, path="", parent_uid=None),
        place=stored.uid,
        schema=stored.schema,
    )
    save_board(board, stored, grafana, message=f"{owner.message}: released", pace=pace)
    return stored
