"""`boardwright release`: give boards up without deleting them, by taking the project's tag off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from boardwright.commands.deploy import OpenSession
from boardwright.errors import ServerError
from boardwright.grafana.api import Grafana
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.connecting import Connected, connect, new_session
from boardwright.grafana.errors import ForeignError
from boardwright.grafana.finding import find_credentials
from boardwright.grafana.ownership import Owner
from boardwright.grafana.pace import Pace
from boardwright.grafana.saving import save_board
from boardwright.grafana.stored import StoredBoard
from boardwright.grafana.wanted import WantedBoard, WantedFolder
from boardwright.project.config import Project


@dataclass(frozen=True, kw_only=True)
class ReleasedBoard:
    """What became of one board.

    Attributes:
        uid: Its uid.
        title: Its title; empty when it could not be read.
        error: Why it still carries the tag; None when it does not.
    """

    uid: str
    title: str
    error: ServerError | None


@dataclass(frozen=True, kw_only=True)
class Released:
    """What a release did.

    Attributes:
        connected: The Grafana.
        boards: What became of each.
        warnings: What the owner of the credentials should know.
    """

    connected: Connected
    boards: tuple[ReleasedBoard, ...]
    warnings: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether a board still carries the tag."""
        return any(board.error is not None for board in self.boards)


def release(
    project: Project,
    uids: Collection[str],
    *,
    environ: Mapping[str, str],
    env: str | None = None,
    open_session: OpenSession = new_session,
) -> Released:
    """Take the project's tag off some boards of a Grafana, and leave them there.

    Args:
        project: The project.
        uids: The boards.
        environ: The environment, for the token or password.
        env: The environment's name.
        open_session: Makes what sends.

    Raises:
        ServerError: Grafana could not be asked at all.
        ConfigError: It is not told which Grafana.
    """
    server = project.environment(env).server
    credentials = find_credentials(server.secrets, environ=environ, root=project.root)
    pace = Pace(retries=server.retries, seconds=server.total_timeout)
    connected = connect(
        server, credentials=credentials, session=open_session(), root=project.root, pace=pace
    )
    owner = Owner.of(project.name)

    def one(uid: str) -> StoredBoard:
        return _release(uid, connected.grafana, owner, pace)

    boards = [
        ReleasedBoard(uid=uid, title="", error=got)
        if isinstance(got, ServerError)
        else ReleasedBoard(uid=uid, title=got.title, error=None)
        for uid, got in attempt_each(dict.fromkeys(uids), one, pace=pace)
    ]
    return Released(connected=connected, boards=tuple(boards), warnings=credentials.warnings)


def _release(uid: str, grafana: Grafana, owner: Owner, pace: Pace) -> StoredBoard:
    stored = grafana.board(uid)
    if stored is None:
        raise ServerError("there is no such board", where=grafana.url)
    if owner.tag not in stored.tags:
        raise ForeignError(f"it does not carry the tag {owner.tag}", where=grafana.url)
    tags = [tag for tag in stored.tags if tag != owner.tag]
    board = WantedBoard(
        uid=uid,
        title=stored.title,
        body={**stored.body, "tags": tags},
        folder=WantedFolder(uid=stored.folder_uid, path="", parent_uid=None),
        place=uid,
    )
    save_board(board, stored, grafana, message=f"{owner.message}: released", pace=pace)
    return stored
