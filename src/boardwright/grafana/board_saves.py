"""Saves and deletes objects in Grafana, even if the answer to a request is lost.

If the answer to a request is lost, Grafana may or may not have saved the object. After a lost
answer, boardwright reads the object from Grafana. If the object equals the sent object, the request
has succeeded. If the object is still the same as before the request, boardwright sends the request
again. If the object has a third value, someone else has changed the object, and boardwright does
not overwrite the change.
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
    """Create or replace a board, and return the URL of its page.

    Args:
        stored: The board as boardwright read it from Grafana; None if it did not exist.
        message: Message for the version history.

    Raises:
        ConflictError: Someone changed or created the board after boardwright read it. The function
            did not overwrite the board.
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
    """Create a folder. Do nothing if Grafana already has a folder with the same uid."""

    def send_folder() -> bool:
        grafana.create_folder(folder.uid, title=folder.title, parent_uid=folder.parent_uid)
        return True

    def find_result() -> bool | None:
        return grafana.read_folder(folder.uid) is not None or None

    write_once(send_folder, find_result, pace)


def delete_board(stored: StoredBoard, grafana: Grafana, *, pace: Pace) -> None:
    """Delete a board. Do nothing if the board no longer exists.

    Args:
        stored: The board as boardwright read it from Grafana.

    Raises:
        ConflictError: Someone changed the board after boardwright read it. The function did not
            delete the board.
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
    """Send a request that changes Grafana. Send it again if Grafana has not carried it out.

    After a failure, the function calls `find_result`. A conflict counts as a failure, because an
    earlier try of the same request may have caused the conflict.

    Args:
        write: Function that sends the request, and returns its result.
        find_result: Function that reads the object from Grafana. `find_result` returns the result
            of the request if Grafana has carried out the request, otherwise None.
        shown_late: Whether to send the request once more after a conflict if `find_result` returns
            None. In Grafana 12.4, a board that another deploy is just creating causes a conflict,
            but cannot be read yet.
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
    """Return the result of `find`. If `find` cannot read the object, raise the error `failed`."""
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
    """Return the error for a board or rule that someone changed after boardwright read it."""
    return ConflictError(
        f"{change}, so boardwright did not overwrite the change",
        status=412,
        message="",
        where=grafana.url,
        hint=hint,
    )
