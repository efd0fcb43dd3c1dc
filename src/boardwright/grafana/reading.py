"""What Grafana has of the wanted folders and boards: reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from boardwright.errors import ServerError
from boardwright.grafana.api import Grafana, StoredBoard, StoredFolder
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.wanted import WantedBoard, WantedFolder


@dataclass(frozen=True, kw_only=True)
class State:
    """What was read, by uid: None for what is not there, an error for what could not be read."""

    folders: Mapping[str, StoredFolder | ServerError | None]
    boards: Mapping[str, StoredBoard | ServerError | None]


def read_state(
    grafana: Grafana,
    *,
    folders: Iterable[WantedFolder],
    boards: Iterable[WantedBoard],
    tell: Callable[[], None] = lambda: None,
) -> State:
    """Read each wanted folder and board.

    Args:
        grafana: Where to read.
        folders: The wanted folders.
        boards: The wanted boards.
        tell: Called after each board.
    """

    def board(wanted: WantedBoard) -> StoredBoard | None:
        tell()
        return grafana.board(wanted.uid)

    return State(
        folders={
            folder.uid: found
            for folder, found in attempt_each(folders, lambda folder: grafana.folder(folder.uid))
        },
        boards={wanted.uid: found for wanted, found in attempt_each(boards, board)},
    )
