"""Reads the folders and boards in Grafana that a deploy compares with the declared ones.

Depending on the number of boards, the module reads a list of all boards, or reads each board with a
separate request. Boards that nobody has saved since the last deploy are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.board_states import KnownState, UnreadBoard
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.resource_items import build_board_url
from boardwright.grafana.resources import BoardResources
from boardwright.grafana.stored_values import StoredBoard, StoredFolder
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.http.attempts import attempt_each
from boardwright.http.request_errors import RequestError

FEW = 10
"""If a deploy needs at most `FEW` boards or folders, boardwright reads each of them separately."""
WORTH = 2
"""If Grafana has more than `WORTH` times as many boards as a deploy needs, boardwright does not
read a list of all boards.
"""
_FOLDERS_WORTH = 10
"""boardwright reads at most `_FOLDERS_WORTH` times as many folders from the list of all folders as
a deploy needs.
"""

OnBoard = Callable[[], None]
"""A function without arguments that `read_state` calls for each board, to show the progress."""


@frozen
class ServerState:
    """The folders and boards in Grafana, by uid.

    A value is None if the folder or board does not exist, and an error if it could not be read.

    Attributes:
        folders: The folders.
        boards: The boards that were read.
        unread: The boards that were not read, because nobody has saved them since the last read.
        list_version: The `resourceVersion` of Grafana's list of boards before the boards were read;
            empty if unknown.
    """

    folders: Mapping[str, StoredFolder | ServerError | None]
    boards: Mapping[str, StoredBoard | ServerError | None]
    unread: Mapping[str, UnreadBoard] = field(default_factory=dict)
    list_version: str = ""


def read_state(
    grafana: Grafana,
    *,
    folders: Iterable[WantedFolder],
    boards: Iterable[WantedBoard],
    known: Mapping[str, KnownState] | None = None,
    at_once: int = 1,
    on_board: OnBoard = lambda: None,
) -> ServerState:
    """Read the folders and boards in Grafana that have the uids of declared folders and boards.

    Args:
        known: The version of each board when boardwright last read it, by uid. The function does
            not read boards that still have this version. None if the caller does not store the
            versions of boards.
        at_once: Number of simultaneous requests.
        on_board: Function to call for each board, to show the progress.
    """
    list_version = "" if known is None else _read_list_version(grafana)
    uids, known = [board.uid for board in boards], known or {}
    current = _find_current(uids, known, list_version, on_board)
    others = [uid for uid in uids if uid not in current]
    lists = _choose_board_lists(grafana, len(others))
    unread = current | _find_unchanged_states(lists, others, known, on_board)
    rest = [uid for uid in others if uid not in unread]
    return ServerState(
        folders=_read_folders([folder.uid for folder in folders], grafana, at_once),
        boards=_read_boards(rest, grafana, lists, at_once, on_board),
        unread={
            uid: UnreadBoard(
                uid=uid, url=build_board_url(grafana.url, uid), state=state.read_after(list_version)
            )
            for uid, state in unread.items()
        },
        list_version=list_version,
    )


def _read_list_version(grafana: Grafana) -> str:
    resources = grafana.resources if grafana.has_list_version else None
    try:
        return resources.read_list_version() if resources else ""
    except RequestError:
        return ""


def _find_current(
    uids: Iterable[str], known: Mapping[str, KnownState], list_version: str, on_board: OnBoard
) -> dict[str, KnownState]:
    """Return the known states of the boards, if nobody has saved any board since they were read."""
    current = {
        uid: known[uid] for uid in uids if uid in known and known[uid].is_current(list_version)
    }
    for _ in current:
        on_board()
    return current


@frozen
class _ServerLists:
    """Grafana's lists of all boards.

    Attributes:
        resources: The object that reads the lists; None if reading each board separately is faster.
        total: Number of boards in Grafana; 0 if reading a list of all boards would be slower.
        has_states: Whether each save of a board changes the metadata of the board in the list.
    """

    resources: BoardResources | None = None
    total: int = 0
    has_states: bool = False

    def are_worth_it(self, wanted: int) -> bool:
        """Return whether reading a list is faster than reading `wanted` boards separately."""
        return wanted > FEW and 0 < self.total <= wanted * WORTH


def _choose_board_lists(grafana: Grafana, wanted: int) -> _ServerLists:
    """Return Grafana's lists of all boards, if reading them is faster than reading each board.

    `has_states` is False before Grafana 12.3. It is unknown whether a save with the older API
    changes the metadata of the board in these versions.
    """
    total = _count_boards(grafana, maximum=wanted * WORTH) if wanted > FEW else 0
    resources = grafana.resources if total else None
    if resources is None:
        return _ServerLists()
    return _ServerLists(resources=resources, total=total, has_states=grafana.is_whole)


def _count_boards(grafana: Grafana, *, maximum: int) -> int:
    """Return the number of boards that the account may see; 0 if the number exceeds `maximum`."""
    try:
        count = sum(1 for _ in islice(grafana.search_all(), maximum + 1))
    except RequestError:
        return 0
    return count if count <= maximum else 0


def _find_unchanged_states(
    lists: _ServerLists, uids: Sequence[str], known: Mapping[str, KnownState], on_board: OnBoard
) -> dict[str, KnownState]:
    """Return the states of the boards that nobody has saved since boardwright last read them.

    The result is empty if Grafana's list cannot be read completely. The function does not read the
    list if `known` contains less than half of the boards.
    """
    wanted = {uid: known[uid] for uid in uids if uid in known}
    if not (lists.has_states and lists.are_worth_it(len(uids)) and len(wanted) * 2 >= len(uids)):
        return {}
    try:
        return dict(_iter_unchanged_states(lists.resources, wanted, on_board))
    except RequestError:
        return {}


def _iter_unchanged_states(
    resources: BoardResources | None, known: Mapping[str, KnownState], on_board: OnBoard
) -> Iterator[tuple[str, KnownState]]:
    for found in resources.iter_metadata() if resources else ():
        state = known.get(found.uid)
        if state is not None and found.is_in(state):
            on_board()
            yield found.uid, state


def _read_folders(
    uids: Sequence[str], grafana: Grafana, at_once: int
) -> Mapping[str, StoredFolder | ServerError | None]:
    listed = _list_folders(grafana, uids) if len(uids) > FEW else {}
    rest = [uid for uid in uids if uid not in listed]
    return listed | dict(attempt_each(rest, grafana.read_folder, at_once=at_once))


def _list_folders(grafana: Grafana, uids: Sequence[str]) -> dict[str, StoredFolder]:
    wanted = {*uids}
    try:
        listed = islice(grafana.iter_folders(), len(uids) * _FOLDERS_WORTH)
        return {folder.uid: folder for folder in listed if folder.uid in wanted}
    except RequestError:
        return {}


def _read_boards(
    uids: Sequence[str],
    grafana: Grafana,
    lists: _ServerLists,
    at_once: int,
    on_board: OnBoard,
) -> Mapping[str, StoredBoard | ServerError | None]:
    """Read boards from Grafana's list, and read the boards that the list lacks separately.

    A board may exist although the list lacks it, because Grafana 12.4 filters the list by cached
    permissions. In a new organisation, the list lacked the boards of the first deploy for up to 35
    seconds.
    """
    listed: dict[str, StoredBoard] = {}
    if lists.resources is not None and lists.are_worth_it(len(uids)):
        listed = _list_boards(lists.resources, uids, on_board)

    def read_board(uid: str) -> StoredBoard | None:
        on_board()
        return grafana.boards.read_board(uid)

    rest = [uid for uid in uids if uid not in listed]
    return listed | dict(attempt_each(rest, read_board, at_once=at_once))


def _list_boards(
    resources: BoardResources, uids: Sequence[str], on_board: OnBoard
) -> dict[str, StoredBoard]:
    wanted, boards = set(uids), dict[str, StoredBoard]()
    try:
        for board in resources.iter_boards():
            if isinstance(board, StoredBoard) and board.uid in wanted:
                boards[board.uid] = board
                on_board()
    except RequestError:
        return {}
    return boards
