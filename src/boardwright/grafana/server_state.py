"""Reads the folders and boards that a deploy compares with their declarations, with as few requests
as possible.
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
"""Up to this number of wanted boards or folders, each board or folder is read in a separate
request.
"""
WORTH = 2
"""A list of all boards is read if Grafana has at most this many times as many boards as are wanted.
"""
_FOLDERS_WORTH = 10
"""A list of all folders is read if the list has at most this many times as many folders as are
wanted. The factor is larger than `WORTH` because the entries for folders are short.
"""

OnBoard = Callable[[], None]
"""A function that is called after each board that was read."""


@frozen
class ServerState:
    """The folders and boards in Grafana. The keys of each mapping are the uids of folders or
    boards.

    A value is None if Grafana has no folder or board with this uid, and an error if the folder or
    board could not be read.

    Attributes:
        folders: The folders, by uid.
        boards: The boards whose bodies were read, by uid.
        unread: The boards that have not changed since they were last read.
        list_version: The `resourceVersion` that Grafana's list of boards had before the boards were
            read; empty if unknown.
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
    """Read each wanted folder and board.

    If `known` is not None, the version of Grafana's list of boards is read first. A write during
    the other requests makes this version larger, so the next deploy reads the list.

    Args:
        grafana: Connection to Grafana.
        folders: The wanted folders.
        boards: The wanted boards.
        known: The state in which each board was last read, by the uid of the board. If a board is
            still in this state, its body is not read again. None if the caller does not store
            states.
        at_once: Number of simultaneous requests.
        on_board: Function that is called after each board that was read.
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
    """Return the version of Grafana's list of boards; empty if unknown."""
    resources = grafana.resources if grafana.has_list_version else None
    try:
        return resources.read_list_version() if resources else ""
    except RequestError:
        return ""


def _find_current(
    uids: Iterable[str], known: Mapping[str, KnownState], list_version: str, on_board: OnBoard
) -> dict[str, KnownState]:
    """Return the known states of boards that are current, because nobody has written any board
    since these boards were last read.
    """
    current = {
        uid: known[uid] for uid in uids if uid in known and known[uid].is_current(list_version)
    }
    for _ in current:
        on_board()
    return current


@frozen
class _ServerLists:
    """The lists of Grafana's API that can be read faster than each board separately.

    Attributes:
        resources: The API that serves boards as resources; None if no list is worth reading.
        total: Number of boards in Grafana; 0 if Grafana has so many boards that listing them would
            be slower.
        has_states: Whether the metadata in the list changes with each write of a board.
    """

    resources: BoardResources | None = None
    total: int = 0
    has_states: bool = False

    def are_worth_it(self, wanted: int) -> bool:
        """Return whether reading a list is faster than reading `wanted` boards one by one."""
        return wanted > FEW and 0 < self.total <= wanted * WORTH


def _choose_board_lists(grafana: Grafana, wanted: int) -> _ServerLists:
    """Return the lists that are worth reading. If many boards are wanted, first count the boards in
    Grafana.

    The list of metadata is used for Grafana 12.3 and later. With earlier versions, boards are saved
    through the older API. It was not tested whether such a save changes the metadata of the board.
    """
    total = _count_boards(grafana, maximum=wanted * WORTH) if wanted > FEW else 0
    resources = grafana.resources if total else None
    if resources is None:
        return _ServerLists()
    return _ServerLists(resources=resources, total=total, has_states=grafana.is_whole)


def _count_boards(grafana: Grafana, *, maximum: int) -> int:
    """Return the number of boards that the account can see; 0 if there are more than `maximum`
    boards.
    """
    try:
        count = sum(1 for _ in islice(grafana.search_all(), maximum + 1))
    except RequestError:
        return 0
    return count if count <= maximum else 0


def _find_unchanged_states(
    lists: _ServerLists, uids: Sequence[str], known: Mapping[str, KnownState], on_board: OnBoard
) -> dict[str, KnownState]:
    """Return the states of the boards that have not changed since they were last read; an empty
    dict if Grafana's list is incomplete.

    The list of metadata is not read if `known` lacks more than half of the boards, because these
    boards must be read anyway.
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
    """Return the folders from Grafana's list of folders. Folders that are missing from the list are
    read one by one.
    """
    listed = _list_folders(grafana, uids) if len(uids) > FEW else {}
    rest = [uid for uid in uids if uid not in listed]
    return listed | dict(attempt_each(rest, grafana.read_folder, at_once=at_once))


def _list_folders(grafana: Grafana, uids: Sequence[str]) -> dict[str, StoredFolder]:
    """Return the wanted folders from a list; an empty dict if the list is incomplete."""
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
    """Return the wanted boards from Grafana's list of all boards. Boards that are missing from the
    list are read one by one.

    A board that is not in the list may still exist, because Grafana 12.4 filters the list by cached
    permissions. In a new organisation, the boards of the first deploy are missing from the list for
    up to 35 s, although each board can be read by its uid.
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
    """Return the wanted boards from a list of all boards; an empty dict if this list is
    incomplete.
    """
    wanted, boards = set(uids), dict[str, StoredBoard]()
    try:
        for board in resources.iter_boards():
            if isinstance(board, StoredBoard) and board.uid in wanted:
                boards[board.uid] = board
                on_board()
    except RequestError:
        return {}
    return boards
