"""Writes that arrive exactly once: a write is repeated only after reading what is stored.

A write whose answer got lost may have arrived. So before it is sent again, the stored thing is
read: if it is what was sent, the write has arrived; if it is what was read at first, it has not;
anything else is someone else's change, and stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from boardwright.grafana.comparing import is_saved
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, NotFoundError
from boardwright.grafana.pace import Pace
from boardwright.grafana.stored_values import StoredBoard, sign_message
from boardwright.grafana.wanted import WantedBoard, WantedFolder
from boardwright.http.request_errors import RequestError

T = TypeVar("T")


def save_board(
    board: WantedBoard, stored: StoredBoard | None, grafana: Grafana, *, message: str, pace: Pace
) -> str:
    """Save a board over the one that was read, and return the address of its page.

    Args:
        board: The board.
        stored: The board that it replaces; None when there was none.
        grafana: The Grafana.
        message: The message for the version history.
        pace: The number of tries and the time.

    Raises:
        ConflictError: Something else is stored now, and was left as it is.
    """

    def save() -> str:
        folder_uid = board.folder.uid
        text = sign_message(message, stored.version + 1 if stored else 1)
        if stored is None:
            return grafana.create(board.sent_body, folder_uid=folder_uid, message=text)
        return grafana.replace(stored, board.sent_body, folder_uid=folder_uid, message=text)

    def find_result() -> str | None:
        there = grafana.board(board.uid)
        if there is not None and is_saved(there, board):
            return there.url
        if (there and there.version) != (stored and stored.version):
            raise changed_meanwhile(grafana)
        return None

    return write_once(save, find_result, pace, shown_late=stored is None)


def create_folder(folder: WantedFolder, grafana: Grafana, *, pace: Pace) -> None:
    """Create a folder; one that someone else created in the meantime is used."""

    def create() -> bool:
        grafana.create_folder(folder.uid, title=folder.title, parent_uid=folder.parent_uid)
        return True

    def find_result() -> bool | None:
        return grafana.folder(folder.uid) is not None or None

    write_once(create, find_result, pace)


def delete_board(stored: StoredBoard, grafana: Grafana, *, pace: Pace) -> None:
    """Delete a board that is still as it was read; one that no longer exists is a success.

    Raises:
        ConflictError: Someone changed it in the meantime; it was left as it is.
    """

    def delete() -> bool:
        if not is_gone():
            try:
                grafana.delete(stored)
            except NotFoundError:
                return True
        return True

    def is_gone() -> bool | None:
        there = grafana.board(stored.uid)
        if there is not None and there.version != stored.version:
            raise changed_meanwhile(grafana)
        return there is None or None

    write_once(delete, is_gone, pace)


def write_once(
    write: Callable[[], T],
    find_result: Callable[[], T | None],
    pace: Pace,
    *,
    shown_late: bool = False,
) -> T:
    """Write, and after a failure find out whether the write arrived before it is tried again.

    Args:
        write: Writes, and returns the result.
        find_result: Reads the result of a write that arrived; None when it has not arrived.
        pace: The number of tries and the time.
        shown_late: Try once more after a conflict with something that cannot be read: Grafana 12.4
            refuses a board that another deploy is creating before it returns that board.

    The cause of a conflict is read, too: it may be an earlier attempt of this deploy, or another
    deploy of the same boards.
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
        if (done := _find_result(find_result, failed)) is not None:
            return done
        if not again and shown_late and isinstance(failed, ConflictError):
            shown_late = False
            again = pace.pause()
        if not again:
            raise failed


def _find_result(find: Callable[[], T | None], failed: RequestError) -> T | None:
    """Return the result of a write; when it cannot be read, the failure of the write counts."""
    try:
        return find()
    except ConflictError:
        raise
    except RequestError:
        raise failed from None


def changed_meanwhile(
    grafana: Grafana,
    what: str = "someone saved it after it was read",
    hint: str = "Look at its version history in Grafana, then deploy again.",
) -> ConflictError:
    """Return the error for a board, or something else, that is no longer as it was read."""
    return ConflictError(
        f"{what}, and nothing was overwritten",
        status=412,
        message="",
        where=grafana.url,
        hint=hint,
    )
