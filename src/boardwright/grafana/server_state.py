"""Reading the folders and boards that a deploy is about, in few requests; it never writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.resources import BoardResources
from boardwright.grafana.stored_values import StoredBoard, StoredFolder
from boardwright.grafana.wanted import WantedBoard, WantedFolder
from boardwright.http.request_errors import RequestError

FEW = 10
"""Up to this number, boards are read one by one, whatever else the server has."""
WORTH = 2
"""A list of all boards is read when it has at most this many times the wanted ones."""

OnBoard = Callable[[], None]
"""Called after each board."""


@frozen
class State:
    """Folders and boards by uid: None where there is none, an error where it could not be read."""

    folders: Mapping[str, StoredFolder | ServerError | None]
    boards: Mapping[str, StoredBoard | ServerError | None]


def read_state(
    grafana: Grafana,
    *,
    folders: Iterable[WantedFolder],
    boards: Iterable[WantedBoard],
    at_once: int = 1,
    on_board: OnBoard = lambda: None,
) -> State:
    """Read each wanted folder and board.

    Args:
        grafana: The Grafana.
        folders: The wanted folders.
        boards: The wanted boards.
        at_once: The number of requests at the same time.
        on_board: Called after each board.
    """
    uids = [folder.uid for folder in folders]
    read = attempt_each(uids, grafana.folder, at_once=at_once)
    return State(
        folders=dict(read),
        boards=_read_boards([board.uid for board in boards], grafana, at_once, on_board),
    )


def _read_boards(
    uids: Sequence[str],
    grafana: Grafana,
    at_once: int,
    on_board: OnBoard,
) -> Mapping[str, StoredBoard | ServerError | None]:
    """Return the boards from a list of all; those that it lacks are read one by one.

    A list never proves that a board is absent: Grafana 12.4 filters it by permissions that it
    caches, so that a new organisation lists none of the boards that its first deploy created, for
    up to 35 s, although it returns each of them by its uid.
    """
    listed: dict[str, StoredBoard] = {}
    if len(uids) > FEW and _is_worth_it(grafana, len(uids)) and (every := grafana.resources):
        listed = _list_boards(every, uids, on_board)

    def read(uid: str) -> StoredBoard | None:
        on_board()
        return grafana.board(uid)

    rest = [uid for uid in uids if uid not in listed]
    return listed | dict(attempt_each(rest, read, at_once=at_once))


def _is_worth_it(grafana: Grafana, wanted: int) -> bool:
    most = wanted * WORTH
    try:
        count = len(grafana.search(limit=min(most + 1, 5000)))
    except RequestError:
        return False
    return 0 < count <= min(most, 4999)


def _list_boards(
    every: BoardResources, uids: Sequence[str], on_board: OnBoard
) -> dict[str, StoredBoard]:
    """Return the wanted boards of a list of all; nothing of one that broke off."""
    wanted, found = set(uids), dict[str, StoredBoard]()
    try:
        for board in every.boards():
            if isinstance(board, StoredBoard) and board.uid in wanted:
                found[board.uid] = board
                on_board()
    except RequestError:
        return {}
    return found
