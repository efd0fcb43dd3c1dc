"""Reading the folders and boards that a deploy is about, in few requests; it never writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.resources import BoardResources
from boardwright.grafana.stored_values import KnownState, StoredBoard, StoredFolder, UnreadBoard
from boardwright.grafana.wanted import WantedBoard, WantedFolder
from boardwright.http.request_errors import RequestError

FEW = 10
"""Up to this number, boards and folders are read one by one, whatever else the server has."""
WORTH = 2
"""A list of all boards is read when it has at most this many times the wanted ones."""
_FOLDERS_WORTH = 10
"""A list of folders is read up to this many times the wanted ones: it has short entries."""

OnBoard = Callable[[], None]
"""Called after each board."""


@frozen
class State:
    """Folders and boards by uid: None where there is none, an error where it could not be read.

    Attributes:
        folders: The folders.
        boards: The boards whose bodies were read.
        unread: The boards that are in the state in which they were read earlier.
    """

    folders: Mapping[str, StoredFolder | ServerError | None]
    boards: Mapping[str, StoredBoard | ServerError | None]
    unread: Mapping[str, UnreadBoard] = field(default_factory=dict)


def read_state(
    grafana: Grafana,
    *,
    folders: Iterable[WantedFolder],
    boards: Iterable[WantedBoard],
    known: Mapping[str, KnownState] | None = None,
    at_once: int = 1,
    on_board: OnBoard = lambda: None,
) -> State:
    """Read each wanted folder and board.

    Args:
        grafana: The Grafana.
        folders: The wanted folders.
        boards: The wanted boards.
        known: The states, by uid, in which the bodies of boards need not be read again.
        at_once: The number of requests at the same time.
        on_board: Called after each board.
    """
    uids = [board.uid for board in boards]
    lists = _choose_lists(grafana, len(uids))
    unread = _find_unread(lists, uids, known or {}, on_board)
    rest = [uid for uid in uids if uid not in unread]
    return State(
        folders=_read_folders([folder.uid for folder in folders], grafana, at_once),
        boards=_read_boards(rest, grafana, lists, at_once, on_board),
        unread=unread,
    )


@frozen
class _Lists:
    """The lists of boards that are worth reading.

    Attributes:
        resources: The API of boards as resources; None where it has no lists.
        total: The number of boards of the Grafana; more than enough counts as 0.
        has_states: Whether the metadata in the list shows each write of a board.
    """

    resources: BoardResources | None = None
    total: int = 0
    has_states: bool = False

    def are_worth_it(self, wanted: int) -> bool:
        """Return whether reading a list takes less time than reading the wanted boards."""
        return wanted > FEW and 0 < self.total <= wanted * WORTH


def _choose_lists(grafana: Grafana, wanted: int) -> _Lists:
    """Count the boards of the Grafana, unless only a few are wanted.

    Before 12.3 boards are saved through the older API, for which nobody has tested that each save
    changes the metadata of the resource.
    """
    total = _count_boards(grafana, most=wanted * WORTH) if wanted > FEW else 0
    resources = grafana.resources if total else None
    if resources is None:
        return _Lists()
    return _Lists(resources=resources, total=total, has_states=grafana.is_whole)


def _count_boards(grafana: Grafana, *, most: int) -> int:
    """Return the number of boards that the account sees; 0 for more than `most`, or none."""
    try:
        count = sum(1 for _ in islice(grafana.search_all(), most + 1))
    except RequestError:
        return 0
    return count if count <= most else 0


def _find_unread(
    lists: _Lists, uids: Sequence[str], known: Mapping[str, KnownState], on_board: OnBoard
) -> dict[str, UnreadBoard]:
    """Return the boards that are in their known state; nothing of a list that broke off.

    A list of metadata is read only if it can spare half of the bodies or more.
    """
    wanted = {uid: known[uid] for uid in uids if uid in known}
    if not (lists.has_states and lists.are_worth_it(len(uids)) and len(wanted) * 2 >= len(uids)):
        return {}
    try:
        return dict(_unread_boards(lists.resources, wanted, on_board))
    except RequestError:
        return {}


def _unread_boards(
    resources: BoardResources | None, known: Mapping[str, KnownState], on_board: OnBoard
) -> Iterator[tuple[str, UnreadBoard]]:
    for found in resources.metadata() if resources else ():
        state = known.get(found.uid)
        if state is not None and found.is_in(state):
            on_board()
            unread = UnreadBoard(
                uid=found.uid, folder_uid=found.folder_uid, url=found.url, state=state
            )
            yield found.uid, unread


def _read_folders(
    uids: Sequence[str], grafana: Grafana, at_once: int
) -> Mapping[str, StoredFolder | ServerError | None]:
    """Return the folders from a list; those that it lacks are read one by one."""
    listed = _list_folders(grafana, uids) if len(uids) > FEW else {}
    rest = [uid for uid in uids if uid not in listed]
    return listed | dict(attempt_each(rest, grafana.folder, at_once=at_once))


def _list_folders(grafana: Grafana, uids: Sequence[str]) -> dict[str, StoredFolder]:
    """Return the wanted folders of a list; nothing of one that broke off."""
    wanted = {*uids}
    try:
        listed = islice(grafana.folders(), len(uids) * _FOLDERS_WORTH)
        return {folder.uid: folder for folder in listed if folder.uid in wanted}
    except RequestError:
        return {}


def _read_boards(
    uids: Sequence[str],
    grafana: Grafana,
    lists: _Lists,
    at_once: int,
    on_board: OnBoard,
) -> Mapping[str, StoredBoard | ServerError | None]:
    """Return the boards from a list of all; those that it lacks are read one by one.

    A list never proves that a board is absent: Grafana 12.4 filters it by permissions that it
    caches, so that a new organisation lists none of the boards that its first deploy created, for
    up to 35 s, although it returns each of them by its uid.
    """
    listed: dict[str, StoredBoard] = {}
    if lists.resources is not None and lists.are_worth_it(len(uids)):
        listed = _list_boards(lists.resources, uids, on_board)

    def read(uid: str) -> StoredBoard | None:
        on_board()
        return grafana.board(uid)

    rest = [uid for uid in uids if uid not in listed]
    return listed | dict(attempt_each(rest, read, at_once=at_once))


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
