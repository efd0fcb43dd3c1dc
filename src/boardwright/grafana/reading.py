"""What Grafana has of the wanted folders and boards: reads only, in as few requests as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.api import Grafana
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.resources import BoardResources
from boardwright.grafana.stored import StoredBoard, StoredFolder
from boardwright.grafana.wanted import WantedBoard, WantedFolder
from boardwright.http.errors import RequestError

FEW = 10
"""So many boards are asked for one by one, whatever else the server has."""
WORTH = 2
"""A list of all boards is read when it has at most so many times the wanted ones."""

Tell = Callable[[], None]


@frozen
class State:
    """What was read, by uid: None for what is not there, an error for what could not be read."""

    folders: Mapping[str, StoredFolder | ServerError | None]
    boards: Mapping[str, StoredBoard | ServerError | None]


def read_state(
    grafana: Grafana,
    *,
    folders: Iterable[WantedFolder],
    boards: Iterable[WantedBoard],
    at_once: int = 1,
    tell: Tell = lambda: None,
) -> State:
    """Read each wanted folder and board.

    Args:
        grafana: Where to read.
        folders: The wanted folders.
        boards: The wanted boards.
        at_once: How many requests at the same time.
        tell: Called after each board.
    """
    uids = [folder.uid for folder in folders]
    read = attempt_each(uids, grafana.folder, at_once=at_once)
    return State(
        folders=dict(read),
        boards=_boards([board.uid for board in boards], grafana, at_once, tell),
    )


def _boards(
    uids: Sequence[str],
    grafana: Grafana,
    at_once: int,
    tell: Tell,
) -> Mapping[str, StoredBoard | ServerError | None]:
    listed: dict[str, StoredBoard | None] = {}
    if len(uids) > FEW and _is_worth_it(grafana, len(uids)) and (every := grafana.resources):
        listed = _listed(every, uids, tell)

    def read(uid: str) -> StoredBoard | None:
        tell()
        return grafana.board(uid)

    rest = [uid for uid in uids if uid not in listed]
    return listed | dict(attempt_each(rest, read, at_once=at_once))


def _is_worth_it(grafana: Grafana, wanted: int) -> bool:
    most = wanted * WORTH
    try:
        return len(grafana.search(limit=min(most + 1, 5000))) <= min(most, 4999)
    except RequestError:
        return False


def _listed(
    every: BoardResources, uids: Sequence[str], tell: Tell
) -> dict[str, StoredBoard | None]:
    """The wanted boards of a whole list; nothing of one that broke off.

    What a whole list does not have is not there, or hidden from us: then a save finds out, since
    it names no version to replace. What it has without a body is left to be read singly.
    """
    found: dict[str, StoredBoard | None] = dict.fromkeys(uids)
    try:
        for board in every.boards():
            if isinstance(board, str):
                found.pop(board, None)
            elif board.uid in found:
                found[board.uid] = board
                tell()
    except RequestError:
        return {}
    return found
