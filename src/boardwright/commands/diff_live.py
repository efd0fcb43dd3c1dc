"""The side of a running Grafana: reads only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import requests

from boardwright.commands.compiling import Compiled
from boardwright.commands.diff_sides import Side, SideBoard
from boardwright.errors import BoardwrightError, ServerError
from boardwright.grafana.address import shown
from boardwright.grafana.api import Grafana
from boardwright.grafana.connecting import connect
from boardwright.grafana.finding import find_credentials
from boardwright.grafana.listing import find_lists
from boardwright.grafana.pruning import Owned, read_owned
from boardwright.grafana.reading import read_state
from boardwright.grafana.stored import StoredBoard
from boardwright.grafana.wanted import WantedBoard, WantedFolder
from boardwright.project.config import Environment, Project
from boardwright.schema.document import Board
from boardwright.schema.envelopes import is_v2

V2 = "Grafana has it in schema v2 (`elements` and `layout`), which cannot be compared"
V2_HINT = "Somebody saved it with dynamic layouts; its version history has the classic board."

AT_ONCE = 8
"""Requests at the same time."""

NOTHING = Owned(boards=())


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is needed to ask a Grafana.

    Attributes:
        environ: The environment, for the token or password.
        open_session: Makes what sends.
        tell: Called after each board.
    """

    environ: Mapping[str, str]
    open_session: Callable[[], requests.Session]
    tell: Callable[[], None]


def live_side(
    project: Project,
    environment: Environment,
    compiled: Compiled,
    asking: Asking,
    *,
    whole: bool,
    project_uids: bool = False,
) -> Side:
    """Read the compiled boards as a Grafana has them.

    A board that could not be read is in `failed`, and the others are there all the same.

    Args:
        project: The project.
        environment: Which Grafana.
        compiled: The boards to read.
        asking: What to ask with.
        whole: Read also what carries the project's tag and is declared no more.
        project_uids: Call data sources as the project does, to compare two Grafanas.

    Raises:
        ServerError: Grafana could not be asked at all.
        ConfigError: It is not told which Grafana.
    """
    server = environment.server
    credentials = find_credentials(server.secrets, environ=asking.environ, root=project.root)
    wanted = _wanted(compiled)
    with asking.open_session() as session:
        connected = connect(server, credentials=credentials, session=session, root=project.root)
        state = read_state(
            connected.grafana,
            folders=(),
            boards=wanted,
            find_lists=partial(find_lists, connected.client, namespace=connected.namespace),
            at_once=AT_ONCE,
            tell=asking.tell,
        )
        owned = _owned(connected.grafana, project.tag, wanted) if whole else NOTHING
        name = f"Grafana at {shown(connected.grafana.url)}"
    titles = {folder.uid: folder.title for folder, _ in compiled.boards}
    uids = environment.datasources.items() if project_uids else ()
    back = {there: here for here, there in uids}
    boards: dict[str, SideBoard] = {}
    failed: dict[str, BoardwrightError] = {}
    for board in wanted:
        found = state.boards[board.uid]
        if found is not None and not isinstance(found, ServerError) and is_v2(dict(found.body)):
            found = ServerError(V2, hint=V2_HINT)
        if isinstance(found, ServerError):
            failed[board.uid] = _of(board, found)
        elif found is not None:
            boards[board.uid] = _stored(found, titles, back)
    boards |= {board.uid: _stored(board, titles, back) for board in owned.boards}
    errors = () if owned.error is None else (owned.error,)
    return Side(name=name, boards=boards, errors=errors, failed=failed)


def _owned(grafana: Grafana, tag: str, wanted: Sequence[WantedBoard]) -> Owned:
    """Return the project's boards that are declared no more."""
    return read_owned(grafana, tag=tag, but={board.uid for board in wanted}, at_once=AT_ONCE)


def _wanted(compiled: Compiled) -> Sequence[WantedBoard]:
    return [
        WantedBoard(
            uid=board.uid,
            title=board.title,
            body={},
            folder=WantedFolder(uid=folder.uid, path=folder.title, parent_uid=None),
            place=str(board.place),
        )
        for folder, board in compiled.boards
    ]


def _of(board: WantedBoard, error: ServerError) -> ServerError:
    where = f'{board.place}: board "{board.title}" ({board.uid})'
    return ServerError(error.what, where=where, hint=error.hint)


def _stored(found: StoredBoard, titles: Mapping[str, str], back: Mapping[str, str]) -> SideBoard:
    body = {**found.body}
    folder = titles.get(found.folder_uid, found.folder_uid or "General")
    return SideBoard(body=lambda: with_project_uids(body, back), folder=folder)


def with_project_uids(body: Board, back: Mapping[str, str]) -> Board:
    """Return a board with its data sources as the project calls them, whatever Grafana does.

    Args:
        body: The board.
        back: Data source uid in the environment -> uid in the project.
    """
    if not back:
        return body
    renamed: Board = _renamed({key: value for key, value in body.items() if key != "uid"}, back)
    return {**renamed, "uid": body["uid"]} if "uid" in body else renamed


def _renamed(value: Any, back: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(item, back) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _renamed(item, back) for key, item in value.items()}
    uid = found.get("uid")
    return {**found, "uid": back[uid]} if isinstance(uid, str) and uid in back else found
