"""Writes that are made surely, and once: a repeat only after a look at what is there.

A write whose answer got lost may have arrived. So before it is sent again, what it would write over
is read: if that is what was sent, it has arrived; if it is what was read at first, it has not; and
anything else is someone else's, and stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from boardwright.grafana.comparing import is_same
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, NotFoundError
from boardwright.grafana.pace import Pace
from boardwright.grafana.stored_values import StoredBoard, signed
from boardwright.grafana.wanted import WantedBoard, WantedFolder
from boardwright.http.request_errors import RequestError

T = TypeVar("T")


def save_board(
    board: WantedBoard, stored: StoredBoard | None, grafana: Grafana, *, message: str, pace: Pace
) -> str:
    """Save a board over the one that was read, and return the address of its page.

    Args:
        board: What to save.
        stored: What it replaces; None when nothing was there.
        grafana: Where.
        message: For the version history.
        pace: The tries and the time there are.

    Raises:
        ConflictError: Something else is there now, and was left as it is.
    """

    def save() -> str:
        where, said = board.folder.uid, signed(message, stored.version + 1 if stored else 1)
        if stored is None:
            return grafana.create(board.body, folder_uid=where, message=said)
        return grafana.save(board.body, folder_uid=where, version=stored.version, message=said)

    def arrived() -> str | None:
        there = grafana.board(board.uid)
        if there is not None and is_same(there, board):
            return there.url
        if (there and there.version) != (stored and stored.version):
            raise changed_meanwhile(grafana)
        return None

    return surely(save, arrived, pace, shown_late=stored is None)


def make_folder(folder: WantedFolder, grafana: Grafana, *, pace: Pace) -> None:
    """Make a folder; someone who made it meanwhile has done it for us."""

    def make() -> bool:
        grafana.create_folder(folder.uid, title=folder.title, parent_uid=folder.parent_uid)
        return True

    def arrived() -> bool | None:
        return grafana.folder(folder.uid) is not None or None

    surely(make, arrived, pace)


def delete_board(stored: StoredBoard, grafana: Grafana, *, pace: Pace) -> None:
    """Delete a board that is still as it was read; one that is gone is as good.

    Raises:
        ConflictError: Someone changed it meanwhile; it was left as it is.
    """

    def delete() -> bool:
        if not gone():
            try:
                grafana.delete(stored.uid)
            except NotFoundError:
                return True
        return True

    def gone() -> bool | None:
        there = grafana.board(stored.uid)
        if there is not None and there.version != stored.version:
            raise changed_meanwhile(grafana)
        return there is None or None

    surely(delete, gone, pace)


def surely(
    write: Callable[[], T],
    arrived: Callable[[], T | None],
    pace: Pace,
    *,
    shown_late: bool = False,
) -> T:
    """Write, and after a failure look whether it arrived before it is tried again.

    Args:
        write: Writes, and returns what came of it.
        arrived: Looks, and returns what came of it; None when it has not arrived.
        pace: The tries and the time there are.
        shown_late: Try once more after a conflict where nothing is to be seen: Grafana 12.4 tells
            that a board is there, which another deploy is creating, before it shows it.

    A conflict is looked at as well: it may be what an earlier try of ours, or another deploy of
    the same boards, has done.
    """
    failures = 0
    while True:
        try:
            pace.begin()
            return write()
        except RequestError as error:
            failures += 1
            again = pace.may_repeat(error, failures)
            if not again and not isinstance(error, ConflictError) and not error.passing:
                raise
            failed = error
        if (done := _look(arrived, failed)) is not None:
            return done
        if not again and shown_late and isinstance(failed, ConflictError):
            shown_late = False
            again = pace.pause()
        if not again:
            raise failed


def _look(arrived: Callable[[], T | None], failed: RequestError) -> T | None:
    """What is there; where that cannot be told, the failure itself is what counts."""
    try:
        return arrived()
    except ConflictError:
        raise
    except RequestError:
        raise failed from None


def changed_meanwhile(
    grafana: Grafana,
    what: str = "someone saved it after it was read",
    hint: str = "Look at its version history in Grafana, then deploy again.",
) -> ConflictError:
    """Return the error for what is not as it was read, a board unless it is told otherwise."""
    return ConflictError(
        f"{what}, and nothing was overwritten",
        status=412,
        message="",
        where=grafana.url,
        hint=hint,
    )
