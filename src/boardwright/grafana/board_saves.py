"""Saves and deletes objects in Grafana exactly once, even if the answer to a request is lost.

If the answer to a write request is lost, Grafana may have carried out the write. Therefore, the
stored object is read before the write is sent again. If the stored object equals the sent object,
the write was carried out. If the stored object is still the same as before the write, the write was
not carried out. In all other cases, someone else changed the object, and boardwright does not
overwrite it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, NotFoundError
from boardwright.grafana.stored_comparison import is_saved
from boardwright.grafana.stored_values import StoredBoard, sign_message
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.http.pace import Pace
from boardwright.http.request_errors import RequestError

T = TypeVar("T")


def save_board(
    board: WantedBoard, stored: StoredBoard | None, grafana: Grafana, *, message: str, pace: Pace
) -> str:
    """Replace the board that was read, or create it, and return the URL of its page.

    Args:
        board: The declared board.
        stored: The board in Grafana that is replaced; None if the board did not exist when it was
            read.
        grafana: The connection to Grafana.
        message: Message for the version history.
        pace: Number of tries for each request, and the time limit.

    Raises:
        ConflictError: The board in Grafana has changed since it was read. The board was not
            overwritten.
    """

    def send_board() -> str:
        folder_uid = board.folder.uid
        text = sign_message(message, stored.version + 1 if stored else 1)
        if stored is None:
            return grafana.boards.create(board.sent_body, folder_uid=folder_uid, message=text)
        return grafana.boards.replace(stored, board.sent_body, folder_uid=folder_uid, message=text)

    def find_result() -> str | None:
        there = grafana.boards.read_board(board.uid)
        if there is not None and is_saved(there, board):
            return there.url
        if (there and there.version) != (stored and stored.version):
            raise build_change_error(grafana)
        return None

    return write_once(send_board, find_result, pace, shown_late=stored is None)


def create_folder(folder: WantedFolder, grafana: Grafana, *, pace: Pace) -> None:
    """Create a folder. If someone else has created a folder with this uid, do nothing."""

    def send_folder() -> bool:
        grafana.create_folder(folder.uid, title=folder.title, parent_uid=folder.parent_uid)
        return True

    def find_result() -> bool | None:
        return grafana.read_folder(folder.uid) is not None or None

    write_once(send_folder, find_result, pace)


def delete_board(stored: StoredBoard, grafana: Grafana, *, pace: Pace) -> None:
    """Delete a board that is unchanged since it was read. If the board no longer exists, do
    nothing.

    Raises:
        ConflictError: Someone changed the board after it was read. The board was not deleted.
    """

    def delete_unless_gone() -> bool:
        if not is_gone():
            try:
                grafana.boards.delete(stored)
            except NotFoundError:
                return True
        return True

    def is_gone() -> bool | None:
        there = grafana.boards.read_board(stored.uid)
        if there is not None and there.version != stored.version:
            raise build_change_error(grafana)
        return there is None or None

    write_once(delete_unless_gone, is_gone, pace)


def write_once(
    write: Callable[[], T],
    find_result: Callable[[], T | None],
    pace: Pace,
    *,
    shown_late: bool = False,
) -> T:
    """Send a write request. After a failure, check whether Grafana carried out the write. If
    Grafana did not carry out the write, send the request again.

    Args:
        write: Function that sends the write to Grafana, and returns the result.
        find_result: Function that reads the object from Grafana, and returns the result of the
            write if Grafana carried out the write, otherwise None.
        pace: Number of tries for each request, and the time limit.
        shown_late: Whether to send the write once more after a conflict with a board that cannot be
            read. This happens in Grafana 12.4 while another deploy creates the same board.

    The stored object is also read after a conflict, because an earlier try of this deploy, or
    another deploy with the same board, may have caused the conflict.
    """
    failures = 0
    while True:
        try:
            pace.begin()
            return write()
        except RequestError as error:
            failures += 1
            again = pace.wait_to_repeat(error, failures)
            if not again and not isinstance(error, ConflictError) and not error.temporary:
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
    """Return the result of a write. If the result cannot be read, raise the failure of the
    write."""
    try:
        return find()
    except ConflictError:
        raise
    except RequestError:
        raise failed from None


def build_change_error(
    grafana: Grafana,
    change: str = "someone saved the board after it was read",
    hint: str = "Look at the changes in the board's version history in Grafana, then deploy again.",
) -> ConflictError:
    """Return the error for a board or rule that has changed since it was read."""
    return ConflictError(
        f"{change}, so nothing was overwritten",
        status=412,
        message="",
        where=grafana.url,
        hint=hint,
    )
